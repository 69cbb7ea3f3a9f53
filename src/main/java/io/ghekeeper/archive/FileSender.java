package io.ghekeeper.archive;

import io.ghekeeper.run.RateLimit;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Puts files into a store, no faster than allowed, and counts them. Several threads use it. */
final class FileSender {
    private final ObjectStore store;
    private final Optional<RateLimit> rate;
    private final ArchiveProgress progress;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    FileSender(ObjectStore store, Optional<RateLimit> rate, ArchiveProgress progress) {
        this.store = store;
        this.rate = rate;
        this.progress = progress;
    }

    /** How many were sent so far. */
    long objects() {
        return objects.get();
    }

    /** The bytes of these. */
    long bytes() {
        return bytes.get();
    }

    /**
     * Puts a file of any key.
     *
     * @param sha256 in hexadecimal
     * @param until it is locked, from the moment that it is there
     * @return nothing, and nothing was sent, where there is one
     */
    Optional<StoredObject> put(ObjectKey key, Path file, long length, String sha256, Optional<Instant> until) {
        ObjectContent content = new ObjectContent(
                length,
                HexFormat.of().parseHex(sha256),
                () -> new SentBytes(open(file), rate, progress),
                () -> open(file));
        Optional<StoredObject> put = store.putIfAbsent(key, content, until);
        if (put.isPresent()) {
            objects.incrementAndGet();
            bytes.addAndGet(length);
            progress.sentBytes(length);
        }
        return put;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
