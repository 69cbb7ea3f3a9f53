package io.ghekeeper.archive;

import io.ghekeeper.age.AgeDecryption;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.age.UnfittingIdentityException;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads objects that a root names, by key and version: a delete marker hides none of them. An object lies in the work folder
 * until it is closed, and nothing of it is used before its length and SHA-256 are those of the root. Several threads use it.
 */
final class ObjectReader {
    private static final String ENCRYPTED = ".age";

    /** A pack is built of 48 MiB, or of 8,192 small files, whose headers come to it. */
    static final long LONGEST_PACK = 128L << 20;

    /** Some 20 million entries in one list. */
    private static final long LONGEST = 4L << 30;

    private final ObjectStore store;
    private final WorkFolder work;
    private final Optional<ArchiveIdentity> identity;
    private final ArchiveProgress progress;
    private final AtomicBoolean decryptedSome = new AtomicBoolean();
    private final Map<String, PlainObject> kept = new ConcurrentHashMap<>();
    private final AtomicReference<UnfittingIdentityException> unfitting = new AtomicReference<>();

    /** @param identity nothing where the archive is not encrypted */
    @SuppressWarnings("MissingSummary")
    ObjectReader(ObjectStore store, WorkFolder work, Optional<ArchiveIdentity> identity, ArchiveProgress progress) {
        this.store = store;
        this.work = work;
        this.identity = identity;
        this.progress = progress;
    }

    ObjectStore store() {
        return store;
    }

    WorkFolder work() {
        return work;
    }

    ArchiveProgress progress() {
        return progress;
    }

    /** The plain bytes of an object in a file, which closing removes. */
    final class PlainObject implements AutoCloseable {
        private final String key;
        private final Path file;

        PlainObject(String key, Path file) {
            this.key = key;
            this.file = file;
        }

        String key() {
            return key;
        }

        Path file() {
            return file;
        }

        UnreadableObjectException damaged(String why) {
            return new UnreadableObjectException(key, why);
        }

        /**
         * What it means that its content could not be read: damage, but where the file is gone from this machine, or the thread
         * is to end. That says nothing of the store.
         *
         * @param why what the damage is
         */
        IOException damaged(String why, Exception cause) {
            return cause instanceof UnreadableObjectException
                            || cause instanceof FileSystemException
                            || cause instanceof ClosedChannelException
                    ? (IOException) cause
                    : new UnreadableObjectException(key, why, cause);
        }

        @Override
        public void close() throws IOException {
            work.disk().delete(file);
        }
    }

    /**
     * Fetches one.
     *
     * @throws UnreadableObjectException when it is lost, is another one, is damaged, or no identity fits
     * @throws Failure CONFIGURATION_INVALID when it is encrypted and there is no identity; of the store
     */
    PlainObject read(ObjectRow row) throws IOException {
        String key = row.key().text();
        if (key.endsWith(ENCRYPTED) && identity.isEmpty()) {
            throw withoutIdentity(key);
        }
        Path stored = stored(row);
        boolean done = false;
        try {
            Path plain = key.endsWith(ENCRYPTED) ? decrypted(key, stored) : stored;
            done = plain.equals(stored);
            return new PlainObject(key, plain);
        } finally {
            if (!done) {
                work.disk().delete(stored);
            }
        }
    }

    /**
     * Fetches one as it is in the store, and decrypts nothing. Fails as {@link #read} does.
     *
     * @return a file, which is the caller's to remove
     */
    Path stored(ObjectRow row) throws IOException {
        Path stored = work.file("stored");
        boolean whole = false;
        try {
            fetch(row, stored);
            whole = true;
            return stored;
        } finally {
            if (!whole) {
                work.disk().delete(stored);
            }
        }
    }

    /**
     * Fetches one that several roots need, once: it stays until the work folder goes. Fails as {@link #read} does.
     *
     * @param row whose key has the SHA-256 of the content
     */
    PlainObject readOnce(ObjectRow row) throws IOException {
        PlainObject known = kept.get(row.key().text());
        if (known == null) {
            known = read(row);
            kept.put(row.key().text(), known);
        }
        return known;
    }

    /**
     * Requires that not all was encrypted for others. An archive may have objects of earlier recipients: these say nothing of
     * the rest.
     *
     * @throws Failure ENCRYPTION_FAILED when no identity fitted, whatever was read
     */
    void requireIdentityFits() {
        UnfittingIdentityException first = unfitting.get();
        if (first != null && !decryptedSome.get()) {
            throw first.failure();
        }
    }

    static Failure withoutIdentity(String key) {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "the archive is encrypted, and there is no identity to read " + key,
                "Give one: --identity FILE, or --identity - to read it from standard input.");
    }

    private void fetch(ObjectRow row, Path file) throws IOException {
        String key = row.key().text();
        long longest = key.startsWith(PackBuilder.FOLDER + "/") ? LONGEST_PACK : LONGEST;
        if (row.length() < 1 || row.length() > longest) {
            throw new UnreadableObjectException(key, "has " + row.length() + " bytes by the root, which none has");
        }
        Optional<StoredObject> there = store.find(row.key(), row.namedVersion());
        if (there.isEmpty()) {
            throw new UnreadableObjectException(key, "is lost");
        }
        if (there.get().length() != row.length()) {
            throw new UnreadableObjectException(key, "has " + there.get().length() + " bytes, and had " + row.length());
        }
        try (DigestOutputStream to = new DigestOutputStream(watched(file), Sha256.digest())) {
            store.fetch(row.key(), row.namedVersion(), 0, row.length(), to);
            to.flush();
            if (!HexFormat.of().formatHex(to.getMessageDigest().digest()).equals(row.sha256())) {
                throw new UnreadableObjectException(key, "is not what was sent: its SHA-256 is another one");
            }
        }
        progress.readBytes(row.length());
    }

    /** What ends the run ends the transfer. */
    private OutputStream watched(Path file) throws IOException {
        return new FilterOutputStream(new AppendStream(work.disk(), file)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                progress.requireGoOn();
                out.write(bytes, offset, length);
            }
        };
    }

    private Path decrypted(String key, Path stored) throws IOException {
        Path plain = work.file("plain");
        boolean whole = false;
        try (OutputStream to = new AppendStream(work.disk(), plain)) {
            new AgeDecryption(identity.orElseThrow()).decrypt(key, stored, to, progress::requireGoOn);
            to.flush();
            whole = true;
            decryptedSome.set(true);
            return plain;
        } catch (UnfittingIdentityException e) {
            unfitting.compareAndSet(null, e);
            throw e;
        } finally {
            if (!whole) {
                work.disk().delete(plain);
            }
        }
    }
}
