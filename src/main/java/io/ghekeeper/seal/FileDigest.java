package io.ghekeeper.seal;

import io.ghekeeper.snapshot.FileChecks;
import java.util.Optional;

/** The digest of a file's content, which is known or will be. */
final class FileDigest {
    private final Optional<DigestBatch> batch;
    private Optional<UnreadableEntry> failure = Optional.empty();
    private byte[] digest;

    private FileDigest(Optional<DigestBatch> batch, byte[] digest) {
        this.batch = batch;
        this.digest = digest;
    }

    /** One that the thread of this batch finds out. */
    FileDigest(DigestBatch batch) {
        this(Optional.of(batch), new byte[0]);
    }

    static FileDigest known(byte[] digest) {
        return new FileDigest(Optional.empty(), digest);
    }

    /** Nothing where the digest is known. */
    Optional<DigestBatch> batch() {
        return batch;
    }

    boolean isDone() {
        return batch.isEmpty() || batch.get().isRead();
    }

    /** For the thread of the batch. */
    void read(TreeEntry entry, FileChecks checks, ContentDigest content) {
        try {
            digest = content.of(entry, checks);
        } catch (UnreadableEntry e) {
            failure = Optional.of(e);
        }
    }

    /**
     * The digest, once it is done.
     *
     * @throws UnreadableEntry when the file cannot be read, or was written to
     */
    byte[] get() throws UnreadableEntry {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return digest;
    }
}
