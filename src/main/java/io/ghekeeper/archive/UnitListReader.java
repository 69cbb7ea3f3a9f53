package io.ghekeeper.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.pack.ExpandedStream;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.text.BoundedLines;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The entries of a unit as an object of the archive has them. The list is proven by its SHA-256 before its first entry is
 * handed out. Each path is one below the snapshot, in the unit and in order, and none leads through what is no folder.
 */
final class UnitListReader implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;
    private static final int SMALL = 64 << 10;

    /** Bytes of SHA-256. */
    private static final int DIGEST = 32;

    private final PlainObject object;
    private final String unit;
    private final BoundedLines lines;
    private String last = "";
    private String noFolder = "";
    private String line;
    private long place;

    private UnitListReader(PlainObject object, String unit, BoundedLines lines) {
        this.object = object;
        this.unit = unit;
        this.lines = lines;
    }

    /**
     * Opens it.
     *
     * @param path of the unit
     * @throws UnreadableObjectException when it is not the list that the place names
     */
    static UnitListReader open(PlainObject object, String path, UnitPlace place) throws IOException {
        try {
            return new UnitListReader(object, path, new BoundedLines(proven(object, place)));
        } catch (IOException e) {
            throw object.damaged("is damaged: " + e.getMessage(), e);
        }
    }

    private static InputStream proven(PlainObject object, UnitPlace place) throws IOException {
        Optional<byte[]> small = small(object, place);
        if (small.isPresent()) {
            return new ByteArrayInputStream(small.get());
        }
        try (InputStream list = slice(object, place)) {
            MessageDigest digest = Sha256.digest();
            byte[] begin = list.readNBytes(IN_MEMORY);
            digest.update(begin);
            boolean all = begin.length < IN_MEMORY;
            if (!all) {
                new DigestInputStream(list, digest).transferTo(OutputStream.nullOutputStream());
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(place.list())) {
                throw object.damaged("does not hold the list " + place.list());
            }
            return all ? new ByteArrayInputStream(begin) : slice(object, place);
        }
    }

    /** A short list, as most are, at once: a stream of zstd has buffers of some 100 KiB. Nothing where it is none, or damaged. */
    private static Optional<byte[]> small(PlainObject object, UnitPlace place) throws IOException {
        if (place.offset() < 0 || place.length() < 1 || place.length() > SMALL) {
            return Optional.empty();
        }
        byte[] compressed = new byte[(int) place.length()];
        try (FileChannel file =
                FileChannel.open(object.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer to = ByteBuffer.wrap(compressed);
            while (to.hasRemaining()) {
                if (file.read(to, place.offset() + to.position()) < 0) {
                    return Optional.empty();
                }
            }
        }
        long length = Zstd.getFrameContentSize(compressed);
        if (length < 1 || length > IN_MEMORY) {
            return Optional.empty(); // the frame does not say
        }
        byte[] list = new byte[(int) length];
        try {
            boolean whole = Zstd.decompress(list, compressed) == length
                    && HexFormat.of().formatHex(Sha256.digest().digest(list)).equals(place.list());
            return whole ? Optional.of(list) : Optional.empty();
        } catch (ZstdException damaged) {
            return Optional.empty(); // the stream says so
        }
    }

    private static InputStream slice(PlainObject object, UnitPlace place) throws IOException {
        FileChannel file = FileChannel.open(object.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            if (place.offset() < 0 || place.length() < 1 || place.offset() > file.size() - place.length()) {
                throw object.damaged("has no " + place.length() + " bytes at " + place.offset());
            }
            InputStream from = Channels.newInputStream(file.position(place.offset()));
            return new ExpandedStream(new FirstOf(from, place.length()), place.length());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** So many bytes of a stream. */
    private static final class FirstOf extends FilterInputStream {
        private long left;

        FirstOf(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    /** The line of the entry that {@link #next} returned. */
    String line() {
        return line;
    }

    /** Where that is in the list, as {@link ContentEntries#place}. */
    long place() {
        return place;
    }

    /** The next entry; nothing after the last. */
    Optional<SealEntry> next() throws IOException {
        try {
            do {
                place = lines.place();
                line = lines.next();
            } while (line != null && line.startsWith("#"));
            if (line == null) {
                return Optional.empty();
            }
            SealEntry entry = ContentEntries.parse(line);
            require(entry);
            return Optional.of(entry);
        } catch (IOException e) {
            throw object.damaged("is damaged: " + e.getMessage(), e);
        }
    }

    private void require(SealEntry entry) throws IOException {
        String path = entry.path();
        if (!ArchivedPath.isSafe(path) || !ArchivedPath.contains(unit, path)) {
            throw object.damaged("has an entry outside of its unit");
        }
        if (!last.isEmpty() && PathBytes.ORDER.compare(last, path) >= 0 && !last.equals(ArchivedPath.TOP)) {
            throw object.damaged("has entries that are not in order");
        }
        if (!noFolder.isEmpty() && path.startsWith(noFolder + "/")) {
            throw object.damaged("has an entry below what is no folder");
        }
        if (entry.facts().isFile() != entry.digest().isPresent()
                || entry.digest().filter(bytes -> bytes.length != DIGEST).isPresent()
                || entry.facts().size() < 0) {
            throw object.damaged("has a file without a size or digest");
        }
        last = path;
        noFolder = entry.facts().isFolder() ? "" : path;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
