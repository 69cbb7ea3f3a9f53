package io.ghekeeper.seal;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists, each in a file that is named by the SHA-256 of the list and compressed with zstd. Seals share them: a list that is
 * there is not written again. A file is there whole or not at all.
 */
final class ListStore {
    /** Longer lists do not stay in memory. */
    static final int IN_MEMORY = 1 << 20;

    private static final int LEVEL = 3;
    private static final int BATCH = 256;
    private static final String UNFINISHED = ".new";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Disk disk;
    private final Path directory;
    private final String suffix;
    private final Map<String, Path> finished = new LinkedHashMap<>();
    private final Set<Path> changedFolders = new LinkedHashSet<>();
    private final Set<String> damaged = new HashSet<>();
    private long begun;
    private long written;

    /** @param suffix of the files' names */
    @SuppressWarnings("MissingSummary")
    ListStore(Disk disk, Path directory, String suffix) {
        this.disk = disk;
        this.directory = directory;
        this.suffix = suffix;
    }

    /** Makes the folder where it is missing, and removes what a killed process left unfinished. */
    void prepare() throws IOException {
        makeFolder(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
            for (Path entry : entries) {
                disk.delete(entry);
            }
        }
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            disk.createPrivateDirectory(folder);
            changedFolders.add(folder.getParent());
        }
    }

    /**
     * Where a list is.
     *
     * @throws IOException when that is no SHA-256: a document that was damaged may name any file
     */
    Path file(String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IOException("names a list by what is no SHA-256");
        }
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256 + suffix);
    }

    /** How many lists were written since this was made: those that were not there. */
    long written() {
        return written;
    }

    /** Begins a list. */
    ListWriter begin() {
        return new ListWriter(this);
    }

    /** A name for a file that is not finished. */
    Path unfinished() {
        return directory.resolve(begun++ + UNFINISHED);
    }

    OutputStream compress(OutputStream to) throws IOException {
        return new ZstdOutputStream(to, LEVEL).setChecksum(true);
    }

    Disk disk() {
        return disk;
    }

    /** Whether the list need not be written. */
    boolean has(String sha256) throws IOException {
        Path file = file(sha256);
        return !damaged.contains(sha256)
                && (finished.containsKey(sha256) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Takes a whole list that is not there. It has its name after {@link #flush}, at the latest. */
    void take(Path unfinished, String sha256) throws IOException {
        written++;
        damaged.remove(sha256);
        finished.put(sha256, unfinished);
        if (finished.size() >= BATCH) {
            flush();
        }
    }

    /** Returns when all lists that were taken are on the disk under their names. */
    void flush() throws IOException {
        ParallelSync.of(disk, finished.values());
        for (Map.Entry<String, Path> list : finished.entrySet()) {
            Path file = file(list.getKey());
            makeFolder(file.getParent());
            disk.move(list.getValue(), file);
            changedFolders.add(file.getParent());
        }
        finished.clear();
        ParallelSync.of(disk, changedFolders);
        changedFolders.clear();
    }

    /**
     * A list, proven by its SHA-256 before its first byte is handed out.
     *
     * @throws IOException when it is not there, cannot be read, or is another one than its name says; a list of that
     *     content is written again then
     */
    InputStream open(String sha256) throws IOException {
        try (InputStream list = read(sha256)) {
            byte[] begin = list.readNBytes(IN_MEMORY);
            var digest = Sha256.digest();
            digest.update(begin);
            boolean all = begin.length < IN_MEMORY;
            if (!all) {
                new DigestInputStream(list, digest).transferTo(OutputStream.nullOutputStream());
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw new IOException("its content is not the one that its name says");
            }
            return all ? new ByteArrayInputStream(begin) : read(sha256);
        } catch (IOException e) {
            damaged.add(sha256);
            throw e;
        }
    }

    private InputStream read(String sha256) throws IOException {
        return read(file(sha256));
    }

    /** A list that was written whole. It is not proven. */
    InputStream read(Path file) throws IOException {
        return new ZstdInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), RecyclingBufferPool.INSTANCE);
    }

    /** Removes the lists that are not named, and returns how many these are. No list is being written. */
    long removeUnnamed(NamedLists named) throws IOException {
        long removed = 0;
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return removed;
        }
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
            for (Path shard : shards) {
                removed += removeUnnamed(named, shard);
            }
        }
        return removed;
    }

    private long removeUnnamed(NamedLists named, Path shard) throws IOException {
        long removed = 0;
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(shard, "*" + suffix)) {
            for (Path list : lists) {
                String name = list.getFileName().toString();
                String sha256 = name.substring(0, name.length() - suffix.length());
                if (SHA256.matcher(sha256).matches() && !named.has(sha256)) {
                    disk.delete(list);
                    removed++;
                }
            }
        }
        return removed;
    }

    /** For a short list: compressed in memory. */
    static byte[] compressed(byte[] list) {
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            return zstd.setLevel(LEVEL).setChecksum(true).compress(list);
        }
    }
}
