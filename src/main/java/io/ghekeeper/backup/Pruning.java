package io.ghekeeper.backup;

import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.run.RunLog;
import io.ghekeeper.snapshot.PruningObstacle;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Map;
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

    Pruning(HistoryReader reader) {
        this.reader = reader;
    }

    /** What the engine may prune after it has made this snapshot; warns where that is nothing. */
    PruningLimits limits(String snapshotId, OpenRun run, RunLog log) {
        History history = reader.read();
        List<PruningObstacle> obstacles = history.catalogue().pruningObstacles();
        if (!obstacles.isEmpty()) {
            obstacles.stream()
                    .limit(MOST_NAMED)
                    .forEach(obstacle -> log.warning("backup-utils prunes nothing in this run: " + plain(obstacle)
                            + ". " + PlainText.of(obstacle.hint())));
            if (obstacles.size() > MOST_NAMED) {
                log.warning("and " + (obstacles.size() - MOST_NAMED) + " more; see: ghe-keeper doctor");
            }
            record(run, plain(obstacles.get(0)));
        }
        return new PruningLimits(
                obstacles.isEmpty(),
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
    void failed(String snapshotId, Failure failure, OpenRun run, RunLog log) {
        String left = reader.read().catalogue().all().stream()
                .filter(snapshot -> !snapshot.complete() && !snapshot.id().equals(snapshotId))
                .map(Snapshot::directory)
                .map(Object::toString)
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        String why = "backup-utils failed after snapshot " + snapshotId + " was complete: " + failure.getMessage();
        log.warning(why);
        if (!left.isEmpty()) {
            log.warning("it could not delete " + left
                    + ". Look in there for a mount, an immutable file or another owner (findmnt, lsattr, ls -l).");
        }
        record(run, left.isEmpty() ? why : "backup-utils could not delete " + left);
    }

    private static void record(OpenRun run, String why) {
        run.event(Events.NOT_PRUNED, Map.of("why", why));
    }

    private static String plain(PruningObstacle obstacle) {
        return PlainText.of(obstacle.what());
    }
}
