package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.nio.file.Path;

/** The content that snapshots need, beside lines of {@link StateTable#CONTENTS} in their order. */
final class NeededContents implements AutoCloseable {
    private static final int SIZE = 67;

    private final LineCursor lines;

    /** @param file lines {@code <sha256> <a or b> <size>}: a where a snapshot on the volume has it, too */
    @SuppressWarnings("MissingSummary")
    NeededContents(Path file) throws IOException {
        this.lines = new SortedLines(file);
    }

    /** How long a part is; -1 where nothing needs it. */
    long length(PackedPart held) throws IOException {
        lines.skipTo(held.digest());
        if (!lines.isAt(held.digest())) {
            return -1;
        }
        long size = size(lines.peek());
        return held.parts() == PackedPart.parts(size) ? length(held.part(), size) : -1;
    }

    static long size(String line) {
        return Long.parseLong(line, SIZE, line.length(), 10);
    }

    static boolean isOnVolume(String line) {
        return line.charAt(SIZE - 2) == 'a';
    }

    /** Of a part of a file. */
    static long length(int part, long size) {
        return Math.min(PackedPart.PART, size - (part - 1) * PackedPart.PART);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
