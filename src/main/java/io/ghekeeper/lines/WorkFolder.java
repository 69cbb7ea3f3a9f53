package io.ghekeeper.lines;

import io.ghekeeper.volume.AliveLock;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.ProcessFolders;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder for what is of use during one run only. It is removed at the end, or when the next run begins. */
public final class WorkFolder implements AutoCloseable {
    private static final String PLAN = "archive-plan.";

    private final Disk disk;
    private final Path folder;
    private final Runnable goOn;
    private final Optional<AliveLock> lock;
    private final AtomicInteger begun = new AtomicInteger();

    /**
     * Makes it, without what a killed process left there.
     *
     * @param goOn is asked while files are written; what it throws ends the work
     */
    public WorkFolder(Disk disk, Path folder, Runnable goOn) throws IOException {
        this(disk, folder, goOn, Optional.empty());
    }

    /** @param lock nothing where the lease of a lane keeps others from the folder */
    @SuppressWarnings("MissingSummary")
    private WorkFolder(Disk disk, Path folder, Runnable goOn, Optional<AliveLock> lock) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.goOn = goOn;
        this.lock = lock;
        boolean made = false;
        try {
            make();
            made = true;
        } finally {
            if (!made && lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private void make() throws IOException {
        clear(disk, folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
        }
    }

    /** One of this call alone, beside the archive's own: what only looks does not wait for a run. */
    public static WorkFolder ofProcess(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        while (true) {
            Path folder = absolute(stateDirectory).resolve(PLAN + UUID.randomUUID());
            Optional<AliveLock> held = ProcessFolders.lock(disk, folder);
            if (held.isPresent()) {
                return new WorkFolder(disk, folder, goOn, held);
            }
        }
    }

    /** The same, when those of processes that are gone are removed: they may have decrypted packs. */
    public static WorkFolder withoutDead(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        removeDead(disk, stateDirectory);
        return ofProcess(disk, stateDirectory, goOn);
    }

    /** Removes those that no process has locked. */
    public static void removeDead(Disk disk, Path stateDirectory) throws IOException {
        ProcessFolders.removeDead(disk, absolute(stateDirectory), PLAN, dead -> remove(disk, dead));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Where its files are. */
    public Path folder() {
        return folder;
    }

    /** What its files are written with. */
    public Disk disk() {
        return disk;
    }

    /** Sorting goes on for minutes without any content being read. */
    public void requireGoOn() {
        goOn.run();
    }

    /** A file that is not there yet. Several threads may ask. */
    public Path file(String name) {
        return folder.resolve(name + "." + begun.getAndIncrement());
    }

    private static void clear(Disk disk, Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                disk.delete(file);
            }
        } catch (NoSuchFileException none) {
            // Then nothing is there to be removed.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void remove(Disk disk, Path folder) throws IOException {
        clear(disk, folder);
        disk.delete(folder);
    }

    /** The lock goes last: the folder is never there without it. */
    @Override
    public void close() throws IOException {
        try {
            remove(disk, folder);
        } finally {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
