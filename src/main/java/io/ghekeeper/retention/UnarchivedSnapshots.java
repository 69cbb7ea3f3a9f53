package io.ghekeeper.retention;

import io.ghekeeper.retention.PolicyChoice.ChosenSnapshot;
import io.ghekeeper.retention.SnapshotFacts.ArchiveCopy;
import io.ghekeeper.retention.SnapshotFacts.ProvenFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Marks the snapshots that wait on the volume until they are archived: those that {@code archive.keep} wants, and of which no
 * copy in the store is proven. A store that is away must not fill the volume: one waits for
 * {@code archive.spare-unarchived} after the volume's own policy gave it up, and none where the volume is full.
 *
 * <p>Since when the policy keeps a snapshot no longer is not recorded. The policy is asked what it would have kept that long
 * ago, of the snapshots that there are.
 */
public final class UnarchivedSnapshots implements UnaryOperator<RetentionFacts> {
    private final RetentionSettings volume;
    private final StoreRetentionSettings store;
    private final String place;
    private final BooleanSupplier full;

    /**
     * Those of one store.
     *
     * @param volume the policy of the volume
     * @param place the store, as evidence names it
     * @param full whether the volume has no room
     */
    public UnarchivedSnapshots(
            RetentionSettings volume, StoreRetentionSettings store, String place, BooleanSupplier full) {
        this.volume = volume;
        this.store = store;
        this.place = place;
        this.full = full;
    }

    @Override
    public RetentionFacts apply(RetentionFacts facts) {
        Set<String> waiting = store.keepsAll() || full.getAsBoolean() ? Set.of() : waiting(facts);
        return new RetentionFacts(
                facts.now(),
                facts.snapshots().stream()
                        .map(one -> waiting.contains(one.id()) ? unproven(one) : one)
                        .toList(),
                facts.runs());
    }

    private Set<String> waiting(RetentionFacts facts) {
        List<SnapshotFacts> newestFirst = RetentionPlanner.newestFirst(facts.snapshots());
        Instant then = facts.now().minus(store.spareUnarchived());
        Set<String> keptThen = new PolicyReasons(volume)
                .kept(
                        then,
                        newestFirst.stream().filter(one -> isBegun(one, then)).toList());
        return wanted(facts.now(), newestFirst).stream()
                .filter(one -> !isArchived(one) && (!isBegun(one, then) || keptThen.contains(one.id())))
                .map(SnapshotFacts::id)
                .collect(Collectors.toSet());
    }

    private static boolean isBegun(SnapshotFacts one, Instant then) {
        return one.begun().filter(begun -> !begun.isAfter(then)).isPresent();
    }

    /** A day, week or month of which the store has a snapshot needs no other one. */
    private List<SnapshotFacts> wanted(Instant now, List<SnapshotFacts> newestFirst) {
        PolicyReasons policy = new PolicyReasons(store.settings(volume.keepUnusable(), volume.zone()));
        Set<String> there = policy
                .good(now, newestFirst.stream().filter(this::isArchived).toList())
                .stream()
                .map(ChosenSnapshot::words)
                .filter(words -> words.contains(": the newest of "))
                .collect(Collectors.toSet());
        return policy.good(now, newestFirst).stream()
                .filter(chosen -> !there.contains(chosen.words()))
                .map(ChosenSnapshot::snapshot)
                .distinct()
                .toList();
    }

    private boolean isArchived(SnapshotFacts one) {
        return one.evidence()
                .archived()
                .filter(copy -> copy.store().equals(place))
                .isPresent();
    }

    private static SnapshotFacts unproven(SnapshotFacts one) {
        ProvenFacts proven = one.proven();
        return one.with(new ProvenFacts(proven.verified(), proven.restored(), ArchiveCopy.UNPROVEN));
    }
}
