package io.ghekeeper.lines;

import com.github.luben.zstd.ZstdInputStream;
import io.ghekeeper.text.BoundedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Reads lines that {@link SortedLinesWriter} wrote. That a line was damaged may be known at the end only: what follows from
 * lines is not believed before they were read to the end.
 */
public final class SortedLines implements LineCursor {
    private final Path file;
    private final BoundedLines lines;
    private String line;
    private long count;

    /** @throws DamagedLinesException when the first line cannot be read */
    @SuppressWarnings("MissingSummary")
    public SortedLines(Path file) throws IOException {
        this.file = file;
        this.lines = open(file);
        try {
            next();
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    private static BoundedLines open(Path file) throws DamagedLinesException {
        try {
            return new BoundedLines(
                    new ZstdInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)), Integer.MAX_VALUE);
        } catch (IOException e) {
            throw new DamagedLinesException(file, e);
        }
    }

    @Override
    public String peek() {
        return line;
    }

    /** @throws DamagedLinesException when its bytes are not those that were written, or its end is missing */
    @SuppressWarnings("MissingSummary")
    @Override
    public void next() throws DamagedLinesException {
        String before = line;
        try {
            line = lines.next();
            if (line == null || line.startsWith(SortedLinesWriter.END)) {
                requireEnd();
                line = null;
                return;
            }
        } catch (IOException e) {
            throw new DamagedLinesException(file, e);
        }
        count++;
        if (before != null && before.compareTo(line) > 0) {
            throw new DamagedLinesException(file, new IOException("line " + count + " is not in order"));
        }
    }

    private void requireEnd() throws IOException {
        if (line == null || !line.equals(SortedLinesWriter.END + count)) {
            throw new IOException("it is cut off after " + count + " lines");
        }
        if (lines.next() != null) {
            throw new IOException("it goes on after its end");
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
