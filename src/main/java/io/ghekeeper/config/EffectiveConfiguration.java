package io.ghekeeper.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Every key with its value and where that came from. What looks like a secret is masked. */
public final class EffectiveConfiguration {
    private final Settings settings;

    EffectiveConfiguration(Settings settings) {
        this.settings = settings;
    }

    /** As a configuration file that gives the same values (but for masked ones), each with its place as a comment. */
    public String toYaml() {
        StringBuilder yaml = new StringBuilder();
        for (Section section : Schema.SECTIONS) {
            yaml.append(section.name()).append(":\n");
            for (Key<?> key : section.keys()) {
                Value written = settings.written(key);
                yaml.append("  ").append(key.name()).append(": ").append(yaml(key, written));
                yaml.append("  # ").append(written.place().text()).append('\n');
            }
        }
        return yaml.toString();
    }

    private static String yaml(Key<?> key, Value value) {
        return isHidden(key, value) ? MaskedValue.MASK : yaml(key.name(), value);
    }

    private static Object json(Key<?> key, Value value) {
        return isHidden(key, value) ? MaskedValue.MASK : json(key.name(), value);
    }

    private static boolean isHidden(Key<?> key, Value value) {
        return key.type() instanceof ValueType.Hidden<?>
                && value instanceof Value.TextValue text
                && !ValueType.Hidden.isPlace(text.text());
    }

    private static String yaml(String name, Value value) {
        if (value instanceof Value.TextValue text) {
            return MaskedValue.yaml(name, text.text());
        }
        if (value instanceof Value.Items list) {
            return list.items().stream().map(item -> yaml(name, item)).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Value.Entries map) {
            return map.entries().stream()
                    .map(entry -> MaskedValue.yaml("", entry.name()) + ": " + yaml(entry.name(), entry.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return "null";
    }

    /** One object of {@code {"appliance.host": {"value": ..., "from": "ghe-keeper.yaml:2"}}}; scalars are texts. */
    public String toJson() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        for (Key<?> key : Schema.KEYS) {
            Value written = settings.written(key);
            ObjectNode node = root.putObject(key.path());
            node.set("value", mapper.valueToTree(json(key, written)));
            node.put("from", written.place().text());
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Object json(String name, Value value) {
        if (value instanceof Value.TextValue text) {
            return Secrets.isUnder(name, text.text()) ? MaskedValue.MASK : text.text();
        }
        if (value instanceof Value.Items list) {
            return list.items().stream().map(item -> json(name, item)).toList();
        }
        if (value instanceof Value.Entries map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.entries().forEach(entry -> object.put(entry.name(), json(entry.name(), entry.value())));
            return object;
        }
        return null;
    }
}
