package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
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

/** Sends objects of the outbox. What is there already, with the same length, is not sent. Several threads use it. */
final class ObjectSender {
    private final ObjectStore store;
    private final Outbox outbox;
    private final Optional<RateLimit> rate;
    private final Optional<Instant> lockedUntil;
    private final ArchiveProgress progress;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** @param lockedUntil from the moment that an object is there */
    @SuppressWarnings("MissingSummary")
    ObjectSender(
            ObjectStore store,
            Outbox outbox,
            Optional<RateLimit> rate,
            Optional<Instant> lockedUntil,
            ArchiveProgress progress) {
        this.store = store;
        this.outbox = outbox;
        this.rate = rate;
        this.lockedUntil = lockedUntil;
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
     * Sends one, or finds that it is there: a run that was killed may have sent it.
     *
     * @throws Failure of the store; STORE_FAILED where it has another object of this key
     */
    void send(WaitingObject object) throws IOException {
        send(object, store.find(object.row().key()));
    }

    /**
     * The same with one that an earlier run left, whose bytes may be damaged by now. What the store has counts, whatever they
     * are.
     *
     * @return why the bytes cannot be sent; nothing where the store has the object now
     */
    Optional<String> adopt(WaitingObject object) throws IOException {
        Optional<StoredObject> there = store.find(object.row().key());
        Optional<String> damage = there.isPresent()
                ? there.filter(stored -> stored.length() != object.row().length())
                        .map(other -> "the store has another object of its name")
                : object.damage(progress);
        if (damage.isEmpty()) {
            send(object, there);
        }
        return damage;
    }

    private void send(WaitingObject object, Optional<StoredObject> there) throws IOException {
        ObjectRow row = object.row();
        StoredObject stored = there.isPresent()
                ? there.get()
                : put(row.key(), object.file(), row.length(), row.sha256(), lockedUntil)
                        .or(() -> store.find(row.key()))
                        .orElseThrow(() -> failed(row, "it is not there after it was sent"));
        outbox.sent(object, answered(row, stored));
    }

    private static ObjectRow answered(ObjectRow row, StoredObject stored) {
        if (stored.length() != row.length()) {
            throw failed(row, "the store has " + stored.length() + " bytes of its " + row.length());
        }
        return row.answered(stored);
    }

    private static Failure failed(ObjectRow row, String why) {
        return new Failure(
                FailureKind.STORE_FAILED,
                "sending " + row.key() + " failed: " + why,
                "Find out what else writes to the store or changes it. Then type the command again.");
    }

    /**
     * Puts a file of any key.
     *
     * @param sha256 in hexadecimal
     * @return nothing, and nothing was sent, where there is one
     */
    Optional<StoredObject> put(ObjectKey key, Path file, long length, String sha256, Optional<Instant> until) {
        ObjectContent content = new ObjectContent(
                length, HexFormat.of().parseHex(sha256), () -> new SentBytes(open(file), rate, progress));
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
