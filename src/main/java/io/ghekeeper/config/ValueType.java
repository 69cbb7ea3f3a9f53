package io.ghekeeper.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a key accepts, and how it becomes a value of the settings records. */
public sealed interface ValueType<T> {

    /** Reads one scalar; what it cannot read it refuses with {@link UnfitValue}. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws UnfitValue;
    }

    /** Says why an entry of a map is refused, as the rest of "wanted ...". */
    @FunctionalInterface
    interface EntryCheck {
        Optional<String> refusal(String name, String value);
    }

    /** A scalar does not fit; the message adds to what the type wants, or is empty. */
    final class UnfitValue extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitValue(String more) {
            super(more);
        }
    }

    record Scalar<T>(String name, String wanted, Parser<T> parser) implements ValueType<T> {
        @Override
        public Optional<T> read(String key, Value value, Problems problems) {
            if (!(value instanceof Value.TextValue text)) {
                problems.add(key, value.place(), value.found(), wanted);
                return Optional.empty();
            }
            try {
                return Optional.of(parser.parse(text.text()));
            } catch (UnfitValue unfit) {
                String more = unfit.getMessage();
                problems.add(key, value.place(), value.found(), more.isEmpty() ? wanted : wanted + "; " + more);
                return Optional.empty();
            }
        }
    }

    /** A secret, which no problem quotes and nothing shows; but where it is kept is none. */
    record Hidden<T>(Scalar<T> scalar) implements ValueType<T> {
        @Override
        public String name() {
            return scalar.name();
        }

        @Override
        public String wanted() {
            return scalar.wanted();
        }

        @Override
        public Optional<T> read(String key, Value value, Problems problems) {
            if (value instanceof Value.TextValue text && !isPlace(text.text())) {
                Problems unshown = new Problems();
                Optional<T> read = scalar.read(key, value, unshown);
                if (read.isEmpty()) {
                    problems.add(key, value.place(), MaskedValue.MASK, wanted());
                }
                return read;
            }
            return scalar.read(key, value, problems);
        }

        /** Whether a text only says where the secret is. */
        static boolean isPlace(String text) {
            return text.startsWith(Types.IN_FILE);
        }
    }

    /** A list with at least {@code least} items. */
    record ListOf<T>(Scalar<T> item, int least) implements ValueType<List<T>> {
        @Override
        public String name() {
            return "list of " + item.name();
        }

        @Override
        public String wanted() {
            return (least > 0 ? "a list of at least " + least : "a list") + ", each " + item.wanted();
        }

        @Override
        public Optional<List<T>> read(String key, Value value, Problems problems) {
            if (!(value instanceof Value.Items list) || list.items().size() < least) {
                problems.add(key, value.place(), value.found(), wanted());
                return Optional.empty();
            }
            List<T> items = new ArrayList<>();
            for (Value each : list.items()) {
                item.read(key, each, problems).ifPresent(items::add);
            }
            return Optional.of(items);
        }
    }

    record MapOf(String name, EntryCheck check) implements ValueType<Map<String, String>> {
        @Override
        public String wanted() {
            return "a map of names to texts";
        }

        @Override
        public Optional<Map<String, String>> read(String key, Value value, Problems problems) {
            if (!(value instanceof Value.Entries map)) {
                problems.add(key, value.place(), value.found(), wanted());
                return Optional.empty();
            }
            Map<String, String> entries = new LinkedHashMap<>();
            for (Value.Entry entry : map.entries()) {
                String path = key + "." + entry.name();
                if (entry.value() instanceof Value.TextValue text) {
                    check.refusal(entry.name(), text.text())
                            .ifPresent(why -> problems.add(
                                    path, entry.place(), MaskedValue.quotedUnder(entry.name(), text.text()), why));
                    entries.put(entry.name(), text.text());
                } else {
                    problems.add(path, entry.place(), entry.value().found(), "a text");
                }
            }
            return Optional.of(entries);
        }
    }

    /** The type's name in the reference page. */
    String name();

    /** What fits, as the end of "wanted ...". */
    String wanted();

    /** The value, or nothing after the reason was added to the problems. */
    Optional<T> read(String key, Value value, Problems problems);
}
