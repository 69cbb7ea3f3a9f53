package io.ghekeeper.seal;

import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Writes a record of read times beside the one that is there, unit by unit, in order. */
final class ReadRecordWriter {
    private final Disk disk;
    private final Path beside;
    private final Path file;
    private final AppendStream stream;

    ReadRecordWriter(Disk disk, Path beside, Path file, Optional<Instant> lastTick) throws IOException {
        this.disk = disk;
        this.beside = beside;
        this.file = file;
        this.stream = new AppendStream(disk, beside);
        write(ReadRecordReader.header(lastTick));
    }

    void add(UnitReadTimes unit) throws IOException {
        write(unit.lines());
    }

    /** Adds what another record has from its place up to a unit, and without that. */
    void addUpTo(String unit, ReadRecordReader from) throws IOException {
        while (from.peek().isPresent()
                && UnitVersion.ORDER.compare(from.peek().get().unit(), unit) < 0) {
            add(from.peek().get());
            from.next();
        }
    }

    /** Adds what another record has from its place on. */
    void addRest(ReadRecordReader from) throws IOException {
        for (; from.peek().isPresent(); from.next()) {
            add(from.peek().get());
        }
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** From now on, a process that is killed loses nothing of it. */
    void flush() throws IOException {
        stream.flush();
    }

    /** Puts it in the place of the one that is there: when this returns, it is on disk as a whole. */
    void finish() throws IOException {
        stream.close();
        AtomicFile.rename(disk, beside, file);
    }
}
