package io.ghekeeper.journal;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;

/**
 * Room for the end of a run, taken before the run has any effect: a file in its folder. The record's end is written into
 * this very file, which then takes the record's place, so that it needs neither a byte nor an inode more; what the record
 * leaves of the room is free for the last lines of the run's log.
 */
final class Reserve {
    private static final String NAME = "reserve";

    /** A record of many losses and tries has some hundred KiB. */
    private static final int BYTES = 512 << 10;

    private final Disk disk;

    Reserve(Disk disk) {
        this.disk = disk;
    }

    /** Takes the room, by bytes that no file system can store in less. */
    void make(Path folder) throws IOException {
        byte[] content = new byte[BYTES];
        new Random(0).nextBytes(content);
        disk.write(folder.resolve(NAME), content);
        disk.sync(folder.resolve(NAME));
    }

    /** Writes a file into the reserved room; whether it could. */
    boolean use(Path folder, Path file, byte[] content) {
        Path reserve = folder.resolve(NAME);
        if (!Files.isRegularFile(reserve, LinkOption.NOFOLLOW_LINKS)) {
            return false; // of an older release, or used
        }
        try {
            AtomicFile.writeInto(disk, reserve, file, content);
            return true;
        } catch (IOException unusable) {
            free(reserve);
            return false;
        }
    }

    /** On a file system that writes each time to another place, only what is deleted makes room. */
    private void free(Path reserve) {
        try {
            disk.delete(reserve);
        } catch (IOException stays) {
            // The next writing says what is wrong.
        }
    }
}
