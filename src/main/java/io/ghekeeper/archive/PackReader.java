package io.ghekeeper.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.pack.ExpandedStream;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.pack.PaxHeader;
import io.ghekeeper.pack.ZstdFrames;
import io.ghekeeper.text.BoundedLines;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Reads a pack by its index, a member at a time: only the frames that hold a member are decompressed. No frame expands to more
 * than a MiB, and a member counts only if it has its SHA-256. One thread uses it.
 */
final class PackReader implements AutoCloseable {
    private static final int HEADER = 2 * Integer.BYTES;
    private static final int MOST_FRAMES = 1024;
    private static final int LONGEST_INDEX = 32 << 20;
    private static final int LONGEST_FRAME = (int) Zstd.compressBound(ZstdFrames.FRAME) + 64;

    private final PlainObject object;
    private final FileChannel file;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final List<Long> frames = new ArrayList<>();
    private final byte[] compressed = new byte[LONGEST_FRAME];
    private final byte[] frame = new byte[ZstdFrames.FRAME];
    private byte[] index = new byte[0];
    private int inMemory = -1;
    private int length;

    /** @throws UnreadableObjectException when it is not a pack */
    @SuppressWarnings("MissingSummary")
    PackReader(PlainObject object) throws IOException {
        this.object = object;
        this.file = FileChannel.open(object.file(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            findFrames();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void findFrames() throws IOException {
        long at = 0;
        while (true) {
            int read = read(at, LONGEST_FRAME);
            ByteBuffer header = ByteBuffer.wrap(compressed, 0, read).order(ByteOrder.LITTLE_ENDIAN);
            if (read < HEADER || frames.size() == MOST_FRAMES) {
                throw object.damaged("has no index");
            }
            if (header.getInt() == ZstdFrames.SKIPPABLE_MAGIC) {
                readIndex(at + HEADER, header.getInt());
                frames.add(at);
                return;
            }
            frames.add(at);
            at += frameLength(read);
        }
    }

    private long frameLength(int read) throws IOException {
        long size;
        try {
            size = Zstd.findFrameCompressedSize(compressed, 0, read);
        } catch (ZstdException e) {
            throw new UnreadableObjectException(object.key(), "has a damaged frame", e);
        }
        if (size < 1 || size > read) {
            throw object.damaged("has a damaged frame");
        }
        return size;
    }

    private void readIndex(long at, int size) throws IOException {
        if (size < 0 || size > LONGEST_INDEX || at + size > file.size() || !isEnd(at + size)) {
            throw object.damaged("does not end with its index");
        }
        index = new byte[size];
        readFully(at, ByteBuffer.wrap(index));
    }

    /** After its index a pack that was sent again may have a salt. */
    private boolean isEnd(long at) throws IOException {
        return at == file.size() || SaltedObjects.isSalt(Arrays.copyOf(compressed, read(at, LONGEST_FRAME)));
    }

    private int read(long at, int most) throws IOException {
        int count = (int) Math.min(most, Math.max(0, file.size() - at));
        readFully(at, ByteBuffer.wrap(compressed, 0, count));
        return count;
    }

    private void readFully(long at, ByteBuffer to) throws IOException {
        long position = at;
        while (to.hasRemaining()) {
            int read = file.read(to, position);
            if (read < 0) {
                throw new EOFException(object.file() + " became shorter");
            }
            position += read;
        }
    }

    /** Its members, in order: 8,192 at most. */
    List<PackedContent> members() throws IOException {
        List<PackedContent> members = new ArrayList<>();
        try (BoundedLines lines = new BoundedLines(new ExpandedStream(new ByteArrayInputStream(index), index.length))) {
            long end = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                PackedContent member = PackedContent.parse(line);
                if (members.size() == PackJobs.MOST_MEMBERS
                        || member.offset() < end + PaxHeader.BLOCK
                        || member.offset() > tarLength() - member.length()) {
                    throw object.damaged("has an index of another pack");
                }
                end = member.offset() + member.length();
                members.add(member);
            }
            return members;
        } catch (UnreadableObjectException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableObjectException(object.key(), "has a damaged index", e);
        }
    }

    /** At most, of the tar archive in it. */
    long tarLength() {
        return (frames.size() - 1L) * ZstdFrames.FRAME;
    }

    /**
     * Writes the content of a member, and proves it: what was written counts only when this returns.
     *
     * @param to is not closed
     * @throws UnreadableObjectException when it is not what the index says
     */
    void copy(PackedContent member, OutputStream to, ArchiveProgress progress) throws IOException {
        MessageDigest digest = Sha256.digest();
        read(member.offset(), member.length(), (bytes, offset, count) -> {
            progress.requireGoOn();
            digest.update(bytes, offset, count);
            to.write(bytes, offset, count);
        });
        if (!HexFormat.of().formatHex(digest.digest()).equals(member.proof())) {
            throw object.damaged("holds a file that is not what its index says");
        }
    }

    /** Takes pieces of the tar archive. */
    interface PieceListener {
        void piece(byte[] bytes, int offset, int count) throws IOException;
    }

    /** Hands on a part of the tar archive. */
    void read(long offset, long count, PieceListener pieces) throws IOException {
        for (long at = offset, end = offset + count; at < end; ) {
            load((int) (at / ZstdFrames.FRAME));
            int from = (int) (at % ZstdFrames.FRAME);
            int piece = (int) Math.min(length - from, end - at);
            if (piece < 1) {
                throw object.damaged("is shorter than its index says");
            }
            pieces.piece(frame, from, piece);
            at += piece;
        }
    }

    private void load(int number) throws IOException {
        if (number == inMemory) {
            return;
        }
        if (number >= frames.size() - 1) {
            throw object.damaged("is shorter than its index says");
        }
        long at = frames.get(number);
        int size = read(at, (int) (frames.get(number + 1) - at));
        inMemory = -1;
        try {
            length = zstd.decompressByteArray(frame, 0, frame.length, compressed, 0, size);
        } catch (ZstdException e) {
            throw new UnreadableObjectException(object.key(), "has a damaged frame", e);
        }
        if (length != ZstdFrames.FRAME && number != frames.size() - 2) {
            throw object.damaged("has a frame of " + length + " bytes");
        }
        inMemory = number;
    }

    UnreadableObjectException damaged(String why) {
        return object.damaged(why);
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        file.close();
    }
}
