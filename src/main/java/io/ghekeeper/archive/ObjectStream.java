package io.ghekeeper.archive;

import io.ghekeeper.age.EncryptedStream;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An object that is being written. To close it before it is finished removes it. One thread uses it. When that is interrupted,
 * this ends with an {@link InterruptedIOException} or a {@link ClosedByInterruptException}, and the thread is still interrupted.
 */
final class ObjectStream extends OutputStream {
    private final Disk disk;
    private final OutboxStream file;
    private final ObjectName name;
    private final EncryptedStream encrypted;
    private final List<Path> made = new ArrayList<>();
    private long written;

    private ObjectStream(Disk disk, OutboxStream file, ObjectName name, EncryptedStream encrypted) {
        this.disk = disk;
        this.file = file;
        this.name = name;
        this.encrypted = encrypted;
        made.add(file.file());
    }

    /** @throws Failure ENCRYPTION_FAILED; of a VOLUME kind. Nothing is left then */
    @SuppressWarnings("MissingSummary")
    static ObjectStream begin(Disk disk, Path file, ObjectName name, Encryption encryption, ArchiveProgress progress) {
        boolean begun = false;
        try {
            OutboxStream to = new OutboxStream(disk, file);
            ObjectStream object = new ObjectStream(disk, to, name, encryption.begin(to, progress::requireGoOn));
            begun = true;
            return object;
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + file, file, e);
        } finally {
            if (!begun) {
                remove(disk, file);
            }
        }
    }

    /** So many bytes were written so far, before encryption. */
    long written() {
        return written;
    }

    /** @throws Failure ENCRYPTION_FAILED; of a VOLUME kind when the outbox cannot be written; what the progress throws */
    @SuppressWarnings("MissingSummary")
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        encrypted.write(bytes, offset, length);
        written += length;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /**
     * Ends the object. It is on the disk, under its name, when this returns.
     *
     * @throws Failure as {@link #write} does
     */
    ObjectFile finish() throws IOException {
        encrypted.finish();
        byte[] sha256 = file.finish();
        String digits = HexFormat.of().formatHex(sha256);
        Path place = file.file().resolveSibling(name.file(digits));
        try {
            disk.sync(file.file());
            made.add(place);
            disk.move(file.file(), place);
            disk.sync(place.toAbsolutePath().getParent());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw Unwritable.failure("cannot write " + place, place, e);
        }
        made.clear();
        return new ObjectFile(place, name.key(digits), file.length(), sha256);
    }

    @Override
    public void close() {
        encrypted.close();
        for (Path path : made) {
            remove(disk, path);
        }
        made.clear();
    }

    /** What stays is removed before the next run: the disk is at fault already, or its owner has been. */
    private static void remove(Disk disk, Path file) {
        try {
            disk.delete(file);
        } catch (IOException stays) {
            // The failure that this belongs to is thrown.
        }
    }
}
