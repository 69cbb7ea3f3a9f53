package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into the data directory itself. */
final class DataDirectory {
    /** backup-utils' lists of what incremental dumps of MySQL build upon, one path a line; it never prunes those. */
    private static final List<String> INCREMENT_LISTS =
            List.of("inc_full_backup", "inc_snapshot_data", "inc_previous_full_backup", "inc_previous_snapshot_data");

    private static final int LONGEST_LIST = 1 << 20;

    private final Path directory;

    DataDirectory(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** What is in it, in no order; nothing where there is no such directory. */
    List<Path> entries() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
            return found;
        } catch (NoSuchFileException none) {
            return found;
        } catch (DirectoryIteratorException e) {
            throw unreadable(directory, e.getCause());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** What {@code current} names, if that is in this directory. */
    Optional<String> currentId() {
        try {
            Path target = directory.resolve(Files.readSymbolicLink(directory.resolve("current")));
            Path folder = Optional.ofNullable(target.getParent()).orElse(directory);
            return Files.isSameFile(folder, directory)
                    ? Optional.ofNullable(target.getFileName()).map(Path::toString)
                    : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Whether incremental dumps of MySQL need this snapshot, complete or not. */
    boolean needsForIncrements(String id) {
        return incrementLists().contains(id);
    }

    /** The lists of what incremental dumps of MySQL build upon, one after the other; empty where there is none. */
    String incrementLists() {
        StringBuilder lists = new StringBuilder();
        for (String list : INCREMENT_LISTS) {
            Path file = directory.resolve(list);
            try {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    lists.append(new String(SmallFile.read(file, LONGEST_LIST), StandardCharsets.ISO_8859_1))
                            .append('\n');
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return lists.toString();
    }

    /** Whether this is a folder that is not empty. */
    static boolean holdsAnything(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return entries.iterator().hasNext();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** Held open: what is then done in it does not follow its path again. */
    @SuppressWarnings("StreamResourceLeak") // the caller's to close
    SecureDirectoryStream<Path> open() throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system cannot delete in an open directory");
    }

    private static Failure unreadable(Path path, IOException cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "cannot read " + path + ": " + FileError.words(cause),
                "Check that the volume is mounted and readable for this user.",
                cause);
    }
}
