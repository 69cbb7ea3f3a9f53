package io.ghekeeper.monitor;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.RebuildAdvice;
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
 * @param archive the copies outside of the volume, where there are to be any
 * @param nativeSnapshots of the volume, where any are to be taken
 */
public record EvidenceReport(
        Optional<RestorablePoint> restorable,
        List<DamagedSnapshot> damaged,
        Map<EvidenceRung, Duration> bounds,
        Map<EvidenceRung, Instant> newest,
        Optional<ArchiveReport> archive,
        Optional<NativeReport> nativeSnapshots) {
    public static final EvidenceReport NONE = new EvidenceReport(Optional.empty(), List.of(), Map.of(), Map.of());

    /** Where there is no archive. */
    public EvidenceReport(
            Optional<RestorablePoint> restorable,
            List<DamagedSnapshot> damaged,
            Map<EvidenceRung, Duration> bounds,
            Map<EvidenceRung, Instant> newest) {
        this(restorable, damaged, bounds, newest, Optional.empty());
    }

    /** Where there are no native snapshots. */
    public EvidenceReport(
            Optional<RestorablePoint> restorable,
            List<DamagedSnapshot> damaged,
            Map<EvidenceRung, Duration> bounds,
            Map<EvidenceRung, Instant> newest,
            Optional<ArchiveReport> archive) {
        this(restorable, damaged, bounds, newest, archive, Optional.empty());
    }

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

    /** That the data directory has to be filled from the archive; nothing where it has not, or that is not known. */
    public Optional<RebuildAdvice> neededRebuild() {
        return archive.flatMap(ArchiveReport::neededRebuild);
    }

    /**
     * The newest snapshot that would be restored.
     *
     * @param age since its backup began
     * @param rungs what it has of evidence, from the lowest
     * @param verified when it was read and was equal to its seal
     * @param archived when it was proven to be whole outside of the volume, too
     * @param restored when a restore or drill proved it
     * @param byDrill whether that was a drill
     */
    public record RestorablePoint(
            String snapshot,
            Duration age,
            List<EvidenceRung> rungs,
            Optional<Instant> verified,
            Optional<Instant> archived,
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
                    entry.evidence().archived().map(ArchivedCopy::at),
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
            archived.ifPresent(at -> proofs.add("archived " + ago(at, now)));
            if (restored.isPresent() || verified.isPresent()) {
                return String.join(", ", proofs);
            }
            proofs.add(0, rungs.contains(EvidenceRung.SEALED) ? "sealed, not verified" : "captured, not sealed");
            return String.join(", ", proofs);
        }

        private static String ago(Instant at, Instant now) {
            return Durations.ago(Duration.between(at, now));
        }
    }

    /**
     * The copies outside of the volume.
     *
     * @param store as {@code s3://bucket/prefix} or {@code file:///path}
     * @param encrypted whether objects are encrypted before they leave
     * @param maxAge how old the newest archived snapshot may be
     * @param newest the newest archived snapshot that is on the volume, too
     * @param verified what the last verification of the store found; nothing where there was none
     * @param rebuild that the data directory has to be filled from it, as the supervisor saw at its start
     */
    public record ArchiveReport(
            String store,
            boolean encrypted,
            Duration maxAge,
            Optional<NewestArchived> newest,
            Optional<VerifiedStore> verified,
            Optional<RebuildAdvice> rebuild) {
        /** That of a store that was not verified yet. */
        public ArchiveReport(String store, boolean encrypted, Duration maxAge, Optional<NewestArchived> newest) {
            this(store, encrypted, maxAge, newest, Optional.empty(), Optional.empty());
        }

        static ArchiveReport of(
                StatusSettings.ArchiveBound bound,
                List<SnapshotEntry> snapshots,
                Optional<VerifiedStore> verified,
                Optional<RebuildAdvice> rebuild,
                Instant now) {
            return new ArchiveReport(
                    bound.store(),
                    bound.encrypted(),
                    bound.maxAge(),
                    snapshots.stream()
                            .filter(entry -> entry.has(EvidenceRung.ARCHIVED) && !entry.isTimeless())
                            .findFirst()
                            .map(entry -> NewestArchived.of(entry, now)),
                    verified,
                    rebuild);
        }

        /** That it is known to have to be filled. */
        public Optional<RebuildAdvice> neededRebuild() {
            return rebuild.filter(RebuildAdvice::isNeeded);
        }

        /** Snapshots that the store does not have whole, the newest first. */
        public List<DamagedSnapshot> damaged() {
            return verified.map(VerifiedStore::damaged).orElse(List.of());
        }

        /** Whether the newest one is older than it may be. Where there is none yet, the first may still be under way. */
        public boolean isOld() {
            return newest.filter(one -> one.age().compareTo(maxAge) > 0).isPresent();
        }

        /** In a sentence or two. */
        public String words(Instant now) {
            return newest.map(one -> one.words(now)).orElse("no snapshot is archived yet") + ", in " + store
                    + (isOld() ? "; OLD: it may be " + Durations.about(maxAge) + " old at most" : "")
                    + verified.map(found -> found.words(now)).orElse("")
                    + (encrypted ? "" : "; NOT ENCRYPTED: who reads the store reads all repositories and secrets");
        }
    }

    /**
     * The newest archived snapshot.
     *
     * @param age since its backup began
     * @param at when it was proven to be whole in the store
     * @param lockedUntil the earliest end of a lock of all that it needs; nothing where it is not locked
     */
    public record NewestArchived(String snapshot, Duration age, Instant at, Optional<Instant> lockedUntil) {
        static NewestArchived of(SnapshotEntry entry, Instant now) {
            ArchivedCopy copy = entry.evidence().archived().orElseThrow();
            Duration age = Duration.between(entry.begun(), now);
            return new NewestArchived(
                    entry.id(), age.isNegative() ? Duration.ZERO : age, copy.at(), copy.lockedUntil());
        }

        private String words(Instant now) {
            return snapshot + ", " + Durations.about(age) + " old"
                    + lockedUntil
                            .map(until -> until.isAfter(now)
                                    ? ", locked for " + Durations.about(Duration.between(now, until))
                                    : ", its lock is over")
                            .orElse("");
        }
    }

    /**
     * A snapshot that counts for nothing.
     *
     * @param damage why, as a clause
     */
    public record DamagedSnapshot(String snapshot, String damage) {}
}
