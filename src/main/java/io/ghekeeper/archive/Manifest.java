package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStream;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.text.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The manifest of a snapshot: where each unit is, and which packs hold its content. One JSON document, with a line for each
 * unit, in the order of the seal. It has no other name in it than the units', so that equal snapshots share one.
 */
final class Manifest {
    static final int FORMAT = 1;

    private static final String FOLDER = "manifests";
    private static final String SUFFIX = ".json.zst";
    private static final int LEVEL = 3;
    private static final int PLACE = 11;

    private final WorkFolder work;
    private final long budget;
    private final PackKeys keys;

    Manifest(WorkFolder work, long budget, PackKeys keys) {
        this.work = work;
        this.budget = budget;
        this.keys = keys;
    }

    /**
     * What a manifest says.
     *
     * @param byPlace the units in the order of the seal: {@code <place> <path> <line of the state>}
     * @param objects gets the key of each object that the snapshot needs
     */
    record ManifestUnits(Path byPlace, LineSorter objects) {}

    /**
     * Looks up where each unit is.
     *
     * @throws MissingContentException when a unit is not there: a part of the state was damaged meanwhile
     */
    ManifestUnits find(SealedUnitLists units, KnownLines state) throws IOException {
        LineSorter byPlace = new LineSorter(work, budget);
        LineSorter objects = new LineSorter(work, budget);
        try (LineCursor lists = new SortedLines(units.byList());
                LineCursor places = state.lines(StateTable.UNITS)) {
            for (; !lists.isAtEnd(); lists.next()) {
                places.skipTo(lists.key());
                if (!places.isAt(lists.key())) {
                    throw new MissingContentException(lists.key());
                }
                byPlace.add(SealedUnitLists.placeAndPath(lists.peek()) + " " + places.peek());
                UnitPlace place = UnitPlace.parse(places.peek());
                objects.add(place.object());
                for (String pack : place.packs()) {
                    objects.add(keys.of(pack));
                }
            }
            places.drain();
        }
        return new ManifestUnits(byPlace.sortedFile(), objects);
    }

    /**
     * Writes it.
     *
     * @param object is finished by the caller
     * @return SHA-256 of the text
     */
    String write(ManifestUnits units, OutputStream object) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (LineCursor lines = new SortedLines(units.byPlace());
                ZstdOutputStream zstd = new ZstdOutputStream(unclosed(object), LEVEL).setChecksum(true);
                JsonGenerator json = new JsonFactory().createGenerator(new DigestOutputStream(zstd, digest))) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeArrayFieldStart("units");
            for (; !lines.isAtEnd(); lines.next()) {
                json.writeRaw('\n');
                unit(json, lines.peek());
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static OutputStream unclosed(OutputStream object) {
        return new FilterOutputStream(object) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    private static void unit(JsonGenerator json, String line) throws IOException {
        int path = line.indexOf(' ', PLACE);
        UnitPlace place = UnitPlace.parse(line.substring(path + 1));
        json.writeStartObject();
        json.writeStringField("path", line.substring(PLACE, path));
        json.writeStringField("list", place.list());
        json.writeStringField("object", place.object());
        json.writeNumberField("offset", place.offset());
        json.writeNumberField("length", place.length());
        json.writeArrayFieldStart("packs");
        for (String pack : place.packs()) {
            json.writeString(pack);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static ObjectStream begin(ObjectWriter objects, ArchiveProgress progress) {
        return objects.begin(FOLDER, SUFFIX, progress);
    }
}
