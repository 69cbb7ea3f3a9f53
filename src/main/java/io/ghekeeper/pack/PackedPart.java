package io.ghekeeper.pack;

import java.io.IOException;
import java.util.HexFormat;

/**
 * That a pack holds a part of a file, as a line of what is known of the store.
 *
 * @param digest SHA-256 of the whole file, in hexadecimal
 * @param part from 1 on
 * @param pack SHA-256 of the pack, in hexadecimal
 */
public record PackedPart(String digest, int part, int parts, String pack) {
    /** Larger files are cut into parts of this length. */
    public static final long PART = 48L << 20;

    private static final int WORDS = 3;
    private static final int DIGITS = 6;
    private static final String OF = "of";
    private static final long MOST = 999_999;

    /** No pack can hold a part of a larger file: 45.7 TiB. */
    public static final long LARGEST = MOST * PART;

    /** Into how many parts a file of this size is cut. */
    public static int parts(long size) {
        long parts = Math.max(1, (size + PART - 1) / PART);
        if (parts > MOST) {
            throw new IllegalArgumentException("a file of " + size + " bytes");
        }
        return (int) parts;
    }

    /** Says it of a member of a pack. */
    public static PackedPart of(PackMember member, String pack) {
        return new PackedPart(HexFormat.of().formatHex(member.digest()), member.part(), member.parts(), pack);
    }

    /** As a line, without its end. */
    public String line() {
        return digest + " " + digits(part) + OF + digits(parts) + " " + pack;
    }

    private static String digits(int number) {
        String text = String.valueOf(number);
        return "0".repeat(DIGITS - text.length()) + text;
    }

    /** @throws IOException when it is no such line */
    @SuppressWarnings("MissingSummary")
    public static PackedPart parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS && words[1].length() == 2 * DIGITS + OF.length()) {
                return new PackedPart(
                        words[0],
                        Integer.parseInt(words[1], 0, DIGITS, 10),
                        Integer.parseInt(words[1], DIGITS + OF.length(), words[1].length(), 10),
                        words[2]);
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IOException("a line of the archive's state names no content");
    }
}
