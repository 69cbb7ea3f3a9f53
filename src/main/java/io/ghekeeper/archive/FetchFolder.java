package io.ghekeeper.archive;

import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.EntryType;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that a snapshot is fetched into. Paths are data of the store: each folder above one was seen to be a folder, and
 * no link, before anything is written below it, see {@link ProvenFolders}. A file is always made new: it may be a name of
 * another snapshot's. Files, folders and links are made where nothing is, or not at all. Each
 * thread that goes along lists has its own, see {@link #again}; several write the content of files.
 */
final class FetchFolder {
    private static final String ATTRIBUTES = "unix:mode,ino,dev,uid,gid,size,lastModifiedTime";
    private static final int PERMISSIONS = 07777;
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int OWNER = 0700;
    private static final int READABLE = 0400;
    private static final int PIECE = 256 << 10;

    private final Disk disk;
    private final Path top;
    private final boolean owners;
    private final ArchiveProgress progress;
    private final ProvenFolders folders = new ProvenFolders();

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
        return folders.hasAbove(path, this::isFolder);
    }

    boolean isFolder(String path) throws IOException {
        return FoundFile.at(place(path)).filter(FoundFile::isFolder).isPresent();
    }

    /** The same folder for another thread, or to go along the lists once more: nothing below it is proven yet. */
    FetchFolder again() {
        return new FetchFolder(disk, top, owners, progress);
    }

    /** What is at a path that is within folders: in a folder that was just made, the file system need not be asked. */
    Optional<FoundFile> found(String path) throws IOException {
        return folders.isInNew(path) ? Optional.empty() : FoundFile.at(place(path));
    }

    /**
     * Makes a folder, or opens the one that is there for this user. What is above it was made or proven.
     *
     * @param mode that it is to have in the end
     */
    boolean makeFolder(String path, int mode) throws IOException {
        if (path.equals(ArchivedPath.TOP)) {
            return isFolder(path);
        }
        Path place = place(path);
        try {
            disk.createDirectory(place, permissions(mode | OWNER));
            folders.enter(path, true);
            return true;
        } catch (FileAlreadyExistsException e) {
            FoundFile found = FoundFile.at(place).orElseThrow(() -> e);
            if (!found.isFolder()) {
                return false;
            }
            if ((found.mode() & OWNER) != OWNER) {
                disk.setMode(place, permissions(OWNER));
            }
            folders.enter(path, false);
            return true;
        }
    }

    /** Makes the folders above a path. */
    boolean makeFoldersAbove(String path) throws IOException {
        return folders.hasAbove(path, above -> makeFolder(above, OWNER));
    }

    /** Those that may be set when something is made; set-user-id and the like come later. */
    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bit = READABLE;
        for (PosixFilePermission one : PosixFilePermission.values()) { // in the order of rwxrwxrwx
            if ((mode & bit) != 0) {
                permissions.add(one);
            }
            bit >>= 1;
        }
        return permissions;
    }

    /** Makes a link where nothing else is, or leaves the one that is the same. */
    void makeLink(String path, EntryFacts facts) throws IOException {
        Path place = place(path);
        Path target = PathBytes.resolve(Path.of(""), facts.target().orElseThrow());
        if (folders.isInNew(path)) {
            disk.symbolicLink(place, target);
        } else if (!Files.isSymbolicLink(place)
                || !Files.readSymbolicLink(place).equals(target)) {
            disk.delete(place);
            disk.symbolicLink(place, target);
        }
        disk.setLinkFacts(place, uid(facts), gid(facts), FileTime.from(facts.modified()));
    }

    private int uid(EntryFacts facts) {
        return owners ? facts.uid() : Disk.ANY_OWNER;
    }

    private int gid(EntryFacts facts) {
        return owners ? facts.gid() : Disk.ANY_OWNER;
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

    /** Makes a new file, which is to be written to. */
    void create(String path) throws IOException {
        disk.createPrivateFile(place(path), new byte[0]);
    }

    /** Makes a new file with all its content. */
    void create(String path, EntryFacts facts, byte[] content) throws IOException {
        disk.createFile(place(path), permissions(facts.mode() | READABLE), content);
        setFacts(path, facts);
    }

    /** Makes a new file with the content of another one here. */
    void copy(String from, SealEntry entry) throws IOException {
        create(entry.path());
        byte[] piece = new byte[PIECE];
        long offset = 0;
        try (InputStream in = Files.newInputStream(place(from), LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                progress.requireGoOn();
                writeAt(entry.path(), offset, Arrays.copyOf(piece, count));
                offset += count;
            }
        }
        if (!hasDigest(entry.path(), entry.digest().orElseThrow())) {
            throw new IOException(place(from) + " was changed after it was fetched");
        }
        setFacts(entry.path(), entry.facts());
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
        disk.setFacts(place(path), facts.mode(), uid(facts), gid(facts), FileTime.from(facts.modified()));
    }
}
