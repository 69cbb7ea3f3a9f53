package io.ghekeeper.seal;

import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The units that a seal of the same snapshot had finished when it was cut off. It lets the next one go on: what the lists of
 * these units say of a file holds while that is the same inode, with the same size and time.
 */
final class UnfinishedSeal implements UnitLookup {
    private final Path file;
    private final Disk disk;
    private final BufferedReader lines;
    private String path = "";
    private Optional<UnitSums> sums = Optional.empty();
    private boolean ended;

    private UnfinishedSeal(Path file, Disk disk) throws IOException {
        this.file = file;
        this.disk = disk;
        this.lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
    }

    /** The first line of the file: the file system whose inodes are meant. */
    static String header(FileSystemIdentity fileSystem) {
        return "#" + fileSystem.id() + " " + fileSystem.inode() + " " + fileSystem.changed() + " "
                + fileSystem.fileSystem() + "\n";
    }

    /**
     * Opens what was cut off, and puts it aside, so that a new file can be begun.
     *
     * @return nothing where there is none, or none of this file system
     */
    static Optional<UnfinishedSeal> open(SealFiles files, String snapshotId, FileSystemIdentity fileSystem)
            throws IOException {
        Path begun = files.unfinished(snapshotId);
        Path aside = files.cutOff(snapshotId);
        if (Files.exists(begun, LinkOption.NOFOLLOW_LINKS)) {
            files.disk().move(begun, aside);
        }
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        UnfinishedSeal seal = new UnfinishedSeal(aside, files.disk());
        try {
            if (isOf(fileSystem, seal.lines.readLine())) {
                seal.forward();
                return Optional.of(seal);
            }
        } catch (IOException damaged) {
            // Then the seal begins again.
        }
        seal.close();
        return Optional.empty();
    }

    /** Adds the lists that an unfinished seal names. Its last line may be cut off, and names none then. */
    static void readNamed(Path file, NamedLists entries, NamedLists inodes) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            lines.readLine(); // the file system
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                SealedUnit unit;
                try {
                    unit = SealedUnit.parse(line);
                } catch (IOException cutOff) {
                    return;
                }
                entries.add(unit.list());
                inodes.add(unit.inodes());
            }
        }
    }

    private static boolean isOf(FileSystemIdentity fileSystem, String header) {
        String[] words = header == null ? new String[0] : header.split(" ", -1);
        return words.length == 4
                && words[0].startsWith("#")
                && fileSystem.isSame(
                        new FileSystemIdentity(words[0].substring(1), number(words[1]), words[2], words[3]));
    }

    private static long number(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException damaged) {
            return -1;
        }
    }

    @Override
    public Optional<UnitSums> find(String unit) throws IOException {
        while (!ended && PathBytes.ORDER.compare(path, unit) < 0) {
            forward();
        }
        return ended || !path.equals(unit) ? Optional.empty() : sums;
    }

    private void forward() throws IOException {
        String line = lines.readLine();
        ended = line == null;
        if (ended) {
            return;
        }
        try {
            SealedUnit unit = SealedUnit.parse(line);
            path = MtreeLine.path(unit.path());
            sums = Optional.of(new UnitSums(unit.list(), Optional.of(unit.inodes())));
        } catch (IOException | IllegalArgumentException cutOff) {
            ended = true; // in the middle of a line
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
        disk.delete(file);
    }
}
