package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Deep checks of a snapshot that has a seal: what lies directly in it is read to its end, and git looks at a sample of its
 * repositories, those first that it never looked at. They need no appliance, and change nothing in the snapshot.
 */
public final class DeepChecks {
    private final SealFiles files;
    private final Path stateDirectory;
    private final Clock clock;
    private final Duration repositoryLimit;

    /** @param repositoryLimit for all repositories of one snapshot; zero for none */
    @SuppressWarnings("MissingSummary")
    public DeepChecks(Path stateDirectory, Disk disk, Clock clock, Duration repositoryLimit) {
        this.files = new SealFiles(disk, stateDirectory);
        this.stateDirectory = stateDirectory;
        this.clock = clock;
        this.repositoryLimit = repositoryLimit;
    }

    /**
     * Those of the snapshot's files, none of them done, for one who reads the files for another purpose first.
     *
     * @throws Failure of a VOLUME kind when the snapshot cannot be read; what {@code progress} throws
     */
    public FileChecks files(Snapshot snapshot, SealProgress progress) {
        return inThread(snapshot, thread -> await(thread, () -> FileChecks.of(snapshot), progress));
    }

    /**
     * Does them.
     *
     * @param checks of the snapshot's files; those that were not done are done now
     * @param run the id of the run that does it
     * @throws Failure of a VOLUME kind when the snapshot or its seal cannot be read; what {@code progress} throws
     */
    public CheckResults check(Snapshot snapshot, FileChecks checks, String run, SealProgress progress) {
        return inThread(snapshot, thread -> {
            List<ContentCheck> results = new ArrayList<>(await(thread, () -> checks.results(progress::read), progress));
            if (!repositoryLimit.isZero()) {
                RepositoryChecks repositories = new RepositoryChecks(
                        new NetworkLooks(files), clock, repositoryLimit, progress, thread::isShutdown);
                await(thread, () -> repositories.check(snapshot), progress).ifPresent(results::add);
            }
            return new CheckResults(clock.instant(), run, results);
        });
    }

    private interface CheckWork<T> {
        T with(ExecutorService thread) throws IOException, InterruptedException;
    }

    private <T> T inThread(Snapshot snapshot, CheckWork<T> work) {
        ExecutorService thread = TreeReaders.pool("check", 1);
        try {
            return work.with(thread);
        } catch (IOException e) {
            throw Unwritable.failure("cannot check " + snapshot.id(), stateDirectory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the checks were interrupted",
                    "Nothing to do: the next seal goes on.");
        } finally {
            thread.shutdownNow();
        }
    }

    /** In another thread, so that a read that hangs can be given up. */
    private static <T> T await(ExecutorService thread, Callable<T> work, SealProgress progress)
            throws IOException, InterruptedException {
        try {
            return TreeReaders.await(thread.submit(work), progress);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
