package io.ghekeeper.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A group of keys that stand together in the file, in the order of their declarations. */
public final class Section {
    private final String name;
    private final String text;
    private final List<Key<?>> keys = new ArrayList<>();

    /** @param text what the keys are for, a sentence */
    @SuppressWarnings("MissingSummary")
    Section(String name, String text) {
        this.name = name;
        this.text = text;
    }

    public String name() {
        return name;
    }

    String text() {
        return text;
    }

    public List<Key<?>> keys() {
        return Collections.unmodifiableList(keys);
    }

    <T> Key<T> required(String key, ValueType<T> type, String example, String what) {
        return add(key, type, Key.Need.REQUIRED, example, what);
    }

    <T> Key<T> defaulted(String key, ValueType<T> type, String standard, String what) {
        return add(key, type, Key.Need.DEFAULTED, standard, what);
    }

    <T> Key<T> clearable(String key, ValueType<T> type, String standard, String what) {
        return add(key, type, Key.Need.CLEARABLE, standard, what);
    }

    <T> Key<T> optional(String key, ValueType<T> type, String example, String what) {
        return add(key, type, Key.Need.OPTIONAL, example, what);
    }

    private <T> Key<T> add(String key, ValueType<T> type, Key.Need need, String sample, String what) {
        Key<T> added = new Key<>(name + "." + key, type, need, sample, what);
        keys.add(added);
        return added;
    }
}
