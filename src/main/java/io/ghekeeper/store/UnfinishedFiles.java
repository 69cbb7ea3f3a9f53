package io.ghekeeper.store;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What killed processes left of PUTs and retentions in a folder that is a store. */
final class UnfinishedFiles {
    /** It has nothing of the object's name. */
    private static final Pattern NAME =
            Pattern.compile("\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.new");

    private static final Duration LONG_AGO = Duration.ofDays(1);

    private final Path root;
    private final Disk disk;
    private final Runnable goOn;
    private Optional<FileTime> now = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private int removed;

    /** @param goOn is called for each folder; what it throws is thrown */
    @SuppressWarnings("MissingSummary")
    UnfinishedFiles(Path root, Disk disk, Runnable goOn) {
        this.root = root;
        this.disk = disk;
        this.goOn = goOn;
    }

    static Path beside(Path file) {
        return file.resolveSibling("." + UUID.randomUUID() + ".new");
    }

    /**
     * Removes those in the root itself, and everywhere below some folders of it. Other folders are of other programs.
     *
     * @return how many
     * @throws Failure STORE_FAILED, after all others were removed, where a folder cannot be read or a file not be removed
     */
    int remove(List<String> folders) {
        removeOf(root, false);
        for (String folder : folders) {
            if (Files.isDirectory(root.resolve(folder), LinkOption.NOFOLLOW_LINKS)) {
                removeOf(root.resolve(folder), true);
            }
        }
        failure.ifPresent(first -> {
            throw first;
        });
        return removed;
    }

    private void removeOf(Path folder, boolean below) {
        goOn.run();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (NAME.matcher(name).matches() && isOld(entry)) {
                    disk.delete(entry);
                    removed++;
                } else if (below && isFolder(entry, name)) {
                    removeOf(entry, true);
                }
            }
        } catch (DirectoryIteratorException e) {
            note(folder, e.getCause());
        } catch (IOException e) {
            note(folder, e);
        }
    }

    /** No name of a folder has a dot, and nearly all objects' names have one: these are not looked at. */
    private static boolean isFolder(Path entry, String name) {
        return name.indexOf('.') < 0 && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }

    private void note(Path folder, IOException e) {
        if (failure.isEmpty()) {
            failure = Optional.of(StoreFailure.of("removing unfinished files of", folder.toString(), e));
        }
    }

    /** One that is written now is younger. A link of an object to its file outlives the file. */
    private boolean isOld(Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return facts.isRegularFile()
                && facts.lastModifiedTime()
                        .toInstant()
                        .isBefore(now().toInstant().minus(LONG_AGO));
    }

    /** By the clock that gives files their times: that of this machine may be another one. */
    private FileTime now() throws IOException {
        if (now.isEmpty()) {
            Path probe = beside(root.resolve("probe"));
            disk.createPrivateFile(probe, new byte[0]);
            try {
                now = Optional.of(Files.getLastModifiedTime(probe, LinkOption.NOFOLLOW_LINKS));
            } finally {
                disk.delete(probe);
            }
        }
        return now.get();
    }
}
