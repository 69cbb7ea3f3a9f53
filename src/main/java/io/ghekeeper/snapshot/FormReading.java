package io.ghekeeper.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * A file whose form is judged, and how much of it is read.
 *
 * @param file for looks at its beginning and at its end
 * @param content all its bytes in order
 * @param whole to its end, whatever its size; otherwise large files at their beginnings and ends only
 */
record FormReading(FileChannel file, InputStream content, boolean whole) {
    private static final int BUFFER = 1 << 16;

    /** Reads so little that it takes no time. */
    static FormReading ends(FileChannel file) throws IOException {
        return new FormReading(file, Channels.newInputStream(file.position(0)), false);
    }

    /** To the end, however long that takes. */
    static FormReading toTheEnd(FileChannel file, InputStream content) {
        return new FormReading(file, content, true);
    }

    /** What bounds the reading: this, or nothing. */
    long bound(long small) {
        return whole ? Long.MAX_VALUE : small;
    }

    /** Goes on behind so many bytes, or at the end. Who reads the whole file reads them, too. */
    void skip(long bytes) throws IOException {
        if (whole) {
            byte[] buffer = new byte[(int) Math.min(BUFFER, bytes)];
            for (long left = bytes; left > 0; ) {
                int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } else {
            file.position(file.position() + bytes);
        }
    }
}
