package io.ghekeeper.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The keys that were put last, so many that they cover some seconds. For many threads. */
final class FreshKeys {
    private static final int MOST = 256;

    @SuppressWarnings("serial") // never written
    private final Set<ObjectKey> keys = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, Boolean> eldest) {
            return size() > MOST;
        }
    });

    synchronized void add(ObjectKey key) {
        keys.remove(key);
        keys.add(key);
    }

    synchronized boolean contains(ObjectKey key) {
        return keys.contains(key);
    }
}
