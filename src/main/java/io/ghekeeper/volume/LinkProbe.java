package io.ghekeeper.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a file, a hard link and a symbolic link, and checks that they are that. Their names begin with a dot, never with
 * a digit, so that backup-utils does not count them. Each name shows the process that made it.
 */
final class LinkProbe {
    private static final String PREFIX = ".ghe-keeper-links-";

    private final Disk disk;
    private final Path directory;
    private final Path file;
    private final Path hard;
    private final Path symbolic;

    LinkProbe(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
        this.file = directory.resolve(PREFIX + ProcessHandle.current().pid());
        this.hard = directory.resolve(file.getFileName() + "-hard");
        this.symbolic = directory.resolve(file.getFileName() + "-symbolic");
    }

    /** A kind of link that does not work here. */
    record Unsupported(String kind, String why) {}

    /**
     * Tries both kinds.
     *
     * @return the first that does not work
     * @throws IOException when a file cannot be written at all
     */
    Optional<Unsupported> run() throws IOException {
        removeLeftovers();
        try {
            disk.write(file, "ghe-keeper\n".getBytes(StandardCharsets.US_ASCII));
            Optional<Unsupported> wrong = hardLink();
            return wrong.isPresent() ? wrong : symbolicLink();
        } finally {
            for (Path made : List.of(symbolic, hard, file)) {
                disk.delete(made);
            }
        }
    }

    private Optional<Unsupported> hardLink() throws IOException {
        try {
            disk.link(hard, file);
        } catch (IOException | UnsupportedOperationException refused) {
            return unsupported("hard", refused);
        }
        Object inode = Files.getAttribute(file, "unix:ino");
        boolean same =
                Files.getAttribute(hard, "unix:ino", LinkOption.NOFOLLOW_LINKS).equals(inode)
                        && Files.getAttribute(file, "unix:nlink").equals(2);
        return same ? Optional.empty() : Optional.of(new Unsupported("hard", "a link is a file of its own"));
    }

    private Optional<Unsupported> symbolicLink() throws IOException {
        try {
            disk.symbolicLink(symbolic, file.getFileName());
        } catch (IOException | UnsupportedOperationException refused) {
            return unsupported("symbolic", refused);
        }
        boolean same = Files.isSymbolicLink(symbolic)
                && Files.readSymbolicLink(symbolic).equals(file.getFileName());
        return same ? Optional.empty() : Optional.of(new Unsupported("symbolic", "a link leads elsewhere"));
    }

    /** Whatever else goes wrong, such as a disk that fails, says nothing of links. */
    private static Optional<Unsupported> unsupported(String kind, Exception refused) throws IOException {
        String why = String.valueOf(refused.getMessage());
        boolean never = refused instanceof UnsupportedOperationException
                || why.contains("not permitted")
                || why.contains("not supported")
                || why.contains("not implemented");
        if (!never) {
            throw (IOException) refused;
        }
        return Optional.of(new Unsupported(kind, "the file system refuses it"));
    }

    /** Removes what a killed probe left. The files of another live process may be in use, and stay. */
    private void removeLeftovers() throws IOException {
        List<Path> leftovers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PREFIX + "*")) {
            entries.forEach(leftovers::add);
        }
        for (Path leftover : leftovers) {
            if (!isOfAnotherAlive(leftover.getFileName().toString())) {
                disk.delete(leftover);
            }
        }
    }

    private static boolean isOfAnotherAlive(String name) {
        String pid = name.substring(PREFIX.length()).replaceFirst("-.*", "");
        return pid.matches("[1-9][0-9]{0,9}")
                && Long.parseLong(pid) != ProcessHandle.current().pid()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }
}
