package io.ghekeeper.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack that is not encrypted, taken apart.
 *
 * @param tar what the frames hold
 * @param frames lengths of the frames, compressed
 * @param skipped the content of the last frame
 */
@SuppressWarnings("ArrayRecordComponent")
public record PackFrames(byte[] tar, List<Integer> frames, byte[] skipped) {
    private static final int SKIPPABLE = 0x184D2A50;

    public static PackFrames of(byte[] pack) throws IOException {
        List<Integer> frames = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN);
        while (left.getInt(left.position()) != SKIPPABLE) {
            int length = (int) Zstd.findFrameCompressedSize(pack, left.position());
            frames.add(length);
            left.position(left.position() + length);
        }
        left.getInt();
        byte[] skipped = new byte[left.getInt()];
        left.get(skipped);
        if (left.hasRemaining()) {
            throw new IOException(left.remaining() + " bytes behind the last frame");
        }
        return new PackFrames(decompressed(pack), frames, skipped);
    }

    private static byte[] decompressed(byte[] zstd) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(zstd))) {
            return in.readAllBytes();
        }
    }

    /** The lines of the index. */
    public List<String> index() throws IOException {
        return new String(decompressed(skipped), StandardCharsets.US_ASCII)
                .lines()
                .toList();
    }
}
