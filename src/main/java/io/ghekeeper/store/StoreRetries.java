package io.ghekeeper.store;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.schedule.Backoff;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store whose calls are tried again where the cause can pass, seven times in half a minute at most, with backoff and
 * jitter. A PUT is tried again only after a question showed that the object is not there.
 *
 * <p>Expired credentials count as what can pass: each call asks the provider of the SDK for its credentials, which renews
 * them. Where they stay expired, the failure is of kind AWS_CREDENTIALS_EXPIRED.
 *
 * <p>Where {@link #putIfAbsent} returns nothing, the object that is there may come from an earlier try of the same call.
 */
public final class StoreRetries implements ObjectStore {
    private static final int TRIES = 7;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Stores refuse the lock of an object that they took a second ago (seen at OVH): not for longer than this. */
    private static final int TRIES_OF_A_FRESH_LOCK = 4;

    private final ObjectStore store;
    private final Backoff backoff;
    private final RetryPause pause;
    private final FreshKeys fresh = new FreshKeys();

    public StoreRetries(ObjectStore store, RandomGenerator random, RetryPause pause) {
        this.store = store;
        this.backoff = new Backoff(FIRST_PAUSE, random);
        this.pause = pause;
    }

    /** Lets time pass. */
    public interface RetryPause {
        /** The machine's own. */
        static RetryPause real() {
            return duration -> Thread.sleep(duration.toMillis());
        }

        void of(Duration duration) throws InterruptedException;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
        return retrying(() -> store.find(key, version));
    }

    @Override
    public Optional<String> checksum(ObjectKey key, Optional<String> version) {
        return retrying(() -> store.checksum(key, version));
    }

    /** Goes on behind the bytes that were handed on. */
    @Override
    public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
            throws IOException {
        CountingOutput counted = new CountingOutput(to);
        for (int tries = 1; counted.count() < length; tries++) {
            try {
                store.fetch(key, version, offset + counted.count(), length - counted.count(), counted);
            } catch (Failure failure) {
                awaitNext(failure, tries, StoreRetries::passes);
            }
        }
    }

    @Override
    public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
        for (int tries = 1; ; tries++) {
            try {
                Optional<StoredObject> put = tries > 1 && store.find(key).isPresent()
                        ? Optional.empty()
                        : store.putIfAbsent(key, content, retainUntil);
                fresh.add(key);
                return put;
            } catch (Failure failure) {
                awaitNext(failure, tries, StoreRetries::passes);
            }
        }
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        ResumedList<StoredObject> rest = new ResumedList<>(StoredObject::key, StoredObject::version, each);
        retrying(rest, () -> store.list(prefix, rest));
    }

    @Override
    public void versions(String prefix, Consumer<StoredVersion> each) {
        ResumedList<StoredVersion> rest = new ResumedList<>(StoredVersion::key, StoredVersion::version, each);
        retrying(rest, () -> store.versions(prefix, rest));
    }

    private void retrying(ResumedList<?> rest, Runnable listing) {
        for (int tries = 1; ; tries++) {
            try {
                rest.restart();
                listing.run();
                return;
            } catch (Failure failure) {
                awaitNext(failure, tries, (any, number) -> !rest.failedAtReader() && passes(any, number));
            }
        }
    }

    /** The name of a version names one thing for ever, so the removal can be sent again. Without one it is sent once. */
    @Override
    public void delete(ObjectKey key, Optional<String> version) {
        for (int tries = 1; ; tries++) {
            try {
                store.delete(key, version);
                return;
            } catch (Failure failure) {
                awaitNext(failure, tries, (any, number) -> version.isPresent() && passes(any, number));
            }
        }
    }

    @Override
    public void retain(ObjectKey key, Optional<String> version, Instant until) {
        for (int tries = 1; ; tries++) {
            try {
                store.retain(key, version, until);
                return;
            } catch (Failure failure) {
                awaitNext(failure, tries, (any, number) -> passes(any, number) || isTooEarly(key, any, number));
            }
        }
    }

    private boolean isTooEarly(ObjectKey key, Failure failure, int tries) {
        return failure.kind() == FailureKind.STORE_DENIED && tries < TRIES_OF_A_FRESH_LOCK && fresh.contains(key);
    }

    @Override
    public int removeUnfinished(List<String> folders, Runnable goOn) {
        return retrying(() -> store.removeUnfinished(folders, goOn));
    }

    @Override
    public Optional<ObjectAccess> access(ObjectKey key, Optional<String> version) {
        return retrying(() -> store.access(key, version));
    }

    /** One that was asked for already is not asked for twice, so it can be sent again. */
    @Override
    public Optional<ObjectAccess> warmUp(ObjectKey key, Optional<String> version, WarmUp how) {
        return retrying(() -> store.warmUp(key, version, how));
    }

    @Override
    public Instant now() {
        return retrying(store::now);
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T retrying(Supplier<T> question) {
        for (int tries = 1; ; tries++) {
            try {
                return question.get();
            } catch (Failure failure) {
                awaitNext(failure, tries, StoreRetries::passes);
            }
        }
    }

    private static boolean passes(Failure failure, int tries) {
        return tries < TRIES && (failure.canPass() || failure.kind() == FailureKind.AWS_CREDENTIALS_EXPIRED);
    }

    private void awaitNext(Failure failure, int tries, BiPredicate<Failure, Integer> passes) {
        if (!passes.test(failure, tries)) {
            throw failure;
        }
        try {
            pause.of(backoff.after(tries));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
