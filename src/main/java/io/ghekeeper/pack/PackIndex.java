package io.ghekeeper.pack;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is where in a pack: a line a member, in the order of the pack. It is the last frame of the pack, which {@code zstd -d}
 * skips, and is compressed with zstd itself. A line:
 *
 * <pre>SHA256 OFFSET LENGTH PART PARTS SHA256-OF-PART PATH</pre>
 *
 * <p>The first digest is of the whole file. Offset and length are of the member's content in the tar archive, in bytes. The digest
 * of the part is {@code -} where the file is whole. The path is the file's, below the snapshot, as one word of mtree(5).
 */
public final class PackIndex {
    private static final int LEVEL = 3;

    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final OutputStream lines;

    /** An index without any member. */
    public PackIndex() throws IOException {
        lines = new BufferedOutputStream(new ZstdOutputStream(compressed, LEVEL).setChecksum(true));
    }

    /**
     * Adds a member.
     *
     * @param offset of its content in the tar archive
     * @param digest SHA-256 of its content
     */
    public void add(PackInput input, long offset, byte[] digest) throws IOException {
        HexFormat hex = HexFormat.of();
        PackedContent member = new PackedContent(
                hex.formatHex(input.digest()),
                offset,
                input.length(),
                input.part(),
                input.parts(),
                input.isWhole() ? Optional.empty() : Optional.of(hex.formatHex(digest)),
                input.path());
        lines.write((member.line() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** The whole index. Nothing is added then. */
    public byte[] finish() throws IOException {
        lines.close();
        return compressed.toByteArray();
    }
}
