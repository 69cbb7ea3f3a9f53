package io.ghekeeper.engine.backuputils;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One of the files by which backup-utils shows that it is running. Its content comes from outside and may be anything.
 *
 * @param file its path in the data directory
 * @param form what lies there
 * @param writer the first word: a snapshot's id, or for the restore marker the time as seconds since 1970
 * @param pid of the process that wrote it; nothing where none can be read
 * @param written when the file was last written
 */
record Marker(Path file, Form form, Optional<String> writer, Optional<Long> pid, Instant written) {

    /** What lies where a marker would be. */
    enum Form {
        FILE,
        /** What releases of old left as {@code in-progress}. */
        SYMBOLIC_LINK,
        UNREADABLE,
        /** A directory or device: nothing that backup-utils would make. */
        FOREIGN
    }

    public Marker {
        Objects.requireNonNull(file);
        Objects.requireNonNull(form);
        Objects.requireNonNull(writer);
        Objects.requireNonNull(pid);
        Objects.requireNonNull(written);
    }
}
