package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The memory-backed directory of decrypted keys, which no other user may write to. Keys lie in a folder of our own in it,
 * mode 0700. Beside each key is a lock that its process holds. The lock separates the key of a dead process from that of
 * a live one, across containers and restarts, where pids prove nothing.
 */
final class KeyDirectory {
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Bytes; an RSA key of 16384 bits has some less. */
    private static final int LARGE_KEY = 16 * 1024;

    /** Bits of a file's mode. */
    private static final int MODE = 07777;

    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private static final String LOCK_SUFFIX = ".lock";

    private final Path mount;
    private final Path folder;
    private final boolean allowPersistent;

    /** Locks of this very process: looking at one through a second channel would lose it (POSIX). */
    private final Set<Path> ours = ConcurrentHashMap.newKeySet();

    KeyDirectory(Path mount, boolean allowPersistent) {
        this.mount = mount;
        this.folder = mount.resolve("keys");
        this.allowPersistent = allowPersistent;
    }

    /** Writes a key, never readable by others for an instant, and keeps it until the result is closed. */
    SshKey write(UnlockedKey key) {
        KeyFile kept = keep(key.text());
        return new SshKey(kept.file(), key.description(), key.plain(), () -> release(kept));
    }

    /** Does with as many noughts as a large key has bytes what is done with a key. */
    void tryOut() {
        KeyFile kept = keep(new byte[LARGE_KEY]);
        try {
            release(kept);
        } catch (IOException e) {
            throw unsafe("cannot be cleaned: " + FileError.words(e), "Check that this user may write there.", e);
        }
    }

    /** What lies there, and the lock that shows that its process lives. */
    private record KeyFile(Path file, Path lockFile, FileChannel owner) {}

    @SuppressWarnings("try")
    private KeyFile keep(byte[] content) {
        requireSafe();
        String name = "id-" + UUID.randomUUID().toString().substring(0, 8);
        Path file = folder.resolve(name);
        Path lockFile = folder.resolve(name + LOCK_SUFFIX);
        try (FileChannel all = lockAll()) {
            ours.add(lockFile);
            FileChannel owner = FileChannel.open(
                    lockFile, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY_FILE);
            KeyFile kept = new KeyFile(file, lockFile, owner);
            try {
                owner.lock();
                fill(file, content);
            } catch (IOException e) {
                releaseAfter(e, kept);
                throw e;
            }
            return kept;
        } catch (IOException e) {
            throw unsafe(
                    "cannot be written: " + FileError.words(e),
                    "Check that it has room and that this user may write there.",
                    e);
        }
    }

    private static void fill(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** A key that stays keeps its lock file, which no process holds any more. By it the next run finds and removes the key. */
    private void release(KeyFile kept) throws IOException {
        try {
            wipe(kept.file());
            Files.deleteIfExists(kept.lockFile());
        } finally {
            kept.owner().close();
            ours.remove(kept.lockFile());
        }
    }

    private void releaseAfter(IOException why, KeyFile kept) {
        try {
            release(kept);
        } catch (IOException stays) {
            why.addSuppressed(stays);
        }
    }

    /**
     * Wipes the keys of processes that are gone; returns how many there were.
     *
     * @throws Failure KEY_DIRECTORY_UNSAFE, after all others were wiped, when one stays
     */
    @SuppressWarnings("try")
    int wipeLeftovers() {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        int wiped = 0;
        Optional<Failure> stays = Optional.empty();
        // A lock is made before its key and removed after it, so that no key is without one.
        try (FileChannel all = lockAll();
                DirectoryStream<Path> locks = Files.newDirectoryStream(folder, "id-*" + LOCK_SUFFIX)) {
            for (Path lock : locks) {
                if (!ours.contains(lock) && isAbandoned(lock)) {
                    try {
                        wiped += wipe(keyOf(lock)) ? 1 : 0;
                        Files.deleteIfExists(lock);
                    } catch (IOException e) {
                        stays = Optional.of(staying(keyOf(lock), e));
                    }
                }
            }
        } catch (IOException e) {
            throw unsafe("cannot be cleaned: " + FileError.words(e), "Check that this user may write there.", e);
        }
        stays.ifPresent(failure -> {
            throw failure;
        });
        return wiped;
    }

    private Failure staying(Path key, IOException cause) {
        return unsafe(
                "holds a decrypted key of a dead run, " + key + ", that cannot be removed: " + FileError.words(cause),
                "Remove it by hand.",
                cause);
    }

    private static Path keyOf(Path lock) {
        String name = lock.getFileName().toString();
        return lock.resolveSibling(name.substring(0, name.length() - LOCK_SUFFIX.length()));
    }

    private static boolean isAbandoned(Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException anotherOfThisProcess) {
            return false;
        }
    }

    /**
     * Overwrites and removes a file; returns whether there was one.
     *
     * @throws IOException when it stays
     */
    private static boolean wipe(Path file) throws IOException {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.write(file, new byte[(int) Files.size(file)], StandardOpenOption.WRITE);
            }
        } catch (IOException readableYet) {
            // All the more it has to go: what was in memory is lost with its file.
        }
        return Files.deleteIfExists(file);
    }

    /** One process at a time makes or cleans keys here, so that a half-made one is not taken for an abandoned one. */
    private FileChannel lockAll() throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve("all" + LOCK_SUFFIX),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                OWNER_ONLY_FILE);
        channel.lock();
        return channel;
    }

    /** Makes the folder of keys where it is missing, and refuses what is not in memory or not ours alone. */
    void requireSafe() {
        try {
            makeFolder(mount);
            requireOnlyOwnerWrites();
            String type = Files.getFileStore(mount).type();
            if (!MEMORY.contains(type) && !allowPersistent) {
                throw unsafe(
                        "is on a disk (" + type + "), where a decrypted key may survive",
                        "Mount a tmpfs there (Kubernetes: emptyDir with medium Memory), or set"
                                + " key.allow-persistent-directory to true.",
                        null);
            }
            makeFolder(folder);
            if (Files.isSymbolicLink(folder) || !ownedByUs() || !onlyForOwner()) {
                throw unsafe(
                        "holds a folder " + folder.getFileName() + " that is not this user's alone",
                        "Remove " + folder + ", after finding out who made it.",
                        null);
            }
        } catch (IOException e) {
            throw unsafe(
                    "cannot be used: " + FileError.words(e),
                    "Check that it is mounted and that this user may write there.",
                    e);
        }
    }

    /**
     * A user who may write to the directory can replace our folder between our check and our write. A sticky directory, as
     * {@code /dev/shm}, prevents that.
     */
    private void requireOnlyOwnerWrites() throws IOException {
        int mode = (int) Files.getAttribute(mount, "unix:mode");
        int owner = (int) Files.getAttribute(mount, "unix:uid");
        boolean open = (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
        boolean foreign = owner != 0 && owner != us();
        if (open || foreign) {
            throw unsafe(
                    open
                            ? "is open to others: its mode is " + Integer.toOctalString(mode & MODE)
                            : "belongs to another user, " + owner,
                    "Make it this user's alone (chmod 0700); where a mount is open by itself, as an emptyDir, set"
                            + " key.directory to a folder in it that is not there yet.",
                    null);
        }
    }

    private static void makeFolder(Path path) throws IOException {
        try {
            Files.createDirectory(path, OWNER_ONLY_FOLDER);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(path)) {
                throw there;
            }
        }
    }

    private boolean ownedByUs() throws IOException {
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals(us());
    }

    private static int us() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private boolean onlyForOwner() throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        return List.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE)
                .containsAll(mode);
    }

    private Failure unsafe(String why, String hint, Exception cause) {
        return new Failure(FailureKind.KEY_DIRECTORY_UNSAFE, "the key directory " + mount + " " + why, hint, cause);
    }
}
