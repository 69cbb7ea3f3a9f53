package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a plan has to know of a snapshot.
 *
 * @param begun when its backup began; nothing where its name is no time
 * @param doubtedSince since when a suspect one, or one that failed its drill, is known to be that
 * @param release feature release of the appliance, as {@code 3.12}
 * @param current whether {@code current} names it: the next backup links to it
 * @param proven what was proven of it
 * @param evidence what people and earlier runs recorded of it
 * @param neededByDumps whether incremental dumps of MySQL build upon it
 * @param untouched of an incomplete one: since when nothing was put into it, and whether that is long enough
 */
public record SnapshotFacts(
        String id,
        Optional<Instant> begun,
        SnapshotState state,
        Optional<Instant> doubtedSince,
        Optional<String> release,
        boolean current,
        ProvenFacts proven,
        Evidence evidence,
        boolean neededByDumps,
        Optional<UntouchedTime> untouched) {

    /** How far it is proven, from the lowest rung. */
    public List<EvidenceRung> rungs() {
        return EvidenceRung.of(state, evidence, proven.restored());
    }

    /**
     * What was proven of a snapshot.
     *
     * @param verified read back, and equal to its seal
     * @param restored by a restore or drill whose checks passed
     * @param copy whether it is in the archive
     */
    public record ProvenFacts(boolean verified, boolean restored, ArchiveCopy copy) {
        public static final ProvenFacts NONE = new ProvenFacts(false, false, ArchiveCopy.NOT_USED);
    }

    /** Whether a snapshot is off the volume, too. */
    public enum ArchiveCopy {
        /** There is none, and nothing hangs on one. */
        NOT_USED,
        /** There is one, and that the snapshot is whole in it is not proven. */
        UNPROVEN,
        PROVEN
    }

    /**
     * How long nothing was put into an incomplete snapshot.
     *
     * @param due whether that is beyond the bound, and nothing needs the snapshot
     */
    public record UntouchedTime(Duration age, boolean due) {}

    public SnapshotFacts {
        Objects.requireNonNull(id);
        Objects.requireNonNull(begun);
        Objects.requireNonNull(state);
        Objects.requireNonNull(doubtedSince);
        Objects.requireNonNull(release);
        Objects.requireNonNull(proven);
        Objects.requireNonNull(evidence);
        Objects.requireNonNull(untouched);
    }

    boolean isGood() {
        return state == SnapshotState.GOOD;
    }

    /** Whether it has all that a snapshot has by its marks, whatever it is worth. */
    boolean isWhole() {
        return switch (state) {
            case GOOD, SUSPECT, FAILED_ITS_DRILL, COMPLETE, DAMAGED -> true;
            case INCOMPLETE, BEING_WRITTEN -> false;
        };
    }

    /** Whether it is not good, and may have been: the journal forgot its run, or it was damaged at an unknown time. */
    boolean mayHaveBeenGood() {
        return state == SnapshotState.COMPLETE || state == SnapshotState.DAMAGED;
    }

    /** Whether it is whole, and a comparison or a restore found out that it is worth less than a good one. */
    boolean isDoubted() {
        return state == SnapshotState.SUSPECT || state == SnapshotState.FAILED_ITS_DRILL;
    }

    /** The same with other proofs. */
    SnapshotFacts with(ProvenFacts other) {
        return new SnapshotFacts(
                id, begun, state, doubtedSince, release, current, other, evidence, neededByDumps, untouched);
    }

    /** The same of a copy in the store that a verification found damaged: it takes no good one's place. */
    SnapshotFacts damagedInStore() {
        return new SnapshotFacts(
                id,
                begun,
                SnapshotState.DAMAGED,
                doubtedSince,
                release,
                current,
                new ProvenFacts(false, proven.restored(), ArchiveCopy.NOT_USED),
                evidence,
                neededByDumps,
                untouched);
    }

    /**
     * What its copy in the store is worth. Only good ones are archived: what happened to the files on the volume since, or to
     * the journal, is not so there. A doubt about what it contains holds there, too.
     */
    SnapshotFacts inStore() {
        return new SnapshotFacts(
                id,
                begun,
                isDoubted() ? state : SnapshotState.GOOD,
                doubtedSince,
                release,
                false,
                new ProvenFacts(proven.verified(), proven.restored(), ArchiveCopy.PROVEN),
                evidence,
                neededByDumps,
                Optional.empty());
    }
}
