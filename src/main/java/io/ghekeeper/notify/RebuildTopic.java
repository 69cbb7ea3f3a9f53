package io.ghekeeper.notify;

import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.snapshot.RebuildAdvice;
import java.util.List;
import java.util.Optional;

/** Whether the data directory has to be filled from the archive, as the supervisor saw at its start. */
final class RebuildTopic {
    static final String FINE = "fine";
    static final String NEEDED = "needed";

    private final String appliance;

    RebuildTopic(String appliance) {
        this.appliance = appliance;
    }

    /** How it stands; nothing where that is not known, or there is no archive. */
    Optional<Notification> present(StatusReport report) {
        return report.evidence()
                .archive()
                .filter(archive ->
                        archive.rebuild().isEmpty() || archive.neededRebuild().isPresent())
                .map(archive -> archive.neededRebuild()
                        .map(advice -> needed(advice, report))
                        .orElseGet(() -> fine(report)));
    }

    private Notification needed(RebuildAdvice advice, StatusReport report) {
        return notice(
                NEEDED,
                "the data directory of " + appliance + " is " + advice.state(),
                List.of(
                        MessageFigures.sentence(advice.words()),
                        advice.hint(),
                        "More: ghe-keeper rebuild --plan, and docs/restore.md."),
                report);
    }

    private Notification fine(StatusReport report) {
        return notice(
                FINE,
                "the data directory of " + appliance + " need not be filled from the archive any more",
                List.of("A backup or a rebuild has ended well since, or the directory has what the archive has."),
                report);
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.REBUILD, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
