package io.ghekeeper.notify;

import io.ghekeeper.monitor.EvidenceReport.DamagedSnapshot;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.VerifiedStore;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the store has all archived snapshots whole and locked, by its last verification. */
final class ArchiveTopic {
    static final String FINE = "fine";
    static final String DAMAGED = "damaged";

    private static final int NAMED = 3;

    private final String appliance;

    ArchiveTopic(String appliance) {
        this.appliance = appliance;
    }

    /** How it stands; nothing where the store was not verified yet. */
    Optional<Notification> present(StatusReport report) {
        return report.evidence()
                .archive()
                .flatMap(archive -> archive.verified().map(found -> notice(archive.store(), found, report)));
    }

    private Notification notice(String store, VerifiedStore found, StatusReport report) {
        if (found.damaged().isEmpty() && found.lockedShort().isEmpty()) {
            return notice(
                    FINE,
                    "the archive of " + appliance + " is whole",
                    List.of("The store " + store + " has all that archived snapshots need."),
                    report);
        }
        return notice(
                DAMAGED,
                "the archive of " + appliance + (found.damaged().isEmpty() ? " is not locked" : " is not whole"),
                sentences(store, found),
                report);
    }

    private static List<String> sentences(String store, VerifiedStore found) {
        List<String> sentences = new ArrayList<>();
        List<DamagedSnapshot> damaged = found.damaged();
        if (!damaged.isEmpty()) {
            sentences.add("The store " + store + " does not have " + Counts.of(damaged.size(), "snapshot")
                    + " whole. They do not count as archived any more.");
        }
        damaged.stream()
                .limit(NAMED)
                .forEach(one ->
                        sentences.add("Snapshot " + one.snapshot() + ": " + MessageFigures.sentence(one.damage())));
        if (!found.lockedShort().isEmpty()) {
            sentences.add("Objects of " + Counts.of(found.lockedShort().size(), "snapshot")
                    + " are locked for a shorter time than promised.");
        }
        sentences.add("What to do: find out who changes the store. docs/archive.md has the way out of each finding.");
        sentences.add("More: ghe-keeper archive list");
        return sentences;
    }

    private Notification notice(String state, String subject, List<String> sentences, StatusReport report) {
        return new Notification(Topic.ARCHIVE, state, subject, sentences, appliance, Optional.empty(), report.at());
    }
}
