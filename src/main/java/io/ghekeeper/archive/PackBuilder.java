package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Turns files of a snapshot into packs in the outbox. Several threads use it at the same time. */
final class PackBuilder {
    static final String FOLDER = "packs";
    static final String SUFFIX = ".tar.zst";

    private final String snapshot;
    private final ObjectWriter objects;

    /** @param snapshot the id of the snapshot whose files are packed */
    @SuppressWarnings("MissingSummary")
    PackBuilder(String snapshot, ObjectWriter objects) {
        this.snapshot = snapshot;
        this.objects = objects;
    }

    /**
     * Packs files. Each is read once; its size and time must be those of the seal before and after, and a whole file must have
     * the digest of the seal. Nothing stays in the outbox when it fails.
     *
     * @param job not empty, in the order in which it is to be packed
     * @throws Failure SNAPSHOT_DAMAGED with the first file that is not what was sealed; ENCRYPTION_FAILED; of a VOLUME kind when
     *     the outbox cannot be written; what {@code progress} throws
     */
    PackedFile build(List<PackInput> job, ArchiveProgress progress) throws InterruptedException {
        SealedFileReader files = new SealedFileReader(snapshot, progress);
        List<PackMember> members = new ArrayList<>();
        try (ObjectStream object = objects.beginSharded(FOLDER, SUFFIX, progress);
                ZstdFrames frames = new ZstdFrames(object)) {
            TarStream tar = new TarStream(frames);
            PackIndex index = new PackIndex();
            for (PackInput input : job) {
                long offset = tar.begin(MemberName.of(input), input.facts(), input.length());
                index.add(input, offset, files.copy(input, tar));
                members.add(new PackMember(input.digest(), input.part(), input.parts()));
            }
            tar.finish();
            frames.finish(index.finish());
            return new PackedFile(object.finish(), members);
        } catch (IOException e) {
            throw interrupted(e);
        }
    }

    /**
     * Reads a large file as a whole, and requires that its content is what was sealed: one part cannot show that.
     *
     * @param part any part of it
     * @throws Failure SNAPSHOT_DAMAGED; what {@code progress} throws
     */
    void requireSealed(PackInput part, ArchiveProgress progress) throws InterruptedException {
        try {
            new SealedFileReader(snapshot, progress).requireSealed(part);
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
