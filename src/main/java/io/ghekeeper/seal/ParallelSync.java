package io.ghekeeper.seal;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Syncs many files at once: a file system writes its journal once for all that wait for it. */
final class ParallelSync {
    private static final int THREADS = 16;

    private ParallelSync() {}

    /**
     * Returns when all are on the disk.
     *
     * @throws IOException the first that a file ends with; the others were tried, too
     */
    static void of(Disk disk, Collection<Path> files) throws IOException {
        if (files.size() <= 1) {
            for (Path file : files) {
                disk.sync(file);
            }
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, files.size()));
        try {
            List<Future<?>> syncs = new ArrayList<>();
            for (Path file : files) {
                syncs.add(threads.submit(() -> {
                    disk.sync(file);
                    return null;
                }));
            }
            await(syncs);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(List<Future<?>> syncs) throws IOException {
        IOException failure = null;
        for (Future<?> sync : syncs) {
            try {
                sync.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof IOException cause)) {
                    throw new IllegalStateException(e.getCause());
                }
                failure = failure == null ? cause : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = failure == null ? new InterruptedIOException("interrupted") : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
