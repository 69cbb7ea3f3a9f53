package io.ghekeeper.archive;

import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.LockFile.HeldFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder for what is of use during one run only. It is removed at the end, or when the next run begins. */
final class WorkFolder implements AutoCloseable {
    private static final String PLAN = "archive-plan.";
    private static final String LOCK = ".lock";

    /** Of this process: opening and closing one's own lock would let it go. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Disk disk;
    private final Path folder;
    private final Runnable goOn;
    private final Optional<HeldFile> lock;
    private final AtomicInteger begun = new AtomicInteger();

    /**
     * Makes it, without what a killed process left there.
     *
     * @param goOn is asked while files are written; what it throws ends the work
     */
    WorkFolder(Disk disk, Path folder, Runnable goOn) throws IOException {
        this(disk, folder, goOn, Optional.empty());
    }

    /** @param lock nothing where the lease of a lane keeps others from the folder */
    @SuppressWarnings("MissingSummary")
    private WorkFolder(Disk disk, Path folder, Runnable goOn, Optional<HeldFile> lock) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.goOn = goOn;
        this.lock = lock;
        boolean made = false;
        try {
            make();
            made = true;
        } finally {
            if (!made) {
                lock.ifPresent(HeldFile::close);
                OPEN.remove(folder);
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
    static WorkFolder ofProcess(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        while (true) {
            Path folder = absolute(stateDirectory).resolve(PLAN + UUID.randomUUID());
            Path lock = lockOf(folder);
            Optional<HeldFile> held = taken(disk, folder);
            // One that removes what is left may have come between: a lock without a name keeps no other from the
            // folder.
            if (held.isPresent() && Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
                return new WorkFolder(disk, folder, goOn, held);
            }
            held.ifPresent(HeldFile::close);
            OPEN.remove(folder);
        }
    }

    private static Optional<HeldFile> taken(Disk disk, Path folder) throws IOException {
        OPEN.add(folder);
        boolean taken = false;
        try {
            Optional<HeldFile> held = new LockFile(disk, lockOf(folder)).take("");
            taken = true;
            return held;
        } finally {
            if (!taken) {
                OPEN.remove(folder);
            }
        }
    }

    /** The same, when those of processes that are gone are removed: they may have decrypted packs. */
    static WorkFolder withoutDead(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        removeDead(disk, stateDirectory);
        return ofProcess(disk, stateDirectory, goOn);
    }

    /**
     * Removes those that no process has locked. A process id proves nothing: another container with the same volume has
     * others.
     */
    static void removeDead(Disk disk, Path stateDirectory) throws IOException {
        Set<Path> left = new TreeSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(absolute(stateDirectory), PLAN + "*")) {
            for (Path one : folders) {
                String name = one.getFileName().toString();
                left.add(
                        name.endsWith(LOCK)
                                ? one.resolveSibling(name.substring(0, name.length() - LOCK.length()))
                                : one);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        for (Path folder : left) {
            if (!OPEN.contains(folder)) {
                removeUnlocked(disk, folder);
            }
        }
    }

    private static void removeUnlocked(Disk disk, Path folder) throws IOException {
        Optional<HeldFile> held = new LockFile(disk, lockOf(folder)).take("");
        if (held.isPresent()) {
            try {
                remove(disk, folder);
                disk.delete(lockOf(folder));
            } finally {
                held.get().close();
            }
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    Disk disk() {
        return disk;
    }

    /** Sorting goes on for minutes without any content being read. */
    void requireGoOn() {
        goOn.run();
    }

    /** A file that is not there yet. Several threads may ask. */
    Path file(String name) {
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
            if (lock.isPresent()) {
                disk.delete(lockOf(folder));
            }
        } finally {
            lock.ifPresent(HeldFile::close);
            OPEN.remove(folder);
        }
    }
}
