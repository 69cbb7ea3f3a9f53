package io.ghekeeper.volume;

import io.ghekeeper.volume.LockFile.HeldFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file that shows that a process is alive which needs a folder, and that goes with its end. A process id proves
 * nothing: another container with the same volume has others. What a killed process left can be taken by any other one.
 */
public final class AliveLock implements AutoCloseable {
    /** Of this process: opening and closing one's own lock would let it go. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Disk disk;
    private final Path file;
    private final HeldFile held;

    private AliveLock(Disk disk, Path file, HeldFile held) {
        this.disk = disk;
        this.file = file;
        this.held = held;
    }

    /**
     * Takes it, and makes it where it is missing.
     *
     * @return nothing where a living process has it, be it this one
     */
    public static Optional<AliveLock> take(Disk disk, Path lock) throws IOException {
        Path file = lock.toAbsolutePath().normalize();
        if (!OPEN.add(file)) {
            return Optional.empty();
        }
        Optional<HeldFile> held = Optional.empty();
        boolean taken = false;
        try {
            held = new LockFile(disk, file).take("");
            // One that ends may have removed it between: a lock without a name keeps no other process away.
            taken = held.isPresent() && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            return taken ? held.map(one -> new AliveLock(disk, file, one)) : Optional.empty();
        } finally {
            if (!taken) {
                held.ifPresent(HeldFile::close);
                OPEN.remove(file);
            }
        }
    }

    /** Removes the file, and then lets it go. */
    @Override
    public void close() throws IOException {
        try {
            disk.delete(file);
        } finally {
            held.close();
            OPEN.remove(file);
        }
    }
}
