package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.run.RateLimit;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Sends objects of the outbox. What is there already, with the same length, is not sent. Several threads use it. */
final class ObjectSender {
    private final ObjectStore store;
    private final Outbox outbox;
    private final FileSender files;
    private final Optional<Instant> lockedUntil;
    private final ArchiveProgress progress;

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
        this.files = new FileSender(store, rate, progress);
        this.lockedUntil = lockedUntil;
        this.progress = progress;
    }

    /** What puts them. */
    FileSender files() {
        return files;
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
                : files.put(row.key(), object.file(), row.length(), row.sha256(), lockedUntil)
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
}
