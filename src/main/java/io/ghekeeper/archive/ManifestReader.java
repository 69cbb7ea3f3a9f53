package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.pack.ExpandedStream;
import io.ghekeeper.seal.MtreeLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a manifest: its units one by one, in the order of the seal. */
final class ManifestReader implements AutoCloseable {
    /** Without what a library says of foreign text, which may have some of it. */
    private static final String DAMAGED = "is damaged";

    private static final int MOST_PACKS = 1 << 20;
    private static final int MOST_FIELDS = 16;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final PlainObject object;
    private final JsonParser json;

    /**
     * A unit of a snapshot.
     *
     * @param path its folder, as {@link io.ghekeeper.seal.PathBytes} below the snapshot; {@code .} for that
     * @param place of its list; its packs hold the content of its files
     */
    record ArchivedUnit(String path, UnitPlace place) {}

    /** @throws UnreadableObjectException when it is not a manifest of this format */
    @SuppressWarnings("MissingSummary")
    ManifestReader(PlainObject object) throws IOException {
        this.object = object;
        long length = Files.size(object.file());
        JsonParser parser;
        try {
            parser = new JsonFactory()
                    .createParser(
                            new ExpandedStream(Files.newInputStream(object.file(), LinkOption.NOFOLLOW_LINKS), length));
        } catch (IOException e) {
            throw object.damaged(DAMAGED, e);
        }
        this.json = parser;
        try {
            begin();
        } catch (IOException e) {
            json.close();
            throw object.damaged(DAMAGED, e);
        }
    }

    private void begin() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        require(json.nextToken() == JsonToken.FIELD_NAME && "format".equals(json.currentName()));
        require(json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        if (json.getLongValue() != Manifest.FORMAT) {
            throw object.damaged("has the format " + json.getLongValue() + ", which this ghe-keeper cannot read");
        }
        require(json.nextToken() == JsonToken.FIELD_NAME && "units".equals(json.currentName()));
        require(json.nextToken() == JsonToken.START_ARRAY);
    }

    /** The next unit; nothing after the last, where the document ends as a whole one does. */
    Optional<ArchivedUnit> next() throws IOException {
        try {
            JsonToken token = json.nextToken();
            if (token == JsonToken.END_ARRAY) {
                require(json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null);
                return Optional.empty();
            }
            require(token == JsonToken.START_OBJECT);
            return Optional.of(unit());
        } catch (IOException | IllegalArgumentException e) {
            throw object.damaged(DAMAGED, e);
        }
    }

    private ArchivedUnit unit() throws IOException {
        Map<String, String> fields = new HashMap<>();
        List<String> packs = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_OBJECT; token = json.nextToken()) {
            require(token == JsonToken.FIELD_NAME && fields.size() < MOST_FIELDS);
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("packs")) {
                require(value == JsonToken.START_ARRAY);
                packs(packs);
            } else {
                require(value != null && value.isScalarValue());
                fields.put(name, json.getText());
            }
        }
        String path = MtreeLine.path(need(fields, "path"));
        String list = need(fields, "list");
        require(ArchivedPath.isSafe(path) && SHA256.matcher(list).matches());
        return new ArchivedUnit(
                path,
                new UnitPlace(
                        list,
                        need(fields, "object"),
                        Long.parseLong(need(fields, "offset")),
                        Long.parseLong(need(fields, "length")),
                        packs));
    }

    private void packs(List<String> packs) throws IOException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            require(token == JsonToken.VALUE_STRING && packs.size() < MOST_PACKS);
            require(SHA256.matcher(json.getText()).matches());
            packs.add(json.getText());
        }
    }

    private String need(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        require(value != null);
        return value;
    }

    private void require(boolean condition) throws IOException {
        if (!condition) {
            throw object.damaged(DAMAGED);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
