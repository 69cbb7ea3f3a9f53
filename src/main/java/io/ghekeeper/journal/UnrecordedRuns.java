package io.ghekeeper.journal;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Records of runs that could not be written on a volume that was full or read-only, kept in memory-backed storage until
 * they can be. They hold no secret, as no record does, and are lost with the machine: the run is recorded as interrupted
 * then. The newest are kept, so that they fill no memory.
 */
final class UnrecordedRuns {
    /** Not the volume's, which is full or read-only. */
    private static final Disk MEMORY = new LocalDisk();

    private static final String SUFFIX = ".json";
    private static final int MOST = 16;
    private static final int LARGEST = 1 << 20;

    private final Path folder;
    private final RunDocument codec = new RunDocument();

    /** @param place in memory; several keepers may share it, and their runs have different ids */
    @SuppressWarnings("MissingSummary")
    UnrecordedRuns(Path place) {
        this.folder = place.resolve("unrecorded");
    }

    /** Keeps a record in memory that could not be written to the volume; whether it could be kept. */
    boolean keep(Run run) {
        byte[] content = codec.write(run);
        if (content.length > LARGEST) {
            return false;
        }
        try {
            makeFolder();
            AtomicFile.writePrivate(MEMORY, file(run.id()), content);
            forgetOldest();
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** The record that is kept of a run. */
    Optional<Run> find(String id) {
        try {
            if (!isOurs()) {
                return Optional.empty();
            }
            Run run = codec.read(SmallFile.read(file(id), LARGEST));
            return run.id().equals(id) ? Optional.of(run) : Optional.empty();
        } catch (IOException | RunDocument.Unreadable none) {
            return Optional.empty();
        }
    }

    void forget(String id) {
        try {
            MEMORY.delete(file(id));
        } catch (IOException stays) {
            // The record on the volume has an end, and counts.
        }
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }

    private void makeFolder() throws IOException {
        for (Path path : List.of(folder.getParent(), folder)) {
            try {
                MEMORY.createPrivateDirectory(path);
            } catch (FileAlreadyExistsException there) {
                // By an earlier run.
            }
        }
        if (!isOurs()) {
            throw new IOException(folder + " is not this user's alone");
        }
    }

    /** A folder that other users may write to is not trusted. */
    private boolean isOurs() throws IOException {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                    && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))
                            .endsWith("------");
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            files.forEach(all::add);
        }
        all.sort(Comparator.reverseOrder());
        for (Path old : all.subList(Math.min(MOST, all.size()), all.size())) {
            MEMORY.delete(old);
        }
    }
}
