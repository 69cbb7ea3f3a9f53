package io.ghekeeper.volume;

import io.ghekeeper.volume.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A new file on the volume, written piece by piece. Not synced. */
public final class AppendStream extends OutputStream {
    private static final int PIECE = 256 << 10;

    private final Disk disk;
    private final Path file;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

    /** Makes the file, or empties it. */
    public AppendStream(Disk disk, Path file) throws IOException {
        this.disk = disk;
        this.file = file;
        disk.write(file, new byte[0]);
    }

    @Override
    public void write(int one) throws IOException {
        piece.write(one);
        flushIfFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        piece.write(bytes, offset, length);
        flushIfFull();
    }

    private void flushIfFull() throws IOException {
        if (piece.size() >= PIECE) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (piece.size() > 0) {
            disk.append(file, piece.toByteArray());
            piece.reset();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
