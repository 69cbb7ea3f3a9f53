package io.ghekeeper.store;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hands on a list that is read again from its beginning after a failure: each entry once. */
final class ResumedList<T> implements Consumer<T> {
    private final Function<T, ObjectKey> key;
    private final Function<T, Optional<String>> version;
    private final Consumer<T> reader;

    /** Of the last key that was handed on. */
    private final Set<Optional<String>> versions = new HashSet<>();

    private String last = "";
    private boolean reading;

    ResumedList(Function<T, ObjectKey> key, Function<T, Optional<String>> version, Consumer<T> reader) {
        this.key = key;
        this.version = version;
        this.reader = reader;
    }

    void restart() {
        reading = false;
    }

    /** Whether the failure came from who reads the list, and not from the store. */
    boolean failedAtReader() {
        return reading;
    }

    @Override
    public void accept(T entry) {
        String name = key.apply(entry).text();
        if (name.compareTo(last) > 0) {
            last = name;
            versions.clear();
        }
        if (name.equals(last) && versions.add(version.apply(entry))) {
            reading = true;
            reader.accept(entry);
            reading = false;
        }
    }
}
