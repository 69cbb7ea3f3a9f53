package io.ghekeeper.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tree of the file to what it holds for each key; what is no key is a problem with the nearest that is one. */
final class FileKeys {
    private final Problems problems;
    private final Map<Key<?>, Value> values = new LinkedHashMap<>();

    FileKeys(Problems problems) {
        this.problems = problems;
    }

    Map<Key<?>, Value> read(Value root) {
        if (root instanceof Value.Entries map) {
            map.entries().forEach(this::section);
        } else if (!(root instanceof Value.Nothing)) {
            String wanted = "a map of sections, as `appliance:` with `host: github.example.com` indented below it";
            problems.add(ConfigurationReader.WHOLE, root.place(), root.found(), wanted);
        }
        return values;
    }

    private void section(Value.Entry entry) {
        if (!Schema.isSection(entry.name())) {
            unknown(entry.name(), entry);
        } else if (entry.value() instanceof Value.Entries map) {
            map.entries().forEach(each -> key(entry.name(), each));
        } else if (!(entry.value() instanceof Value.Nothing)) {
            String wanted = "a map of keys, each `name: value` on an indented line below " + entry.name() + ":";
            problems.add(entry.name(), entry.place(), entry.value().found(), wanted);
        }
    }

    private void key(String section, Value.Entry entry) {
        String path = section + "." + entry.name();
        Optional<Key<?>> key = Schema.key(path);
        if (key.isPresent()) {
            values.put(key.get(), entry.value());
        } else {
            unknown(path, entry);
        }
    }

    private void unknown(String path, Value.Entry entry) {
        problems.add(path, entry.place(), "an unknown key", wanted(path, entry.name()));
    }

    private static String wanted(String path, String name) {
        Optional<Key<?>> flat = Schema.key(name);
        if (flat.isPresent()) {
            return "`" + flat.get().name() + ":` indented below `" + flat.get().section() + ":`";
        }
        List<String> known = Stream.concat(
                        Schema.SECTIONS.stream().map(Section::name),
                        Schema.KEYS.stream().map(Key::path))
                .toList();
        // A key under a wrong section, or under none, is meant by its own name.
        Optional<String> elsewhere = Schema.KEYS.stream()
                .filter(key -> key.name().equals(name))
                .map(Key::path)
                .findFirst();
        return elsewhere
                .or(() -> Nearest.to(path, known))
                .map(nearest -> nearest + ", the nearest known one")
                .orElse("a key that docs/configuration.md lists");
    }
}
