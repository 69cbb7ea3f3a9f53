package io.ghekeeper.archive;

import io.ghekeeper.run.RateLimit;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Reads objects to their ends, no faster than allowed. Several threads use it. */
final class ObjectDigest {
    private final ObjectStore store;
    private final Optional<RateLimit> rate;
    private final ArchiveProgress progress;
    private final AtomicLong bytes = new AtomicLong();

    ObjectDigest(ObjectStore store, Optional<RateLimit> rate, ArchiveProgress progress) {
        this.store = store;
        this.rate = rate;
        this.progress = progress;
    }

    /** How many bytes were read. */
    long bytes() {
        return bytes.get();
    }

    /** The SHA-256 of a version's bytes as they are now, in hexadecimal. */
    String sha256(ObjectKey key, Optional<String> version, long length) throws IOException {
        MessageDigest digest = Sha256.digest();
        if (length > 0) {
            store.fetch(key, version, 0, length, new DigestedBytes(digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private final class DigestedBytes extends OutputStream {
        private final MessageDigest digest;

        DigestedBytes(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            progress.requireGoOn();
            digest.update(from, offset, length);
            bytes.addAndGet(length);
            progress.readBytes(length);
            rate.ifPresent(limit -> limit.take(length, progress::requireGoOn));
        }
    }
}
