package io.ghekeeper.store;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Until when the files of a folder are retained: a hidden file beside each, with an instant. */
record FolderRetention(Disk disk) {
    private static final int LONGEST_INSTANT = 64;

    /** Retains a file until an instant, or for longer where that was promised before. */
    void promise(Path file, Instant until) throws IOException {
        if (until(file).filter(promised -> !promised.isBefore(until)).isPresent()) {
            return;
        }
        Path beside = file.resolveSibling("." + UUID.randomUUID() + ".new");
        try {
            disk.createPrivateFile(beside, until.toString().getBytes(StandardCharsets.US_ASCII));
            AtomicFile.rename(disk, beside, record(file));
        } finally {
            disk.delete(beside);
        }
    }

    /** A damaged record keeps its object: what was promised is unknown then. */
    Optional<Instant> until(Path file) throws IOException {
        try {
            return read(file);
        } catch (DateTimeException damaged) {
            throw new IOException("the record of its retention is unreadable", damaged);
        }
    }

    /** What a reader may rely on: nothing where the record is damaged. */
    Optional<Instant> known(Path file) throws IOException {
        try {
            return read(file);
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> read(Path file) throws IOException {
        try {
            return Optional.of(Instant.parse(
                    new String(SmallFile.read(record(file), LONGEST_INSTANT), StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    void forget(Path file) throws IOException {
        disk.delete(record(file));
    }

    private static Path record(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".retained");
    }
}
