package io.ghekeeper.archive;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of content may be packed while a seal reads. Several threads use it. */
final class CopyRoom {
    /** What a small file needs besides its content: its header, and lines that name it. */
    private static final long EACH = 2048;

    private final AtomicLong left;

    CopyRoom(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Room for one file. To close it gives the room back, unless it was used. */
    final class Taken implements AutoCloseable {
        private long bytes;

        private Taken(long bytes) {
            this.bytes = bytes;
        }

        void use() {
            bytes = 0;
        }

        @Override
        public void close() {
            left.addAndGet(bytes);
            bytes = 0;
        }
    }

    /** Nothing where there is not so much left. */
    Optional<Taken> take(long size) {
        long wanted = size + EACH;
        long before = left.getAndUpdate(now -> now < wanted ? now : now - wanted);
        return before < wanted ? Optional.empty() : Optional.of(new Taken(wanted));
    }
}
