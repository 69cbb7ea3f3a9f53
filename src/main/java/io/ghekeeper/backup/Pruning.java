package io.ghekeeper.backup;

import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.PruningObstacle;
import io.ghekeeper.snapshot.Snapshot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The engine's pruning, as a risk to the snapshots that must survive it: the last good one and the new one.
 *
 * <p>It comes at the end of a backup, which may take hours. A name that comes into the data directory in these hours is
 * not seen here.
 */
final class Pruning {
    private static final int MOST_NAMED = 5;

    private final HistoryReader reader;
    private final boolean wanted;

    /** @param wanted whether the engine is to prune; otherwise ghe-keeper deletes by its own plan */
    @SuppressWarnings("MissingSummary")
    Pruning(HistoryReader reader, boolean wanted) {
        this.reader = reader;
        this.wanted = wanted;
    }

    /** What the engine may prune after it has made this snapshot; warns where that is nothing. */
    PruningLimits limits(String snapshotId, History history, RunContext context) {
        List<PruningObstacle> obstacles = wanted ? history.catalogue().pruningObstacles() : List.of();
        if (!obstacles.isEmpty()) {
            context.record(new BackupEvent.NotPruned(obstacles.get(0).what()));
            context.warn(obstacles.get(0).hint());
            obstacles.stream()
                    .limit(MOST_NAMED)
                    .skip(1)
                    .forEach(obstacle -> context.warn(obstacle.what() + ". " + obstacle.hint()));
            if (obstacles.size() > MOST_NAMED) {
                context.warn("and " + (obstacles.size() - MOST_NAMED) + " more; see: ghe-keeper doctor");
            }
        }
        return new PruningLimits(
                wanted && obstacles.isEmpty(),
                keepAtLeast(snapshotId, history),
                history.reliance().damaged().size());
    }

    /** So many that the new one and the one that is relied on are left, however many names sort behind them. */
    private static int keepAtLeast(String snapshotId, History history) {
        return 1 + Math.max(history.reliance().toBeSpared(), history.catalogue().countFrom(snapshotId));
    }

    /**
     * Whether the engine failed only after it had made this snapshot. It takes {@code incomplete} away after all steps
     * succeeded, then moves {@code current}, then prunes: what fails there is no failure of the snapshot.
     */
    boolean isAllThatFailed(String snapshotId, Failure failure) {
        return failure.kind() != FailureKind.CAPTURE_UNPROVEN
                && reader.read()
                        .catalogue()
                        .find(snapshotId)
                        .filter(snapshot -> snapshot.complete() && snapshot.current())
                        .isPresent();
    }

    /** Warns, and names the snapshots that the engine meant to delete and could not. */
    void failed(String snapshotId, Failure failure, RunContext context) {
        String left = reader.read().catalogue().all().stream()
                .filter(snapshot -> !snapshot.complete() && !snapshot.id().equals(snapshotId))
                .map(Snapshot::directory)
                .map(Object::toString)
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        String why = "the engine failed after snapshot " + snapshotId + " was complete: " + failure.getMessage();
        if (left.isEmpty()) {
            context.record(new BackupEvent.NotPruned(why));
            return;
        }
        context.warn(why);
        context.record(new BackupEvent.NotPruned("the engine could not delete " + left));
        context.warn("Look in there for a mount, an immutable file or another owner (findmnt, lsattr, ls -l).");
    }
}
