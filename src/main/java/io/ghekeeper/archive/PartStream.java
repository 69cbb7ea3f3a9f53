package io.ghekeeper.archive;

import io.ghekeeper.pack.TarStream;
import io.ghekeeper.pack.ZstdFrames;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The content of one part of a large file, compressed as in its pack, while it is written into a file on the volume. To close it
 * before it is finished removes that. One thread uses it.
 */
final class PartStream implements AutoCloseable {
    private final Disk disk;
    private final OutboxStream file;
    private final ZstdFrames frames;
    private final TarStream tar;
    private final long offset;

    private PartStream(Disk disk, OutboxStream file, String name, EntryFacts facts, long length) throws IOException {
        this.disk = disk;
        this.file = file;
        this.frames = new ZstdFrames(file);
        this.tar = new TarStream(frames);
        this.offset = tar.begin(name, facts, length); // no byte of it is written yet
    }

    /**
     * Begins one.
     *
     * @param file is made, for its owner alone
     * @param name in the tar archive
     * @param length of the part, in bytes
     * @throws io.ghekeeper.failure.Failure of a VOLUME kind
     */
    static PartStream begin(Disk disk, Path file, String name, EntryFacts facts, long length) {
        try {
            return new PartStream(disk, new OutboxStream(disk, file), name, facts, length);
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
    }

    /** @throws io.ghekeeper.failure.Failure of a VOLUME kind */
    @SuppressWarnings("MissingSummary")
    void write(byte[] bytes, int from, int count) throws IOException {
        tar.write(bytes, from, count);
    }

    /** Ends it, and has no memory for it then. Throws as {@link #write} does. */
    WaitingPart finish() throws IOException {
        tar.finish();
        frames.end();
        frames.close();
        byte[] sha256 = file.finish();
        return new WaitingPart(disk, file.file(), offset, sha256);
    }

    @Override
    public void close() {
        frames.close();
        WaitingPart.remove(disk, file.file());
    }
}
