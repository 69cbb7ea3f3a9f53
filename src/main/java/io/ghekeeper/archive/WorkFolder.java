package io.ghekeeper.archive;

import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder for what is of use during one run only. It is removed at the end, or when the next run begins. */
final class WorkFolder implements AutoCloseable {
    private static final String PLAN = "archive-plan.";

    private final Disk disk;
    private final Path folder;
    private final Runnable goOn;
    private final AtomicInteger begun = new AtomicInteger();

    /**
     * Makes it, without what a killed process left there.
     *
     * @param goOn is asked while files are written; what it throws ends the work
     */
    WorkFolder(Disk disk, Path folder, Runnable goOn) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.goOn = goOn;
        clear();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
        }
    }

    /** One of this process alone, beside the archive's own: what only looks does not wait for a run. */
    static WorkFolder ofProcess(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        return new WorkFolder(
                disk, stateDirectory.resolve(PLAN + ProcessHandle.current().pid()), goOn);
    }

    /** The same, when those of processes that are gone are removed: they may have decrypted packs. */
    static WorkFolder withoutDead(Disk disk, Path stateDirectory, Runnable goOn) throws IOException {
        removeDead(disk, stateDirectory);
        return ofProcess(disk, stateDirectory, goOn);
    }

    /** Removes those of processes that are gone. */
    static void removeDead(Disk disk, Path stateDirectory) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(stateDirectory, PLAN + "[0-9]*")) {
            for (Path left : folders) {
                String pid = left.getFileName().toString().substring(PLAN.length());
                if (pid.matches("[0-9]{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    new WorkFolder(disk, left, () -> {}).close();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
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

    private void clear() throws IOException {
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

    @Override
    public void close() throws IOException {
        clear();
        disk.delete(folder);
    }
}
