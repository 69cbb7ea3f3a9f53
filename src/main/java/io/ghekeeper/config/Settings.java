package io.ghekeeper.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The value of every key, typed, with what was written and where. */
final class Settings {
    /**
     * What holds for one key.
     *
     * @param value empty when nothing is set, or when what was written did not fit
     * @param written as it stood in the file, the variable or the default
     */
    private record WrittenSetting(Optional<?> value, Value written) {}

    private final Map<Key<?>, WrittenSetting> settings = new LinkedHashMap<>();

    <T> void put(Key<T> key, Optional<T> value, Value written) {
        settings.put(key, new WrittenSetting(value, written));
    }

    /** Safe: {@link #put} alone fills the map, with values of the key's type. */
    @SuppressWarnings("unchecked")
    <T> Optional<T> find(Key<T> key) {
        return (Optional<T>) settings.get(key).value();
    }

    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException("no value for " + key.path()));
    }

    Value written(Key<?> key) {
        return settings.get(key).written();
    }

    Place place(Key<?> key) {
        return written(key).place();
    }
}
