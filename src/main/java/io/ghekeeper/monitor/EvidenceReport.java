package io.ghekeeper.monitor;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far there is proof that a restore would succeed. No text in it holds control characters.
 *
 * @param restorable the newest snapshot that would be restored
 * @param damaged those that count for nothing, the newest first
 * @param bounds how old the newest snapshot with this evidence may be, where that is bounded
 * @param newest when the backup of the newest snapshot with this evidence began, where there is one and a bound is set
 */
public record EvidenceReport(
        Optional<RestorablePoint> restorable,
        List<DamagedSnapshot> damaged,
        Map<EvidenceRung, Duration> bounds,
        Map<EvidenceRung, Instant> newest) {
    public static final EvidenceReport NONE = new EvidenceReport(Optional.empty(), List.of(), Map.of(), Map.of());

    public EvidenceReport {
        damaged = List.copyOf(damaged);
        bounds = Map.copyOf(bounds);
        newest = Map.copyOf(newest);
    }

    /** When the newest snapshot with each evidence began, of snapshots that come newest first. */
    public static Map<EvidenceRung, Instant> newest(List<SnapshotEntry> snapshots) {
        Map<EvidenceRung, Instant> newest = new EnumMap<>(EvidenceRung.class);
        for (EvidenceRung rung : EvidenceRung.values()) {
            snapshots.stream()
                    .filter(snapshot -> snapshot.has(rung) && !snapshot.isTimeless())
                    .findFirst()
                    .ifPresent(first -> newest.put(rung, first.begun()));
        }
        return newest;
    }

    /**
     * The newest snapshot that would be restored.
     *
     * @param age since its backup began
     * @param rungs what it has of evidence, from the lowest
     * @param verified when it was read and was equal to its seal
     * @param restored when a restore or drill proved it
     * @param byDrill whether that was a drill
     */
    public record RestorablePoint(
            String snapshot,
            Duration age,
            List<EvidenceRung> rungs,
            Optional<Instant> verified,
            Optional<Instant> restored,
            boolean byDrill) {
        public RestorablePoint {
            rungs = List.copyOf(rungs);
        }

        static RestorablePoint of(SnapshotEntry entry, Duration age) {
            return new RestorablePoint(
                    entry.id(),
                    age,
                    entry.rungs(),
                    entry.evidence().readBack().filter(ReadBack::isWhole).map(ReadBack::at),
                    entry.restored().map(SnapshotEntry.ProvenRestore::at),
                    entry.restored().filter(proof -> proof.kind().isDrill()).isPresent());
        }

        /** Such as {@code 20261128T031700, 3 h ago: verified 2 d ago}. */
        public String words(Instant now) {
            return snapshot + ", " + Durations.about(age) + " ago: " + proof(now);
        }

        /** How far it is proven, such as {@code sealed, not verified}. */
        public String proof(Instant now) {
            List<String> proofs = new ArrayList<>();
            restored.ifPresent(at -> proofs.add("restored in a " + (byDrill ? "drill " : "restore ") + ago(at, now)));
            verified.ifPresent(at -> proofs.add("verified " + ago(at, now)));
            if (!proofs.isEmpty()) {
                return String.join(", ", proofs);
            }
            return rungs.contains(EvidenceRung.SEALED) ? "sealed, not verified" : "captured, not sealed";
        }

        private static String ago(Instant at, Instant now) {
            return Durations.ago(Duration.between(at, now));
        }
    }

    /**
     * A snapshot that counts for nothing.
     *
     * @param damage why, as a clause
     */
    public record DamagedSnapshot(String snapshot, String damage) {}
}
