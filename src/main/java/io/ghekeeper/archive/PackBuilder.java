package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import java.util.List;

/** Turns files of a snapshot into packs in the outbox. Several threads use it at the same time. */
final class PackBuilder {
    private final String snapshot;
    private final ObjectWriter objects;

    /** @param snapshot the id of the snapshot whose files are packed */
    @SuppressWarnings("MissingSummary")
    PackBuilder(String snapshot, ObjectWriter objects) {
        this.snapshot = snapshot;
        this.objects = objects;
    }

    /**
     * Packs files. Each is read once; its size and times must be those of the seal before and after, and a whole file must have
     * the digest of the seal. Nothing stays in the outbox when it fails.
     *
     * @param job not empty, in the order in which it is to be packed
     * @throws Failure SNAPSHOT_DAMAGED with the first file that is not what was sealed; ENCRYPTION_FAILED; of a VOLUME kind when
     *     the outbox cannot be written; what {@code progress} throws
     */
    PackedFile build(List<PackInput> job, ArchiveProgress progress) throws InterruptedException {
        throw new UnsupportedOperationException(snapshot + objects + job + progress);
    }

    /**
     * Reads a large file as a whole, and requires that its content is what was sealed: one part cannot show that.
     *
     * @param part any part of it
     * @throws Failure SNAPSHOT_DAMAGED; what {@code progress} throws
     */
    void requireSealed(PackInput part, ArchiveProgress progress) throws InterruptedException {
        throw new UnsupportedOperationException(snapshot + objects + part + progress);
    }
}
