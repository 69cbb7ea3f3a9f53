package io.ghekeeper.lab;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A store of which the n-th call fails, from 1 on; 0 fails at none. */
public final class FailingStore implements ObjectStore {
    private final ObjectStore store;
    private final int failing;
    private int calls;

    public FailingStore(ObjectStore store, int failing) {
        this.store = store;
        this.failing = failing;
    }

    public int calls() {
        return calls;
    }

    private ObjectStore next(String object) {
        calls++;
        if (calls == failing) {
            throw new Failure(FailureKind.STORE_FAILED, "the store failed at " + object, "Try again.");
        }
        return store;
    }

    @Override
    public Optional<StoredObject> find(ObjectKey key) {
        return next(key.text()).find(key);
    }

    @Override
    public void fetch(ObjectKey key, long offset, long length, OutputStream to) throws IOException {
        next(key.text()).fetch(key, offset, length, to);
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ObjectContent content) {
        return next(key.text()).putIfAbsent(key, content);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        next(prefix).list(prefix, each);
    }

    @Override
    public boolean delete(ObjectKey key) {
        return next(key.text()).delete(key);
    }

    @Override
    public void retain(ObjectKey key, Instant until) {
        next(key.text()).retain(key, until);
    }
}
