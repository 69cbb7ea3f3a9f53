package io.ghekeeper.monitor;

import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last verification of the archive's store found. No text in it holds control characters.
 *
 * @param at when it began
 * @param objects that archived snapshots need
 * @param oldestReading of all objects; nothing where not all were read yet
 * @param damaged snapshots that are not whole there, the newest first, also those that are not on the volume any more
 * @param lockedShort snapshots with an object that is locked for a shorter time than promised, the newest first
 */
public record VerifiedStore(
        Instant at,
        long objects,
        Optional<Instant> oldestReading,
        List<EvidenceReport.DamagedSnapshot> damaged,
        List<String> lockedShort) {
    public VerifiedStore {
        damaged = List.copyOf(damaged);
        lockedShort = List.copyOf(lockedShort);
    }

    static VerifiedStore of(StoreVerification found) {
        return new VerifiedStore(
                found.at(),
                found.objects(),
                found.oldestReading(),
                found.damaged().stream()
                        .map(copy -> new EvidenceReport.DamagedSnapshot(
                                copy.snapshot(), copy.damage().orElse("it is not whole")))
                        .toList(),
                found.lockedShort().stream().map(StoredCopy::snapshot).toList());
    }

    /** The rest of a sentence about the store. */
    String words(Instant now) {
        String words = damaged.isEmpty()
                ? "; all was there " + Durations.ago(Duration.between(at, now))
                : "; " + Counts.of(damaged.size(), "snapshot") + (damaged.size() == 1 ? " is" : " are")
                        + " NOT WHOLE there, the newest is "
                        + damaged.get(0).snapshot() + ": " + damaged.get(0).damage();
        return words
                + (lockedShort.isEmpty()
                        ? ""
                        : "; LOCKS of " + Counts.of(lockedShort.size(), "snapshot") + " end too early");
    }
}
