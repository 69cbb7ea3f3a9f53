package io.ghekeeper.seal;

import io.ghekeeper.snapshot.FileChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/**
 * Files that one thread reads one after the other: to hand a small file over alone takes longer than to read it. The walk
 * adds files, and begins the batch when it is full, or when it needs one of them.
 */
final class DigestBatch {
    private static final int MOST_FILES = 64;
    private static final long MOST_BYTES = 1 << 20;

    private final ContentDigest content;
    private final FutureTask<?> reading = new FutureTask<>(this::read, null);
    private final List<BatchedFile> files = new ArrayList<>();
    private long bytes;
    private boolean begun;

    /** A file, and what gets its digest. */
    private record BatchedFile(TreeEntry entry, FileChecks checks, FileDigest digest) {}

    DigestBatch(ContentDigest content) {
        this.content = content;
    }

    /** Adds a file to a batch that is neither full nor begun. */
    FileDigest add(TreeEntry entry, FileChecks checks) {
        FileDigest digest = new FileDigest(this);
        files.add(new BatchedFile(entry, checks, digest));
        bytes += entry.facts().size();
        return digest;
    }

    boolean isFull() {
        return files.size() >= MOST_FILES || bytes >= MOST_BYTES;
    }

    boolean isBegun() {
        return begun;
    }

    void begin(ExecutorService readers) {
        begun = true;
        readers.execute(reading);
    }

    boolean isRead() {
        return reading.isDone();
    }

    /**
     * Returns when all files of it are read.
     *
     * @throws ExecutionException with what ended the reading of all
     */
    void await(SealProgress progress) throws ExecutionException, InterruptedException {
        TreeReaders.await(reading, progress);
    }

    /** Lets go of the entries at its end: digests are remembered for longer. */
    private void read() {
        for (BatchedFile file : files) {
            file.digest().read(file.entry(), file.checks(), content);
        }
        files.clear();
    }
}
