package io.ghekeeper.lines;

import com.github.luben.zstd.ZstdOutputStream;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes sorted lines to a new file, as one frame of zstd with a checksum. The last line is {@code #end} and the number of
 * the others. Not synced.
 */
public final class SortedLinesWriter implements AutoCloseable {
    /** How the last line begins. No key begins so. */
    static final String END = "#end ";

    private static final int LEVEL = 1;
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final OutputStream out;
    private long count;

    /** @param file is not there yet */
    @SuppressWarnings("MissingSummary")
    public SortedLinesWriter(Disk disk, Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(
                new ZstdOutputStream(new AppendStream(disk, file), LEVEL).setChecksum(true), BUFFER);
    }

    /** @param line without its end */
    @SuppressWarnings("MissingSummary")
    public void write(String line) throws IOException {
        print(line);
        count++;
    }

    private void print(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
    }

    /** How many lines were written. */
    public long count() {
        return count;
    }

    /** Ends the file, and returns it. */
    public Path finish() throws IOException {
        print(END + count);
        out.close();
        return file;
    }

    /** Lets go of the memory; a file that is not finished stays as it is. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
