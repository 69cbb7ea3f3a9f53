package io.ghekeeper.archive;

import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.EntryType;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that a snapshot is fetched into. Paths are data of the store: each folder above one was seen to be a folder, and
 * no link, before anything is written below it. A file is always made new: it may be a name of another snapshot's.
 */
final class FetchFolder {
    private static final String ATTRIBUTES = "unix:mode,ino,dev,uid,gid,size,lastModifiedTime";
    private static final int PERMISSIONS = 07777;
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int PIECE = 256 << 10;

    private final Disk disk;
    private final Path top;
    private final boolean owners;
    private final ArchiveProgress progress;

    /** @param owners whether owners are set: only root may */
    @SuppressWarnings("MissingSummary")
    FetchFolder(Disk disk, Path top, boolean owners, ArchiveProgress progress) {
        this.disk = disk;
        this.top = top;
        this.owners = owners;
        this.progress = progress;
    }

    /** What is at a place now. */
    record FoundFile(int mode, long inode, long device, int uid, int gid, long size, FileTime modified) {
        static Optional<FoundFile> at(Path place) throws IOException {
            try {
                Map<String, Object> shown = Files.readAttributes(place, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                return Optional.of(new FoundFile(
                        (int) shown.get("mode"),
                        (long) shown.get("ino"),
                        (long) shown.get("dev"),
                        (int) shown.get("uid"),
                        (int) shown.get("gid"),
                        (long) shown.get("size"),
                        (FileTime) shown.get("lastModifiedTime")));
            } catch (NoSuchFileException none) {
                return Optional.empty();
            }
        }

        boolean isFolder() {
            return (mode & TYPE) == FOLDER;
        }

        boolean isSame(FoundFile other) {
            return inode == other.inode && device == other.device;
        }

        /** Whether this is a file with these attributes. */
        boolean isFileAs(EntryFacts facts, boolean owner) {
            return (mode & TYPE) == FILE
                    && (mode & PERMISSIONS) == facts.mode()
                    && size == facts.size()
                    && modified.toInstant().equals(facts.modified())
                    && (!owner || (uid == facts.uid() && gid == facts.gid()));
        }
    }

    static boolean mayOwn() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException unknown) {
            return false;
        }
    }

    Path place(String path) {
        return path.equals(ArchivedPath.TOP) ? top : PathBytes.resolve(top, path);
    }

    /** Whether all folders above a path are folders, and no links. */
    boolean isWithinFolders(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (!isFolder(path.substring(0, slash))) {
                return false;
            }
        }
        return true;
    }

    boolean isFolder(String path) throws IOException {
        return FoundFile.at(place(path)).filter(FoundFile::isFolder).isPresent();
    }

    /** Makes a folder, or opens the one that is there for this user. */
    boolean makeFolder(String path) throws IOException {
        Path place = place(path);
        Optional<FoundFile> found = FoundFile.at(place);
        if (found.isEmpty()) {
            disk.createPrivateDirectory(place);
        } else if (found.get().isFolder() && (found.get().mode() & PERMISSIONS) != 0700) {
            disk.setMode(place, PosixFilePermissions.fromString("rwx------"));
        }
        return found.isEmpty() || found.get().isFolder();
    }

    /** Makes the folders above a path. */
    boolean makeFoldersAbove(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (!makeFolder(path.substring(0, slash))) {
                return false;
            }
        }
        return true;
    }

    void makeLink(String path, EntryFacts facts) throws IOException {
        Path place = place(path);
        Path target = PathBytes.resolve(Path.of(""), facts.target().orElseThrow());
        if (!Files.isSymbolicLink(place) || !Files.readSymbolicLink(place).equals(target)) {
            disk.delete(place);
            disk.symbolicLink(place, target);
        }
        FoundFile found = FoundFile.at(place).orElseThrow(() -> new NoSuchFileException(path));
        disk.setLinkFacts(
                place,
                owners ? facts.uid() : found.uid(),
                owners ? facts.gid() : found.gid(),
                FileTime.from(facts.modified()));
    }

    /** Whether a file is there already, whole: it is read. */
    boolean isProven(String path, EntryFacts facts, byte[] digest) throws IOException {
        Path place = place(path);
        Optional<FoundFile> found = FoundFile.at(place);
        try {
            return found.isPresent() && found.get().isFileAs(facts, owners) && Arrays.equals(sha256(place), digest);
        } catch (AccessDeniedException e) {
            return false; // its mode may keep its owner from reading it
        }
    }

    private byte[] sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                progress.requireGoOn();
                progress.readBytes(count);
                digest.update(piece, 0, count);
            }
        }
        return digest.digest();
    }

    /** Of a file that was just written. */
    boolean hasDigest(String path, byte[] digest) throws IOException {
        return Arrays.equals(sha256(place(path)), digest);
    }

    void remove(String path) throws IOException {
        disk.delete(place(path));
    }

    /** Makes a new file. */
    void create(String path, byte[] content) throws IOException {
        disk.createPrivateFile(place(path), content);
    }

    void writeAt(String path, long offset, byte[] content) throws IOException {
        disk.writeAt(place(path), offset, content);
    }

    void link(String path, Path existing) throws IOException {
        disk.link(place(path), existing);
    }

    boolean setsOwners() {
        return owners;
    }

    /** Of what is no link. */
    void setFacts(String path, EntryFacts facts) throws IOException {
        if (facts.type() == EntryType.LINK) {
            throw new IllegalArgumentException(path);
        }
        Path place = place(path);
        FoundFile found = FoundFile.at(place).orElseThrow(() -> new NoSuchFileException(path));
        disk.setFacts(
                place,
                facts.mode(),
                owners ? facts.uid() : found.uid(),
                owners ? facts.gid() : found.gid(),
                FileTime.from(facts.modified()));
    }
}
