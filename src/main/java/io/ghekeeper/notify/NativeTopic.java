package io.ghekeeper.notify;

import io.ghekeeper.monitor.NativeReport;
import io.ghekeeper.monitor.StatusReport;
import java.util.List;
import java.util.Optional;

/** Whether native snapshots are taken, and are completed in time. */
final class NativeTopic {
    static final String FINE = "fine";
    static final String FAILING = "failing";

    private final String appliance;

    NativeTopic(String appliance) {
        this.appliance = appliance;
    }

    /** How it stands; nothing where none are taken. */
    Optional<Notification> present(StatusReport report) {
        return report.evidence().nativeSnapshots().map(natives -> notice(natives, report));
    }

    private Notification notice(NativeReport natives, StatusReport report) {
        String words = MessageFigures.sentence("Native snapshots: " + natives.words(report.at()));
        if (!natives.isTrouble(report.at())) {
            return notice(FINE, "EBS snapshots with backups of " + appliance + " are taken", List.of(words), report);
        }
        return notice(
                FAILING,
                "EBS snapshots with backups of " + appliance + " are late, stuck or failed",
                List.of(
                        words,
                        "The backups on the volume are not touched by this.",
                        "What to do: see how the last runs ended: ghe-keeper runs --kind native",
                        "More: ghe-keeper native list"),
                report);
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.NATIVE, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
