package io.ghekeeper.seal;

import io.ghekeeper.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What the lines of a list have that are names of one file: the keyword {@code tags=file-<16 hexadecimal digits>}, before the
 * digest. It is made from the path of the first of these names, so that it is the same on every volume. A file that has one
 * name in its unit has none. The programs mtree and bsdtar read the keyword, and compare nothing by it.
 */
public final class NameMark {
    private static final String KEYWORD = " tags=file-";
    private static final int DIGITS = 16;
    private static final int LENGTH = KEYWORD.length() + DIGITS;

    private NameMark() {}

    /** The mark of a file whose first name in its unit has this path. */
    static long of(String path) {
        byte[] sum = Sha256.digest().digest(path.getBytes(StandardCharsets.ISO_8859_1));
        return ByteBuffer.wrap(sum).getLong();
    }

    /** The line of a file, which has no mark, with one. */
    static String with(String line, long mark) {
        int end = end(line);
        return line.substring(0, end) + KEYWORD + HexFormat.of().toHexDigits(mark) + line.substring(end);
    }

    /** Whether a line has a mark. */
    public static boolean isIn(String line) {
        return line.startsWith(KEYWORD, end(line) - LENGTH);
    }

    /** A line as it is but for its mark. */
    public static String without(String line) {
        int end = end(line);
        return isIn(line) ? line.substring(0, end - LENGTH) + line.substring(end) : line;
    }

    /**
     * Whether a file may be one with that of another snapshot, whose line is the same but for the mark. Files that are two in
     * this snapshot never become one by that: at most one of them has the mark of the other's file, or its first path.
     *
     * @param path of both
     * @param other the line of the other snapshot
     */
    public static boolean mayBeOne(String path, String line, String other) {
        return !isIn(other)
                || digits(other)
                        .equals(isIn(line) ? digits(line) : HexFormat.of().toHexDigits(of(path)));
    }

    private static String digits(String line) {
        int end = end(line);
        return line.substring(end - DIGITS, end);
    }

    /** Where a mark ends; below 0 where the line is that of no file. */
    private static int end(String line) {
        return ContentEntries.digestBegin(line) - ContentEntries.DIGEST.length();
    }
}
