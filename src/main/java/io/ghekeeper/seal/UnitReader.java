package io.ghekeeper.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a document of a seal: its fields first, then its units one by one. Memory does not grow with the units. */
final class UnitReader implements AutoCloseable {
    private static final int MOST_UPPERS = 1 << 20;

    private final JsonParser json;
    private final Map<String, String> fields = new HashMap<>();

    /** @throws IOException when it is not there, or is no document of this format; the message goes on after its name */
    @SuppressWarnings("MissingSummary")
    UnitReader(Path document) throws IOException {
        this.json = new JsonFactory().createParser(Files.newInputStream(document, LinkOption.NOFOLLOW_LINKS));
        try {
            readFields();
            if (!field("format").equals(String.valueOf(SealWriter.FORMAT))) {
                throw new IOException("has the format " + field("format") + ", which this ghe-keeper cannot read");
            }
        } catch (IOException e) {
            json.close();
            throw e;
        }
    }

    /** Up to the units; those of an object in it have a point in their names. */
    private void readFields() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        String within = "";
        for (JsonToken token = json.nextToken(); token != JsonToken.START_ARRAY; token = json.nextToken()) {
            require(token != null);
            if (token == JsonToken.START_OBJECT) {
                within = json.currentName() + ".";
            } else if (token == JsonToken.END_OBJECT) {
                within = "";
            } else if (token != JsonToken.FIELD_NAME) {
                fields.put(within + json.currentName(), json.getText());
            }
        }
        require("units".equals(json.currentName()));
    }

    String field(String name) throws IOException {
        require(fields.containsKey(name));
        return fields.get(name);
    }

    long number(String name) throws IOException {
        try {
            return Long.parseLong(field(name));
        } catch (NumberFormatException e) {
            throw damaged();
        }
    }

    /** How many of the first units are upper ones. */
    int uppers() throws IOException {
        long uppers = number("upperUnits");
        require(uppers >= 0 && uppers <= MOST_UPPERS);
        return (int) uppers;
    }

    /** The next unit's fields; nothing after the last, where the document ends as a whole one does. */
    Optional<Map<String, String>> next() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.END_ARRAY) {
            require(json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            return Optional.empty();
        }
        require(token == JsonToken.START_OBJECT);
        Map<String, String> unit = new HashMap<>();
        for (token = json.nextToken(); token != JsonToken.END_OBJECT; token = json.nextToken()) {
            require(token != null && (token == JsonToken.FIELD_NAME || token.isScalarValue()));
            if (token.isScalarValue()) {
                unit.put(json.currentName(), json.getText());
            }
        }
        return Optional.of(unit);
    }

    static String path(Map<String, String> unit) throws IOException {
        try {
            return MtreeLine.path(need(unit, "path"));
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
    }

    static String need(Map<String, String> unit, String name) throws IOException {
        String value = unit.get(name);
        require(value != null);
        return value;
    }

    /** A number of a unit; 0 where it has none. */
    static long count(Map<String, String> unit, String name) throws IOException {
        try {
            return Math.max(0, Long.parseLong(unit.getOrDefault(name, "0")));
        } catch (NumberFormatException e) {
            throw damaged();
        }
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw damaged();
        }
    }

    private static IOException damaged() {
        return new IOException("is damaged");
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
