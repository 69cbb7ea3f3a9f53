package io.ghekeeper.seal;

import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes a list of damaged files as they are found. A volume that is full does not end the search for damage: that the list
 * cannot be written is said at its end.
 */
final class DamageListWriter {
    private final Disk disk;
    private final EvidenceFiles evidence;
    private final Path file;
    private AppendStream stream;
    private IOException failure;

    /** @param file is made when something is added, and emptied if it is there */
    @SuppressWarnings("MissingSummary")
    DamageListWriter(Disk disk, EvidenceFiles evidence, Path file) {
        this.disk = disk;
        this.evidence = evidence;
        this.file = file;
    }

    /** Files come in the order of the walk. */
    void add(DamagedFile damaged) {
        if (failure != null) {
            return;
        }
        try {
            if (stream == null) {
                evidence.prepare(disk);
                stream = new AppendStream(disk, file);
            }
            stream.write(damaged.line().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            failure = e;
        }
    }

    /** After the last one; not synced. */
    void finish() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (stream != null) {
            stream.flush();
        }
    }

    boolean isEmpty() {
        return stream == null;
    }

    Path file() {
        return file;
    }
}
