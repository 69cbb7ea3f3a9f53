package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/** A place among the units of a seal, of a snapshot that is kept or deleted: the upper units first, then the others. */
final class DeletedBytesCursor {
    static final Comparator<DeletedBytesCursor> ORDER =
            Comparator.comparing(DeletedBytesCursor::isLower).thenComparing(DeletedBytesCursor::path, PathBytes.ORDER);

    private final SealReader seal;
    private final boolean kept;
    private int uppers;
    private Optional<SealReader.ReadUnit> unit;

    DeletedBytesCursor(SealReader seal, boolean kept) throws IOException {
        this.seal = seal;
        this.kept = kept;
        this.uppers = seal.uppers() + 1;
        next();
    }

    boolean isKept() {
        return kept;
    }

    boolean isAtEnd() {
        return unit.isEmpty();
    }

    /** At this place. */
    SealReader.ReadUnit unit() {
        return unit.orElseThrow();
    }

    private boolean isLower() {
        return uppers <= 0;
    }

    private String path() {
        return unit().path();
    }

    void next() throws IOException {
        unit = seal.next();
        uppers--;
    }

    void close() {
        try {
            seal.close();
        } catch (IOException unread) {
            // It was only read.
        }
    }
}
