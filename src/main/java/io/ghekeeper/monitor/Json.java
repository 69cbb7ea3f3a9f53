package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One way to write values: instants as ISO 8601 in UTC, durations in whole seconds, words in small letters with hyphens,
 * and {@code null} for what is not there, so that every document of a kind has the same fields.
 */
public final class Json {
    private static final int FORMAT = 1;

    private Json() {}

    public static ObjectNode document() {
        return JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    }

    public static void put(ObjectNode node, String field, Instant instant) {
        node.put(field, text(instant));
    }

    public static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    public static void put(ObjectNode node, String field, Duration duration) {
        node.put(field, duration.toSeconds());
    }

    public static void put(ObjectNode node, String field, Enum<?> word) {
        node.put(field, word.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    public static void put(ObjectNode node, String field, Optional<String> text) {
        node.put(field, text.orElse(null));
    }

    public static void put(ObjectNode node, String field, List<String> texts) {
        ArrayNode array = node.putArray(field);
        texts.forEach(array::add);
    }

    /** The whole document, indented. It cleans all names and texts, so callers need not. */
    public static String write(ObjectNode document) {
        return plain(document).toPrettyString();
    }

    private static JsonNode plain(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(PlainText.of(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(each -> array.add(plain(each)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> object.set(PlainText.of(field.getKey()), plain(field.getValue())));
            return object;
        }
        return node;
    }

    /** An object, or {@code null}. */
    public static <T> void put(ObjectNode node, String field, Optional<T> value, BiConsumer<T, ObjectNode> write) {
        if (value.isPresent()) {
            write.accept(value.get(), node.putObject(field));
        } else {
            node.putNull(field);
        }
    }

    public static <T> void put(ObjectNode node, String field, List<T> values, BiConsumer<T, ObjectNode> write) {
        ArrayNode array = node.putArray(field);
        values.forEach(value -> write.accept(value, array.addObject()));
    }
}
