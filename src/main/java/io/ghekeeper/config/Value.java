package io.ghekeeper.config;

import java.util.List;

/**
 * What somebody wrote, before it is known whether it fits: the same whether it stood in the file or in a variable.
 * Scalars stay text, so that {@code user: 007} or {@code GHE_PARALLEL_ENABLED: yes} mean what they look like.
 */
public sealed interface Value {

    record TextValue(String text, Place place) implements Value {
        @Override
        public String found() {
            return MaskedValue.quoted(text);
        }
    }

    /** A key with nothing after it, or {@code null}. */
    record Nothing(Place place) implements Value {
        @Override
        public String found() {
            return "nothing";
        }
    }

    record Items(List<Value> items, Place place) implements Value {
        @Override
        public String found() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    record Entries(List<Entry> entries, Place place) implements Value {
        @Override
        public String found() {
            return entries.isEmpty() ? "an empty map" : "a map";
        }
    }

    /** One {@code name: value} of a map. */
    record Entry(String name, Value value, Place place) {}

    Place place();

    /** How a problem names it. */
    String found();
}
