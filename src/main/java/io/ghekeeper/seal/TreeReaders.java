package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.FileChecks;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads that read for a walk: folders ahead, and the content of several files at a time. */
final class TreeReaders implements AutoCloseable {
    /** So many files wait for their digests at most, so that memory is bounded. */
    static final int WAITING = 1024;

    private static final long PAUSE_MILLIS = 100;
    private static final int LISTERS = 4;

    private final SealProgress progress;
    private final ContentDigest content;
    private final ExecutorService listers = pool("list", LISTERS);
    private final ExecutorService readers;
    private final ShortPaths shortPaths = new ShortPaths();
    private DigestBatch batch;

    /** @param files how many are read at the same time */
    @SuppressWarnings("MissingSummary")
    TreeReaders(int files, SealProgress progress) {
        this(files, progress, ContentCopy.NONE);
    }

    /** @param copies get what is read */
    @SuppressWarnings("MissingSummary")
    TreeReaders(int files, SealProgress progress, ContentCopy copies) {
        this.progress = progress;
        this.content = new ContentDigest(progress, copies);
        this.readers = pool("read", files);
        this.batch = new DigestBatch(content);
    }

    /** The threads end with the process, whatever they do: a read of a broken disk may hang for ever. */
    static ExecutorService pool(String name, int threads) {
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For folders. */
    ExecutorService listers() {
        return listers;
    }

    /** Of folders that lie deep, while this is open. */
    ShortPaths shortPaths() {
        return shortPaths;
    }

    /** Reads a file with others, for {@link #await(FileDigest)}. The thread of the walk alone calls both. */
    FileDigest digest(TreeEntry entry) {
        return digest(entry, FileChecks.NONE);
    }

    /** The same of a file that is checked in the same reading. */
    FileDigest digest(TreeEntry entry, FileChecks checks) {
        if (batch.isBegun()) {
            batch = new DigestBatch(content);
        }
        FileDigest digest = batch.add(entry, checks);
        if (batch.isFull()) {
            batch.begin(readers);
        }
        return digest;
    }

    /**
     * The digest of a file's content.
     *
     * @throws UnreadableEntry when it cannot be read, or was written to
     * @throws Failure as {@code progress} does, also while the read hangs
     */
    byte[] await(FileDigest digest) throws UnreadableEntry, InterruptedException {
        if (digest.batch().isPresent()) {
            await(digest.batch().get());
        }
        return digest.get();
    }

    private void await(DigestBatch files) throws InterruptedException {
        if (!files.isBegun()) {
            files.begin(readers);
        }
        try {
            files.await(progress);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * What comes of the work of a thread.
     *
     * @throws Failure as {@code progress} does, whatever the thread does meanwhile
     */
    static <T> T await(Future<T> work, SealProgress progress) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return work.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                progress.requireGoOn();
            }
        }
    }

    @Override
    public void close() {
        listers.shutdownNow();
        readers.shutdownNow();
        shortPaths.close();
    }
}
