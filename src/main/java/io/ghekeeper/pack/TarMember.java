package io.ghekeeper.pack;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the headers of a member in a tar archive say: those that {@link PaxHeader} writes, and no others.
 *
 * @param name as {@link io.ghekeeper.seal.PathBytes}
 * @param mode 0 to 07777
 * @param size of the content that follows, in bytes
 */
public record TarMember(String name, int mode, long uid, long gid, long size, Instant modified) {
    /** The longest path, and what else may be in an extended header. */
    public static final int LONGEST = 16 << 10;

    private static final int PERMISSIONS = 07777;
    private static final int OCTAL = 8;

    /**
     * Reads them.
     *
     * @param headers whole blocks, all that stands before the content
     * @throws IOException when they are damaged, or of another form
     */
    public static TarMember parse(byte[] headers) throws IOException {
        try {
            int at = 0;
            Map<String, String> records = new HashMap<>();
            if (headers.length >= PaxHeader.BLOCK && headers[PaxHeader.TYPE] == 'x') {
                requireSum(headers, 0);
                int length = (int) number(headers, PaxHeader.SIZE, PaxHeader.LONG_NUMBER);
                at = PaxHeader.BLOCK + length + PaxHeader.padding(length);
                records(text(headers, PaxHeader.BLOCK, length), records);
            }
            if (headers.length != at + PaxHeader.BLOCK || headers[at + PaxHeader.TYPE] != '0') {
                throw damaged();
            }
            requireSum(headers, at);
            return member(headers, at, records);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException | DateTimeException e) {
            throw damaged();
        }
    }

    private static TarMember member(byte[] block, int at, Map<String, String> records) {
        String name = text(block, at, PaxHeader.NAME);
        int end = name.indexOf('\0');
        return new TarMember(
                records.getOrDefault("path", end < 0 ? name : name.substring(0, end)),
                (int) number(block, at + PaxHeader.MODE, PaxHeader.SHORT_NUMBER) & PERMISSIONS,
                recorded(records, "uid", number(block, at + PaxHeader.UID, PaxHeader.SHORT_NUMBER)),
                recorded(records, "gid", number(block, at + PaxHeader.GID, PaxHeader.SHORT_NUMBER)),
                recorded(records, "size", number(block, at + PaxHeader.SIZE, PaxHeader.LONG_NUMBER)),
                records.containsKey("mtime")
                        ? time(records.get("mtime"))
                        : Instant.ofEpochSecond(number(block, at + PaxHeader.MTIME, PaxHeader.LONG_NUMBER)));
    }

    private static long recorded(Map<String, String> records, String key, long otherwise) {
        return records.containsKey(key) ? Long.parseLong(records.get(key)) : otherwise;
    }

    private static Instant time(String text) {
        BigDecimal all = new BigDecimal(text);
        BigDecimal seconds = all.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                seconds.longValueExact(),
                all.subtract(seconds).movePointRight(9).longValueExact());
    }

    /** {@code LENGTH KEY=VALUE\n}, one after the other. */
    private static void records(String text, Map<String, String> records) throws IOException {
        for (int at = 0; at < text.length(); ) {
            int blank = text.indexOf(' ', at);
            int length = Integer.parseInt(text, at, blank, 10);
            String record = text.substring(blank + 1, at + length);
            int equals = record.indexOf('=');
            if (length < 1 || equals < 1 || !record.endsWith("\n")) {
                throw damaged();
            }
            records.put(record.substring(0, equals), record.substring(equals + 1, record.length() - 1));
            at += length;
        }
    }

    private static long number(byte[] block, int at, int width) {
        String digits = text(block, at, width);
        int end = digits.indexOf('\0');
        return Long.parseLong(digits.substring(0, end < 0 ? width : end), OCTAL);
    }

    private static void requireSum(byte[] headers, int at) throws IOException {
        byte[] block = Arrays.copyOfRange(headers, at, at + PaxHeader.BLOCK);
        long expected = number(block, PaxHeader.CHECKSUM, PaxHeader.SHORT_NUMBER - 1);
        Arrays.fill(block, PaxHeader.CHECKSUM, PaxHeader.CHECKSUM + PaxHeader.SHORT_NUMBER, (byte) ' ');
        long sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        if (sum != expected) {
            throw damaged();
        }
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    private static IOException damaged() {
        return new IOException("a header of its tar archive is damaged");
    }
}
