package io.ghekeeper.notify;

import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the newest verified, archived and restored snapshots are young enough, where their age is bounded. */
final class EvidenceTopic {
    static final String FRESH = "fresh";
    static final String OLD = "old";

    private final String appliance;

    EvidenceTopic(String appliance) {
        this.appliance = appliance;
    }

    /** How it stands; nothing where no age is bounded, or no snapshot has the evidence: a new installation is not late. */
    Optional<Notification> present(StatusReport report) {
        List<String> fresh = new ArrayList<>();
        List<String> old = new ArrayList<>();
        boolean archiveIsOld = false;
        EvidenceReport evidence = report.evidence();
        for (EvidenceRung rung : EvidenceRung.values()) {
            if (evidence.bounds().containsKey(rung) && evidence.newest().containsKey(rung)) {
                Duration age = Duration.between(evidence.newest().get(rung), report.at());
                Duration bound = evidence.bounds().get(rung);
                boolean late = age.compareTo(bound) > 0;
                (late ? old : fresh).add(sentence(rung, age, bound));
                archiveIsOld |= late && rung == EvidenceRung.ARCHIVED;
            }
        }
        if (!old.isEmpty()) {
            old.add(
                    archiveIsOld
                            ? "What to do: ghe-keeper runs --kind archive shows how the last archive runs ended."
                            : "What to do: ghe-keeper runs shows how the last verifications and drills ended.");
            return Optional.of(notice(OLD, "the proof of the snapshots of " + appliance + " is too old", old, report));
        }
        return fresh.isEmpty()
                ? Optional.empty()
                : Optional.of(notice(
                        FRESH, "the proof of the snapshots of " + appliance + " is young enough again", fresh, report));
    }

    private static String sentence(EvidenceRung rung, Duration age, Duration bound) {
        return "The newest " + rung.word() + " snapshot is " + Durations.about(age) + " old. It may be "
                + Durations.about(bound) + " old at most (" + key(rung) + ").";
    }

    private static String key(EvidenceRung rung) {
        return rung == EvidenceRung.ARCHIVED ? "archive.max-age" : "status." + rung.word() + "-within";
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.EVIDENCE, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
