package io.ghekeeper.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes a seal: its lists as the walk goes along, then what is true on this volume only, and its root last. Upper units end
 * after those that lie below them, and are named before them.
 */
final class SealWriter {
    static final int FORMAT = 1;

    private static final int UNITS_BETWEEN_FLUSHES = 128;

    private final SealFiles files;
    private final String snapshotId;
    private final FileSystemIdentity fileSystem;
    private final ListStore lists;
    private final ListStore inodes;
    private final AppendStream spool;
    private final List<SealedUnit> uppers = new ArrayList<>();
    private final UnitStack<UnitLists> units = new UnitStack<>(new WrittenUnits());
    private int unflushed;
    private long finished;

    /** @param lists knows which lists are damaged, if an earlier seal was read */
    @SuppressWarnings("MissingSummary")
    SealWriter(SealFiles files, String snapshotId, FileSystemIdentity fileSystem, ListStore lists, ListStore inodes)
            throws IOException {
        this.files = files;
        this.snapshotId = snapshotId;
        this.fileSystem = fileSystem;
        this.lists = lists;
        this.inodes = inodes;
        lists.prepare();
        inodes.prepare();
        this.spool = new AppendStream(files.disk(), files.unfinished(snapshotId));
        spool.write(UnfinishedSeal.header(fileSystem).getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds an entry; entries come in the order of the walk. */
    void add(TreeEntry entry, Optional<byte[]> digest) throws IOException {
        units.at(entry.path(), entry.facts().type()).add(entry, digest);
    }

    /** After the last entry. */
    void endUnits() throws IOException {
        units.end();
    }

    long units() {
        return finished;
    }

    long newUnits() {
        return lists.written();
    }

    /** Ends the seal: when this returns, it is on disk as a whole. */
    void finish(SealedSnapshot sealed) throws IOException {
        uppers.sort(Comparator.comparing(unit -> MtreeLine.path(unit.path()), PathBytes.ORDER));
        flush();
        write(files.local(snapshotId), this::local);
        write(files.root(snapshotId), json -> root(json, sealed));
        files.disk().delete(files.unfinished(snapshotId));
    }

    /** From now on, what is finished is not read again after a cut. The lists are there before they are named. */
    private void flush() throws IOException {
        lists.flush();
        inodes.flush();
        spool.flush();
        unflushed = 0;
    }

    private void local(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("fileSystem");
        json.writeStringField("id", fileSystem.id());
        json.writeNumberField("inode", fileSystem.inode());
        json.writeStringField("changed", fileSystem.changed());
        json.writeStringField("fileSystem", fileSystem.fileSystem());
        json.writeEndObject();
        units(json, unit -> json.writeStringField("inodes", unit.inodes()));
    }

    private void root(JsonGenerator json, SealedSnapshot sealed) throws IOException {
        json.writeStringField("sealedAt", sealed.at().toString());
        json.writeStringField("run", sealed.run());
        json.writeNumberField("files", sealed.files());
        json.writeNumberField("folders", sealed.folders());
        json.writeNumberField("links", sealed.links());
        json.writeNumberField("others", sealed.others());
        json.writeNumberField("bytes", sealed.bytes());
        units(json, unit -> {
            json.writeStringField("list", unit.list());
            json.writeNumberField("entries", unit.entries());
            json.writeNumberField("bytes", unit.bytes());
        });
    }

    private void units(JsonGenerator json, UnitFields fields) throws IOException {
        json.writeNumberField("upperUnits", uppers.size());
        json.writeArrayFieldStart("units");
        for (SealedUnit upper : uppers) {
            unit(json, upper, fields);
        }
        try (BufferedReader lines = Files.newBufferedReader(files.unfinished(snapshotId), StandardCharsets.US_ASCII)) {
            lines.readLine(); // the file system
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                unit(json, SealedUnit.parse(line), fields);
            }
        }
        json.writeRaw('\n');
        json.writeEndArray();
    }

    private static void unit(JsonGenerator json, SealedUnit unit, UnitFields fields) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", unit.path());
        fields.write(unit);
        json.writeEndObject();
    }

    private void write(Path file, DocumentFields fields) throws IOException {
        Disk disk = files.disk();
        Path beside = AtomicFile.beside(file);
        try (AppendStream stream = new AppendStream(disk, beside);
                JsonGenerator json = new JsonFactory().createGenerator(stream)) {
            json.setPrettyPrinter(new LinePrinter());
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("snapshot", snapshotId);
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
        AtomicFile.rename(disk, beside, file);
    }

    private interface DocumentFields {
        void write(JsonGenerator json) throws IOException;
    }

    private interface UnitFields {
        void write(SealedUnit unit) throws IOException;
    }

    private final class WrittenUnits implements UnitStack.UnitEnds<UnitLists> {
        @Override
        public UnitLists open(String unit) throws IOException {
            return new UnitLists(lists, inodes);
        }

        @Override
        public void close(String unit, UnitLists opened) throws IOException {
            SealedUnit ended = opened.finish(unit);
            finished++;
            if (UnitPath.isUpper(unit)) {
                uppers.add(ended);
            } else {
                spool.write(ended.line().getBytes(StandardCharsets.US_ASCII));
                unflushed++;
                if (unflushed >= UNITS_BETWEEN_FLUSHES) {
                    flush();
                }
            }
        }
    }
}
