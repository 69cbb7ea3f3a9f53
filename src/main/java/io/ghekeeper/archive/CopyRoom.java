package io.ghekeeper.archive;

import io.ghekeeper.pack.PackedPart;
import java.util.Optional;

/** How many bytes of content may be packed while a seal reads. Several threads use it. */
final class CopyRoom {
    /** What a small file needs besides its content: its header, and lines that name it. A part of a large one has the same. */
    private static final long EACH = 2048;

    private long all;
    private long shared;

    /**
     * Some room.
     *
     * @param all of all files, in bytes
     * @param shared of files that are not in parts
     */
    CopyRoom(long all, long shared) {
        this.all = all;
        this.shared = shared;
    }

    /** Room for one file. To close it gives the room back, unless it was used. */
    final class Taken implements AutoCloseable {
        private final boolean inParts;
        private long bytes;

        private Taken(long bytes, boolean inParts) {
            this.bytes = bytes;
            this.inParts = inParts;
        }

        /** Its packs stay. */
        void use() {
            bytes = passing(inParts);
        }

        @Override
        public void close() {
            change(bytes, inParts);
            bytes = 0;
        }
    }

    /** Nothing where there is not so much left. */
    synchronized Optional<Taken> take(long size) {
        int parts = PackedPart.parts(size);
        long wanted = size + EACH * parts + passing(parts > 1);
        if (all < wanted || (parts == 1 && shared < wanted)) {
            return Optional.empty();
        }
        change(-wanted, parts > 1);
        return Optional.of(new Taken(wanted, parts > 1));
    }

    /** One part at a time lies there twice: compressed, and as the pack that is made of that. */
    private static long passing(boolean inParts) {
        return inParts ? PackedPart.PART + EACH : 0;
    }

    private synchronized void change(long bytes, boolean inParts) {
        all += bytes;
        shared += inParts ? 0 : bytes;
    }
}
