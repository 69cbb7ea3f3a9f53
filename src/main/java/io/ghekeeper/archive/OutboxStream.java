package io.ghekeeper.archive;

import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** A new file of the outbox, with the SHA-256 of what is written. One thread at a time uses it. */
final class OutboxStream extends OutputStream {
    /** Each write opens the file: a piece of this size makes that cheap. */
    private static final int PIECE = 1 << 20;

    private final Disk disk;
    private final Path file;
    private final MessageDigest digest = Sha256.digest();
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long length;

    /** Makes the file, for its owner alone. */
    OutboxStream(Disk disk, Path file) throws IOException {
        this.disk = disk;
        this.file = file;
        disk.createPrivateFile(file, new byte[0]);
    }

    /**
     * Writes a piece when there is one.
     *
     * @throws io.ghekeeper.failure.Failure of a VOLUME kind
     */
    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        digest.update(bytes, offset, count);
        length += count;
        for (int at = offset, end = offset + count; at < end; ) {
            int fits = Math.min(end - at, PIECE - filled);
            System.arraycopy(bytes, at, piece, filled, fits);
            filled += fits;
            at += fits;
            if (filled == PIECE) {
                append(piece);
            }
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    private void append(byte[] bytes) throws IOException {
        try {
            disk.append(file, bytes);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        }
        filled = 0;
    }

    /**
     * Writes the rest. Nothing is written then, and nothing is synced yet.
     *
     * @return the SHA-256 of the file
     */
    byte[] finish() throws IOException {
        if (filled > 0) {
            append(Arrays.copyOf(piece, filled));
        }
        return digest.digest();
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }
}
