package io.ghekeeper.restore;

import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts what a snapshot has, for as long as somebody is ready to wait. */
final class SnapshotCount {
    private SnapshotCount() {}

    /** Nothing where it takes longer, or the thread is interrupted. */
    static Optional<Inventory> of(Snapshot snapshot, Duration limit) {
        FutureTask<Inventory> walk = new FutureTask<>(() -> Inventory.of(snapshot));
        Thread thread = new Thread(walk, "count");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(walk.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException tooMany) {
            walk.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            walk.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
