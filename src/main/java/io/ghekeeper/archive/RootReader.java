package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the root of an archived snapshot: its facts first, then its objects one by one. */
final class RootReader implements AutoCloseable {
    private static final int MOST_FIELDS = 32;

    /** A root is foreign text. What is no release is as good as none. */
    private static final Pattern RELEASE = Pattern.compile("v?[0-9]{1,3}(?:\\.[0-9]{1,6}){1,2}");

    private final JsonParser json;
    private final RootFacts facts;

    /** It is not what this program writes. */
    static final class DamagedRootException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedRootException(String message) {
            super(message);
        }
    }

    /** @throws DamagedRootException when it is no root of this format */
    @SuppressWarnings("MissingSummary")
    RootReader(Path file) throws IOException {
        this.json = ForeignJson.parser(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        try {
            this.facts = facts(fieldsUpTo(JsonToken.START_ARRAY));
        } catch (IllegalArgumentException | DateTimeException e) {
            json.close();
            throw new DamagedRootException("it is damaged");
        } catch (IOException e) {
            json.close();
            throw e;
        }
    }

    RootFacts facts() {
        return facts;
    }

    /** The next object; nothing after the last, where the document ends as a whole one does. */
    Optional<ObjectRow> next() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.END_ARRAY) {
            require(json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            return Optional.empty();
        }
        require(token == JsonToken.START_OBJECT);
        Map<String, String> fields = fields(JsonToken.END_OBJECT);
        try {
            return Optional.of(new ObjectRow(
                    new ObjectKey(need(fields, "key")),
                    Long.parseLong(need(fields, "length")),
                    need(fields, "sha256"),
                    fields.getOrDefault("version", ObjectRow.NONE),
                    fields.getOrDefault("etag", ObjectRow.NONE),
                    0));
        } catch (IllegalArgumentException e) {
            throw new DamagedRootException("it is damaged");
        }
    }

    private Map<String, String> fieldsUpTo(JsonToken end) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        Map<String, String> fields = fields(end);
        require("objects".equals(json.currentName()));
        return fields;
    }

    private Map<String, String> fields(JsonToken end) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (JsonToken token = json.nextToken(); token != end; token = json.nextToken()) {
            require(token != null && (token == JsonToken.FIELD_NAME || token.isScalarValue()));
            if (token.isScalarValue()) {
                require(fields.size() < MOST_FIELDS);
                fields.put(json.currentName(), json.getText());
            }
        }
        return fields;
    }

    private static RootFacts facts(Map<String, String> fields) throws IOException {
        String format = need(fields, "format");
        if (!format.equals(String.valueOf(RootWriter.FORMAT))) {
            throw new DamagedRootException("it has the format " + format + ", which this ghe-keeper cannot read");
        }
        return new RootFacts(
                need(fields, "appliance"),
                need(fields, "snapshot"),
                Instant.parse(need(fields, "sealedAt")),
                Instant.parse(need(fields, "archivedAt")),
                need(fields, "run"),
                Long.parseLong(need(fields, "entries")),
                Long.parseLong(need(fields, "bytes")),
                new ObjectKey(need(fields, "manifest")),
                Optional.ofNullable(fields.get("release"))
                        .filter(text -> RELEASE.matcher(text).matches()),
                Optional.ofNullable(fields.get("lockedUntil")).map(Instant::parse));
    }

    private static String need(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        require(value != null);
        return value;
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new DamagedRootException("it is damaged");
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
