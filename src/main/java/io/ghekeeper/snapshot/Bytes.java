package io.ghekeeper.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes of an open file at a place, whatever was read of it before. */
final class Bytes {
    private Bytes() {}

    /** Up to so many from there on; fewer where the file ends. */
    static byte[] read(FileChannel file, long from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, file.size() - from)));
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // The file may shrink meanwhile: its end ends this, too.
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** Its last ones, up to so many. */
    static byte[] last(FileChannel file, int most) throws IOException {
        return read(file, Math.max(0, file.size() - most), most);
    }

    /** An unsigned number of so many bytes, the lowest first. */
    static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = number << 8 | (bytes[from + i] & 0xff);
        }
        return number;
    }
}
