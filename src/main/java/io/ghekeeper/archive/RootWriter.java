package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Writes the root of an archived snapshot: plain JSON, with a line for each object that the snapshot needs. No name of a
 * repository is in it. When it is in the store, the snapshot is archived.
 */
final class RootWriter {
    static final int FORMAT = 1;

    private RootWriter() {}

    /**
     * Writes it to a file.
     *
     * @param objects lines of {@link StateTable#OBJECTS}
     * @return SHA-256 of the file, in hexadecimal
     */
    static String write(RootFacts facts, Path objects, Disk disk, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (LineCursor rows = new SortedLines(objects);
                JsonGenerator json = new JsonFactory()
                        .createGenerator(new DigestOutputStream(new AppendStream(disk, file), digest))) {
            json.writeStartObject();
            facts(json, facts);
            json.writeArrayFieldStart("objects");
            for (; !rows.isAtEnd(); rows.next()) {
                json.writeRaw('\n');
                object(json, ObjectRow.parse(rows.peek()));
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void facts(JsonGenerator json, RootFacts facts) throws IOException {
        json.writeNumberField("format", FORMAT);
        json.writeStringField("appliance", facts.appliance());
        json.writeStringField("snapshot", facts.snapshot());
        json.writeStringField("sealedAt", facts.sealedAt().toString());
        json.writeStringField("archivedAt", facts.archivedAt().toString());
        json.writeStringField("run", facts.run());
        json.writeNumberField("entries", facts.entries());
        json.writeNumberField("bytes", facts.bytes());
        json.writeStringField("manifest", facts.manifest().text());
        if (facts.release().isPresent()) {
            json.writeStringField("release", facts.release().get());
        }
        if (facts.lockedUntil().isPresent()) {
            json.writeStringField("lockedUntil", facts.lockedUntil().get().toString());
        }
    }

    private static void object(JsonGenerator json, ObjectRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", row.key().text());
        json.writeNumberField("length", row.length());
        json.writeStringField("sha256", row.sha256());
        if (row.namedVersion().isPresent()) {
            json.writeStringField("version", row.namedVersion().get());
        }
        if (row.namedEtag().isPresent()) {
            json.writeStringField("etag", row.namedEtag().get());
        }
        json.writeEndObject();
    }
}
