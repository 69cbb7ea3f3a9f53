package io.ghekeeper.archive;

import io.ghekeeper.age.EncryptedStream;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.pack.ZstdFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Gives objects that are not encrypted other names than the same content had before: each ends with one more frame of zstd,
 * which programs skip (RFC 8878, 3.1.2). The old names may be those of damaged objects, which nothing is put over.
 */
final class SaltedObjects implements Encryption {
    static final int MAGIC = ZstdFrames.SKIPPABLE_MAGIC + 1;

    private static final int LONGEST = 128;

    private final Encryption to;
    private final byte[] salt;

    /** @param run whose objects have other names than those of each other run */
    @SuppressWarnings("MissingSummary")
    SaltedObjects(Encryption to, String run) {
        byte[] name = run.getBytes(StandardCharsets.UTF_8);
        this.to = to;
        this.salt = ByteBuffer.allocate(2 * Integer.BYTES + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(name.length)
                .put(name)
                .array();
    }

    /** Where encryption gives other names by itself, nothing is added. */
    static Encryption of(Encryption encryption, String run) {
        return encryption.suffix().isEmpty() ? new SaltedObjects(encryption, run) : encryption;
    }

    /** Whether bytes are such a frame, and nothing else. */
    static boolean isSalt(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.length >= 2 * Integer.BYTES
                && bytes.length <= LONGEST
                && frame.getInt() == MAGIC
                && frame.getInt() == bytes.length - 2 * Integer.BYTES;
    }

    @Override
    public String suffix() {
        return to.suffix();
    }

    @Override
    public String recipients() {
        return to.recipients();
    }

    /** Begins an object. Throws a {@link Failure} as the other one does. */
    @Override
    public EncryptedStream begin(OutputStream object, Runnable goOn) {
        EncryptedStream stream = to.begin(object, goOn);
        return new EncryptedStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                stream.write(bytes, offset, length);
            }

            @Override
            public void finish() throws IOException {
                stream.write(salt, 0, salt.length);
                stream.finish();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
