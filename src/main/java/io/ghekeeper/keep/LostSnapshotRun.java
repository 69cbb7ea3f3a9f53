package io.ghekeeper.keep;

import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The run that gives up one archived snapshot whose root the store lost, because a person says so: it writes the tombstone,
 * and expects the snapshot no more. It deletes nothing. A snapshot that has a root is given up by the plan for the store only.
 */
public final class LostSnapshotRun {
    private static final String WHY = "the store lost its root, and a person gave it up";

    private final Execution execution;
    private final ReadProgress progress;
    private final HistoryReader history;
    private final StoreTombstones.StoreAccess store;
    private final String place;
    private final Supplier<Optional<String>> appliance;
    private final ExpectedCopies expected;

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param place the store, as evidence names it
     * @param appliance the uuid of the appliance that is backed up, where it is known
     */
    public LostSnapshotRun(
            Execution execution,
            ReadProgress progress,
            HistoryReader history,
            StoreTombstones.StoreAccess store,
            String place,
            Supplier<Optional<String>> appliance,
            ExpectedCopies expected) {
        this.execution = execution;
        this.progress = progress;
        this.history = history;
        this.store = store;
        this.place = place;
        this.appliance = appliance;
        this.expected = expected;
    }

    /**
     * Requires that a snapshot is lost, and changes nothing.
     *
     * @throws Failure SNAPSHOT_UNKNOWN where it has a root, where no record says that it was archived in this store, or where
     *     the volume has it as a good one; of a STORE or AWS kind
     */
    public void require(String id) {
        store.use(snapshots -> require(id, snapshots));
    }

    /**
     * Gives it up.
     *
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; as {@link #require} does, or
     *     CONFIGURATION_INVALID where the appliance is unknown or another one's, after it was written into the run's record
     */
    public Run run(String id) {
        return execution.run(
                Run.Kind.RETENTION,
                Run.Cause.HAND,
                Optional.empty(),
                context -> KeepReasons.within(context, () -> story(id, context)));
    }

    /** Ends the running one, if any. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(String id, RunContext context) {
        context.snapshot(id, Set.of());
        progress.begin(context.watch());
        context.watch().workBegins();
        store.use(snapshots -> {
            require(id, snapshots);
            snapshots.giveUp(id, appliance.get().orElseThrow(LostSnapshotRun::unnamed), context.id(), WHY);
        });
        expected.giveUp(id);
        context.record(new RetentionEvent.SnapshotGivenUp(id, place, WHY));
    }

    private void require(String id, StoreSnapshots snapshots) {
        if (!expected.ids().contains(id)) {
            throw refused(
                    id,
                    "no record says that it was archived in " + place,
                    "See which snapshots are missing: ghe-keeper archive list");
        }
        if (snapshots.has(id)) {
            throw refused(
                    id,
                    "its root is in " + place,
                    "Let retention give it up: set archive.keep, then type ghe-keeper retention plan");
        }
        boolean good = history.read().snapshots(ProcessIdentity::isProvenGone).stream()
                .anyMatch(entry -> entry.id().equals(id) && entry.state() == SnapshotState.GOOD);
        if (good) {
            throw refused(id, "the volume has it, and it is good", "Send it again: ghe-keeper archive " + id);
        }
    }

    private static Failure refused(String id, String why, String hint) {
        return new Failure(FailureKind.SNAPSHOT_UNKNOWN, "snapshot " + id + " is not given up: " + why, hint);
    }

    private static Failure unnamed() {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "no tombstone is written: no snapshot names the appliance",
                "Set appliance.uuid; format.json in the store names it.");
    }
}
