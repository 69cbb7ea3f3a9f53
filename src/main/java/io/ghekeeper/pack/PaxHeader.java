package io.ghekeeper.pack;

import io.ghekeeper.seal.EntryFacts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What stands before a file's content in a tar archive: a header as POSIX.1-1988 has it (ustar), and before that an extended one
 * (pax, POSIX.1-2001) with what does not fit into it.
 *
 * <p>Names of files are bytes here. The libraries for tar take names as text, decode them, and write UTF-8 only: what is none
 * would be another name, or no name, in the archive. GNU tar and bsdtar read the bytes as they are.
 */
public final class PaxHeader {
    /** All headers and contents fill blocks of this length, in bytes. */
    public static final int BLOCK = 512;

    /** The length of the name, which is at the begin. */
    static final int NAME = 100;

    // Where the fields of a ustar header begin, and how long their numbers are.
    static final int MODE = 100;
    static final int UID = 108;
    static final int GID = 116;
    static final int SIZE = 124;
    static final int MTIME = 136;
    static final int CHECKSUM = 148;
    static final int TYPE = 156;
    static final int SHORT_NUMBER = 8;
    static final int LONG_NUMBER = 12;

    private static final int MAGIC = 257;
    private static final int SUM_DIGITS = 6;
    private static final int NANO_DIGITS = 9;
    private static final long NANOS = 1_000_000_000;

    private PaxHeader() {}

    /**
     * The headers of a file: whole blocks, which its content follows.
     *
     * @param path as {@link io.ghekeeper.seal.PathBytes}
     * @param facts of the file; its size is not used
     * @param size of the content that follows, in bytes
     */
    static byte[] of(String path, EntryFacts facts, long size) {
        long uid = Integer.toUnsignedLong(facts.uid());
        long gid = Integer.toUnsignedLong(facts.gid());
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        byte[] records = records(path, facts, size, uid, gid);
        if (records.length > 0) {
            headers.writeBytes(header("PaxHeaders/0", 0644, 0, 0, records.length, 0, 'x'));
            headers.writeBytes(records);
            headers.writeBytes(new byte[padding(records.length)]);
        }
        headers.writeBytes(
                header(path, facts.mode(), uid, gid, size, facts.modified().getEpochSecond(), '0'));
        return headers.toByteArray();
    }

    /** How many zeros follow so many bytes, up to the end of a block. */
    public static int padding(long length) {
        return (int) (-length & (BLOCK - 1));
    }

    private static byte[] records(String path, EntryFacts facts, long size, long uid, long gid) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (path.length() > NAME || !isAscii(path)) {
            if (!isUtf8(path)) {
                record(records, "hdrcharset", "BINARY");
            }
            record(records, "path", path);
        }
        if (!fits(size, LONG_NUMBER)) {
            record(records, "size", Long.toString(size));
        }
        if (!fits(uid, SHORT_NUMBER)) {
            record(records, "uid", Long.toString(uid));
        }
        if (!fits(gid, SHORT_NUMBER)) {
            record(records, "gid", Long.toString(gid));
        }
        Instant modified = facts.modified();
        if (modified.getNano() != 0 || !fits(modified.getEpochSecond(), LONG_NUMBER)) {
            record(records, "mtime", time(modified));
        }
        return records.toByteArray();
    }

    /** {@code LENGTH KEY=VALUE\n}, where the length counts its own digits. */
    private static void record(ByteArrayOutputStream to, String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + digits(rest);
        if (digits(length) > digits(rest)) {
            length++;
        }
        to.writeBytes(bytes(length + " " + key + "=" + value + "\n"));
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    /** A decimal fraction: what is a second and a half before 1970 is -1.5. */
    private static String time(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        boolean before = seconds < 0;
        if (before && nanos > 0) {
            seconds++;
            nanos = NANOS - nanos;
        }
        String sign = before ? "-" : "";
        String whole = sign + Math.abs(seconds);
        return nanos == 0 ? whole : whole + "." + padded(Long.toString(nanos), NANO_DIGITS);
    }

    private static byte[] header(String name, int mode, long uid, long gid, long size, long seconds, char type) {
        byte[] block = new byte[BLOCK];
        put(block, 0, shortened(name));
        number(block, MODE, SHORT_NUMBER, mode);
        number(block, UID, SHORT_NUMBER, uid);
        number(block, GID, SHORT_NUMBER, gid);
        number(block, SIZE, LONG_NUMBER, size);
        number(block, MTIME, LONG_NUMBER, seconds);
        block[TYPE] = (byte) type;
        put(block, MAGIC, "ustar\00000");
        put(block, CHECKSUM, " ".repeat(SHORT_NUMBER));
        put(block, CHECKSUM, padded(Integer.toOctalString(sum(block)), SUM_DIGITS) + "\0 ");
        return block;
    }

    private static int sum(byte[] block) {
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        return sum;
    }

    /** For programs that know no extended header. What ends with a slash would be a folder. */
    private static String shortened(String name) {
        if (name.length() <= NAME) {
            return name;
        }
        int end = NAME;
        while (name.charAt(end - 1) == '/') {
            end--;
        }
        return name.substring(0, end);
    }

    /** In octal digits, with a zero byte at the end. What does not fit is 0, and in the extended header. */
    private static void number(byte[] block, int at, int width, long number) {
        String digits = Long.toOctalString(fits(number, width) ? number : 0);
        put(block, at, padded(digits, width - 1));
    }

    private static String padded(String digits, int width) {
        return "0".repeat(width - digits.length()) + digits;
    }

    private static boolean fits(long number, int width) {
        return number >= 0 && number < 1L << (3 * (width - 1));
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String path) {
        return path.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isUtf8(String path) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(path)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
