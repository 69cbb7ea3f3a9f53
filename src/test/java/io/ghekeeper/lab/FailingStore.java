package io.ghekeeper.lab;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store of which the n-th call goes wrong, from 1 on, or some calls in a row; 0 is none. */
public final class FailingStore implements ObjectStore {
    /** How that call goes wrong. */
    public enum Fault {
        /** Fails before anything was done, for a reason that stays. */
        REFUSES,
        /** Denies access, as a bucket's policy does. */
        DENIES,
        /** Fails before anything was done; the same works a moment later. */
        AWAY,
        /** Does it, and the answer does not arrive; half of what is read does. */
        LOSES_ANSWER,
        /** Asks to slow down. */
        THROTTLES,
        /** Gives no answer until {@link #wake} or an interrupt. Nothing was done. */
        HANGS,
        /** Answers as if it had done it, and did not; or answers wrongly. */
        LIES
    }

    private final ObjectStore store;
    private final int first;
    private final int last;
    private final Fault fault;
    private final String prefix;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch woken = new CountDownLatch(1);

    /** Refuses the n-th call. */
    public FailingStore(ObjectStore store, int failing) {
        this(store, failing, Fault.REFUSES);
    }

    public FailingStore(ObjectStore store, int failing, Fault fault) {
        this(store, failing, failing, fault);
    }

    /** All calls from the first to the last of these go wrong. */
    public FailingStore(ObjectStore store, int first, int last, Fault fault) {
        this(store, first, last, fault, "");
    }

    private FailingStore(ObjectStore store, int first, int last, Fault fault, String prefix) {
        this.store = store;
        this.prefix = prefix;
        this.first = first;
        this.last = last;
        this.fault = fault;
    }

    /** All calls for objects whose keys begin so hang. */
    public static FailingStore hangingAt(ObjectStore store, String prefix) {
        return new FailingStore(store, 1, Integer.MAX_VALUE, Fault.HANGS, prefix);
    }

    public int calls() {
        return calls.get();
    }

    /** Waits for the call that hangs. */
    public void awaitHanging() throws InterruptedException {
        if (!asleep.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no call hangs");
        }
    }

    /** Ends the call that hangs. */
    public void wake() {
        woken.countDown();
    }

    private <T> T call(String object, Supplier<T> sound, Supplier<T> lie) {
        if (!isBad(calls.incrementAndGet()) || !object.startsWith(prefix)) {
            return sound.get();
        }
        switch (fault) {
            case REFUSES -> throw new Failure(FailureKind.STORE_FAILED, "the store failed at " + object, "Try again.");
            case DENIES -> throw new Failure(FailureKind.STORE_DENIED, "access denied at " + object, "Allow it.");
            case AWAY -> throw unreachable(object);
            case THROTTLES ->
                throw new Failure(FailureKind.AWS_THROTTLED, "the store asks to slow down at " + object, "Wait.");
            case LOSES_ANSWER -> {
                Object unused = sound.get();
                throw unreachable(object);
            }
            case HANGS -> {
                hang();
                throw unreachable(object);
            }
            default -> {
                return lie.get();
            }
        }
    }

    private boolean isBad(int call) {
        return call >= Math.max(first, 1) && call <= last;
    }

    private static Failure unreachable(String object) {
        return new Failure(FailureKind.AWS_UNREACHABLE, "the store did not answer at " + object, "Try again.");
    }

    private void hang() {
        asleep.countDown();
        try {
            woken.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
        Supplier<Optional<StoredObject>> sound = () -> store.find(key, version);
        return call(key.text(), sound, () -> sound.get().map(found -> ofLength(found, found.length() + 1)));
    }

    private static StoredObject ofLength(StoredObject object, long length) {
        return new StoredObject(object.key(), length, object.version(), object.etag(), object.retainedUntil());
    }

    @Override
    public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
            throws IOException {
        byte[] half = new byte[0];
        if (fault == Fault.LOSES_ANSWER && isBad(calls.get() + 1)) {
            half = Arrays.copyOf(read(key, version, offset, length), (int) length / 2);
        }
        to.write(half);
        to.write(call(key.text(), () -> read(key, version, offset, length), () -> {
            byte[] bytes = read(key, version, offset, length);
            bytes[0] ^= 1;
            return bytes;
        }));
    }

    private byte[] read(ObjectKey key, Optional<String> version, long offset, long length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            store.fetch(key, version, offset, length, bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
        return call(
                key.text(),
                () -> store.putIfAbsent(key, content, retainUntil),
                () -> Optional.of(new StoredObject(
                        key, content.length(), Optional.of("none"), Optional.of("\"none\""), retainUntil)));
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        call(prefix, () -> store.list(prefix, each), () -> store.list(prefix, new AfterTheFirst<>(each)));
    }

    @Override
    public void versions(String prefix, Consumer<StoredVersion> each) {
        call(prefix, () -> store.versions(prefix, each), () -> store.versions(prefix, new AfterTheFirst<>(each)));
    }

    @Override
    public void delete(ObjectKey key, Optional<String> version) {
        call(key.text(), () -> store.delete(key, version), () -> {});
    }

    @Override
    public void retain(ObjectKey key, Optional<String> version, Instant until) {
        call(key.text(), () -> store.retain(key, version, until), () -> {});
    }

    private void call(String object, Runnable sound, Runnable lie) {
        this.<Boolean>call(
                object,
                () -> {
                    sound.run();
                    return true;
                },
                () -> {
                    lie.run();
                    return true;
                });
    }

    /** Lies by a day. */
    @Override
    public Instant now() {
        return call("the clock", store::now, () -> store.now().plus(Duration.ofDays(1)));
    }

    @Override
    public void close() {
        store.close();
    }

    private static final class AfterTheFirst<T> implements Consumer<T> {
        private final Consumer<T> each;
        private boolean past;

        AfterTheFirst(Consumer<T> each) {
            this.each = each;
        }

        @Override
        public void accept(T value) {
            if (past) {
                each.accept(value);
            }
            past = true;
        }
    }
}
