package io.ghekeeper.archive;

import io.ghekeeper.pack.PackIndex;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackMember;
import io.ghekeeper.pack.TarStream;
import io.ghekeeper.pack.ZstdFrames;
import io.ghekeeper.seal.EntryFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A pack that is being written: members, one after the other. To close it before it is finished removes it. One thread uses it. */
final class PackStream implements AutoCloseable {
    private final ObjectStream object;
    private final ZstdFrames frames;
    private final TarStream tar;
    private final PackIndex index = new PackIndex();
    private final List<PackMember> members = new ArrayList<>();
    private long offset;

    private PackStream(ObjectStream object) throws IOException {
        this.object = object;
        this.frames = new ZstdFrames(object);
        this.tar = new TarStream(frames);
    }

    /** @throws io.ghekeeper.failure.Failure ENCRYPTION_FAILED; of a VOLUME kind. Nothing is left then */
    @SuppressWarnings("MissingSummary")
    static PackStream begin(ObjectWriter objects, ArchiveProgress progress) throws IOException {
        ObjectStream object = objects.beginSharded(PackBuilder.FOLDER, PackBuilder.SUFFIX, progress);
        boolean begun = false;
        try {
            PackStream pack = new PackStream(object);
            begun = true;
            return pack;
        } finally {
            if (!begun) {
                object.close();
            }
        }
    }

    /**
     * Begins a member.
     *
     * @param name in the tar archive
     * @param length of the content
     * @return gets the content
     */
    OutputStream begin(String name, EntryFacts facts, long length) throws IOException {
        offset = tar.begin(name, facts, length);
        return tar;
    }

    /**
     * Ends the member, all of whose content was written.
     *
     * @param digest SHA-256 of that
     */
    void end(PackInput input, byte[] digest) throws IOException {
        index.add(input, offset, digest);
        members.add(new PackMember(input.digest(), input.part(), input.parts()));
    }

    int members() {
        return members.size();
    }

    /** Ends the pack. It is on the disk when this returns. */
    PackedFile finish() throws IOException {
        tar.finish();
        frames.finish(index.finish());
        return new PackedFile(object.finish(), members);
    }

    @Override
    public void close() {
        frames.close();
        object.close();
    }
}
