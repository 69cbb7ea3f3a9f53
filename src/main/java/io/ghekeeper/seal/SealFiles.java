package io.ghekeeper.seal;

import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.SnapshotDocuments;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.FileSystemIdentity;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where seals lie: {@code seals} in the state directory. Their form is in {@code docs/seal.md}. */
final class SealFiles {
    private final Disk disk;
    private final Path directory;
    private final DamageLists damaged;

    SealFiles(Disk disk, Path stateDirectory) {
        this.disk = disk;
        this.damaged = new DamageLists(stateDirectory, disk);
        this.directory = EvidenceFiles.sealsOf(stateDirectory);
    }

    Disk disk() {
        return disk;
    }

    /** What verifications found damaged. */
    DamageLists damaged() {
        return damaged;
    }

    /** All of it. */
    Path directory() {
        return directory;
    }

    /** The units of all seals that are not finished. */
    List<Path> allUnfinished() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.units.{new,old}")) {
            entries.forEach(found::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    /** Makes the folders where they are missing. */
    void prepare() throws IOException {
        PrivateFolder.make(disk, directory);
    }

    /** A seal's root. It is there when the seal is whole. */
    Path root(String snapshotId) {
        return SnapshotDocuments.file(directory, snapshotId);
    }

    /** What is true on this volume only. */
    Path local(String snapshotId) {
        return directory.resolve(snapshotId + ".local.json");
    }

    /** The units of a seal that is not finished. */
    Path unfinished(String snapshotId) {
        return directory.resolve(snapshotId + ".units.new");
    }

    /** The units of a seal that was cut off, while the next one goes on. */
    Path cutOff(String snapshotId) {
        return directory.resolve(snapshotId + ".units.old");
    }

    /** All that there may be of a snapshot, but for lists: the root first, without which there is no seal. */
    List<Path> all(String snapshotId) {
        List<Path> all = new ArrayList<>(List.of(root(snapshotId), local(snapshotId)));
        all.addAll(allUnfinished(snapshotId));
        all.addAll(damaged.files(snapshotId));
        return all;
    }

    /** All that a seal of it may have left that was cut off. */
    List<Path> allUnfinished(String snapshotId) {
        return List.of(
                unfinished(snapshotId),
                cutOff(snapshotId),
                AtomicFile.beside(root(snapshotId)),
                AtomicFile.beside(local(snapshotId)));
    }

    /** When each unit was read. */
    Path reads() {
        return directory.resolve("reads");
    }

    /** The same, of a run that goes on. */
    Path unfinishedReads() {
        return directory.resolve("reads.new");
    }

    /** Both together, after a run that was cut off. */
    Path mergedReads() {
        return directory.resolve("reads.merged");
    }

    /** When repository networks were last looked at by git. */
    Path looks(String suffix) {
        return directory.resolve("networks-looked-at" + suffix);
    }

    /** The lists of entries. */
    ListStore units() {
        return new ListStore(disk, directory.resolve("units"), ".mtree.zst");
    }

    /** The lists of inodes. */
    ListStore inodes() {
        return new ListStore(disk, directory.resolve("inodes"), ".zst");
    }

    /** The file system that the seals are on. */
    FileSystemIdentity fileSystem() throws IOException {
        return FileSystemIdentity.of(disk, directory.resolve("file-system"));
    }

    /** The snapshots that have a seal, the newest first. */
    List<String> sealed() throws IOException {
        return SnapshotDocuments.ids(directory);
    }
}
