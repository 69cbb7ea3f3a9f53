package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.pack.MemberName;
import io.ghekeeper.pack.PackInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Turns files of a snapshot into packs in the outbox. Several threads use it at the same time. */
final class PackBuilder {
    static final String FOLDER = "packs";
    static final String SUFFIX = ".tar.zst";

    private final String snapshot;
    private final ObjectWriter objects;
    private final PartDigests parts;

    /**
     * A builder.
     *
     * @param snapshot the id of the snapshot whose files are packed
     * @param parts what is known of parts of large files
     */
    PackBuilder(String snapshot, ObjectWriter objects, PartDigests parts) {
        this.snapshot = snapshot;
        this.objects = objects;
        this.parts = parts;
    }

    /**
     * Packs files. Each is read once; its size and time must be those of the seal before and after, and a whole file must have
     * the digest of the seal, as a part must have its own where that is known. Nothing stays in the outbox when it fails.
     *
     * @param job not empty, in the order in which it is to be packed
     * @throws Failure SNAPSHOT_DAMAGED with the first file that is not what was sealed; ENCRYPTION_FAILED; of a VOLUME kind when
     *     the outbox cannot be written; what {@code progress} throws
     */
    PackedFile build(List<PackInput> job, ArchiveProgress progress) throws InterruptedException {
        SealedFileReader files = new SealedFileReader(snapshot, parts, progress);
        try (PackStream pack = PackStream.begin(objects, progress)) {
            for (PackInput input : job) {
                OutputStream content = pack.begin(MemberName.of(input), input.facts(), input.length());
                pack.end(input, files.copy(input, content));
            }
            return pack.finish();
        } catch (IOException e) {
            throw interrupted(e);
        }
    }

    /**
     * Makes sure that parts of a large file can be packed. Where the digests of its parts are not known, it is read as a whole,
     * and its content must be what was sealed: one part cannot show that.
     *
     * @param part any part of it
     * @throws Failure SNAPSHOT_DAMAGED; what {@code progress} throws
     */
    void requireSealed(PackInput part, ArchiveProgress progress) throws InterruptedException {
        try {
            if (parts.of(part).isEmpty()) {
                new SealedFileReader(snapshot, parts, progress).requireSealed(part);
            }
        } catch (IOException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedException interrupted(IOException e) {
        if (!Thread.interrupted()) {
            throw new UncheckedIOException(e);
        }
        return (InterruptedException) new InterruptedException().initCause(e);
    }
}
