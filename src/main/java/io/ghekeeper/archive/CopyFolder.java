package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a seal's packs lie until the seal is whole. What is in it then moves to the outbox. What a kill leaves is removed by the
 * next seal or archive run, and was never sent.
 */
final class CopyFolder {
    private static final String COPIED = "copied";
    private static final String PARTS = "parts";

    private final Disk disk;
    private final Path archive;
    private final Path folder;
    private final Encryption encryption;
    private final Outbox copied;
    private final PartDigests parts;

    /**
     * The folder.
     *
     * @param archive the folder of the archive
     * @param encryption of the packs
     */
    CopyFolder(Disk disk, Path archive, Encryption encryption) {
        this.disk = disk;
        this.archive = archive;
        this.folder = archive.resolve(COPIED);
        this.copied = new Outbox(disk, folder, encryption);
        this.encryption = encryption;
        this.parts = new PartDigests(disk, folder.resolve(PARTS));
    }

    static Path outbox(Path archive) {
        return archive.resolve("outbox");
    }

    /** Those of large files that are sealed and not archived. */
    static PartDigests parts(Disk disk, Path archive) {
        return new PartDigests(disk, archive.resolve(PARTS));
    }

    /** Makes it, empty. */
    void prepare() throws IOException {
        clear();
        PrivateFolder.make(disk, archive);
        PrivateFolder.make(disk, folder);
        PrivateFolder.make(disk, folder.resolve(PARTS));
    }

    /** Makes packs in it. */
    ObjectWriter writer() {
        return new ObjectWriter(disk, folder, encryption);
    }

    /** Takes a finished pack. */
    void add(PackedFile pack) throws IOException {
        copied.add(pack.object(), HeldContent.ofPack(pack));
    }

    /** Takes the digests of the parts of a large file. */
    void add(byte[] digest, List<byte[]> ofParts) throws IOException {
        parts.add(digest, ofParts);
    }

    /** Hands all on: the bytes first, as an object without a word of what it holds is removed from the outbox. */
    void keep() throws IOException {
        Path outbox = outbox(archive);
        PrivateFolder.make(disk, outbox);
        for (WaitingObject pack : copied.waiting()) {
            for (Path file : Outbox.files(pack)) {
                disk.move(file, outbox.resolve(file.getFileName()));
            }
        }
        disk.sync(outbox);
        PrivateFolder.make(disk, archive.resolve(PARTS));
        parts(disk, archive).takeFrom(parts);
        disk.sync(archive.resolve(PARTS));
    }

    /** Removes what {@link #keep} would hand on, as far as that can be removed. */
    void drop() {
        try {
            for (WaitingObject pack : copied.waiting()) {
                copied.discard(pack);
            }
        } catch (IOException stays) {
            // It goes with the folder.
        }
    }

    /** Removes it, with what is in it. */
    void clear() throws IOException {
        remove(disk, archive);
    }

    /** Removes what a seal left in the folder of the archive. The caller holds the lease of the keep lane. */
    static void remove(Disk disk, Path archive) throws IOException {
        Path folder = archive.resolve(COPIED);
        new PartDigests(disk, folder.resolve(PARTS)).clear();
        for (Path file : list(folder)) {
            disk.delete(file);
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.delete(folder);
        }
    }

    /** The bytes that the outbox has. */
    long waitingBytes() throws IOException {
        long bytes = 0;
        for (Path file : list(outbox(archive))) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** As many of these are of packs that hold a part of a larger file. */
    long waitingPartBytes() throws IOException {
        return new Outbox(disk, outbox(archive), encryption).partBytes();
    }

    static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(found::add);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
