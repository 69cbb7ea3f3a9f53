package io.ghekeeper.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment to what it holds for each key. */
final class Variables {
    /** Read by others: the launcher, the command line, and runs, which are found again by the last. */
    private static final Set<String> NOT_KEYS =
            Set.of("GHE_KEEPER_CONFIG", "GHE_KEEPER_JAVA_OPTS", "GHE_KEEPER_LANE", "GHE_KEEPER_RUN");

    /** Kubernetes sets variables for every Service in each pod; a Service ghe-keeper, or ghe-keeper-x, makes such ones. */
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "GHE_KEEPER_([A-Z0-9_]+_)?(SERVICE_.+|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)|GHE_KEEPER_PORT(_.*)?");

    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Problems problems;

    Variables(Problems problems) {
        this.problems = problems;
    }

    Map<Key<?>, Value> read(Map<String, String> environment) {
        Map<String, Key<?>> known = new TreeMap<>();
        Schema.KEYS.forEach(key -> known.put(key.variable(), key));
        Map<Key<?>, Value> values = new LinkedHashMap<>();
        // Sorted, so that the same mistakes read the same each time.
        new TreeMap<>(environment).forEach((name, text) -> {
            if (known.containsKey(name)) {
                value(known.get(name), text).ifPresent(value -> values.put(known.get(name), value));
            } else if (name.startsWith(Key.PREFIX) && !isOfOthers(name, text)) {
                unknown(name, known.keySet());
            }
        });
        return values;
    }

    private static boolean isOfOthers(String name, String text) {
        return NOT_KEYS.contains(name)
                || OF_KUBERNETES.matcher(name).matches()
                || (name.endsWith("_PORT")
                        && ADDRESS_OF_KUBERNETES.matcher(text).matches());
    }

    private void unknown(String name, Set<String> known) {
        // A variable without its section is meant by the key's own name.
        String ending = name.substring(Key.PREFIX.length() - 1);
        Optional<String> sectionMissing =
                known.stream().filter(each -> each.endsWith(ending)).findFirst();
        String wanted = sectionMissing
                .or(() -> Nearest.to(name, known))
                .map(nearest -> nearest + ", the nearest known one")
                .orElse("a variable that docs/configuration.md lists");
        problems.add(name, new Place.Variable(name), "an unknown variable", wanted);
    }

    /** Nothing for an empty variable: deployment templates leave those behind where a value is not set. */
    private Optional<Value> value(Key<?> key, String text) {
        Place place = new Place.Variable(key.variable());
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (text.equals("null")) {
            return Optional.of(new Value.Nothing(place));
        }
        if (key.type() instanceof ValueType.ListOf) {
            return text.strip().startsWith("[") ? yaml(key, text, place) : Optional.of(items(text, place));
        }
        if (key.type() instanceof ValueType.MapOf) {
            return text.strip().startsWith("{") ? yaml(key, text, place) : entries(key, text, place);
        }
        return Optional.of(new Value.TextValue(text, place));
    }

    private Optional<Value> yaml(Key<?> key, String text, Place place) {
        return new YamlText(line -> place, problems).read(key.path(), text);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("[;\\n]", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private static Value items(String text, Place place) {
        return new Value.Items(
                parts(text).stream()
                        .<Value>map(part -> new Value.TextValue(part, place))
                        .toList(),
                place);
    }

    private Optional<Value> entries(Key<?> key, String text, Place place) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int sign = part.indexOf('=');
            if (sign < 1) {
                problems.add(key.path(), place, MaskedValue.quoted(part), "name=value, several separated by ;");
                return Optional.empty();
            }
            String name = part.substring(0, sign).strip();
            Value value = new Value.TextValue(part.substring(sign + 1).strip(), place);
            if (entries.put(name, new Value.Entry(name, value, place)) != null) {
                problems.add(key.path() + "." + name, place, "the name a second time", "it once");
            }
        }
        return Optional.of(new Value.Entries(List.copyOf(entries.values()), place));
    }
}
