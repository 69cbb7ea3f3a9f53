package io.ghekeeper.seal;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An entry as a line of mtree(5): the whole path, then its keywords. The programs mtree of NetBSD and bsdtar read it.
 * A byte that is no plain letter is {@code \ooo}, so that every name is one word of ASCII.
 */
public final class MtreeLine {
    /** The first line of a list; mtree takes it for a comment. */
    static final String HEADER = "#mtree\n";

    private static final String SPECIAL = "\\#*?[";
    private static final int OCTAL = 8;
    private static final int BITS = 3;
    private static final int NANO_DIGITS = 9;
    private static final long SECOND = 1_000_000_000;

    private MtreeLine() {}

    /**
     * The line, with its end.
     *
     * @param digest SHA-256 of a file's content; nothing for all others
     */
    static String of(String path, EntryFacts facts, Optional<byte[]> digest) {
        StringBuilder line = new StringBuilder(256);
        line.append(word(path));
        line.append(" type=").append(facts.type().word());
        line.append(" mode=0").append(Integer.toOctalString(facts.mode()));
        line.append(" uid=").append(Integer.toUnsignedString(facts.uid()));
        line.append(" gid=").append(Integer.toUnsignedString(facts.gid()));
        if (facts.isFile()) {
            line.append(" size=").append(facts.size());
        }
        line.append(" time=").append(time(facts.modified()));
        facts.target().ifPresent(target -> line.append(" link=").append(escape(target)));
        if (facts.type().isDevice()) {
            line.append(" device=native,")
                    .append(major(facts.device()))
                    .append(',')
                    .append(minor(facts.device()));
        }
        digest.ifPresent(
                sum -> line.append(" sha256digest=").append(HexFormat.of().formatHex(sum)));
        return line.append('\n').toString();
    }

    private static String time(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        return seconds + "." + String.valueOf(SECOND + nanos).substring(1);
    }

    /** A path as the first word of its line: {@code ./mysql.sql.gz}, or {@code .} for the snapshot itself. */
    public static String word(String path) {
        return path.equals(UnitPath.TOP) ? path : "./" + escape(path);
    }

    /** @throws IOException when {@link #of} did not write the line; the message follows the name of the list */
    @SuppressWarnings("MissingSummary")
    static SealEntry parse(String line) throws IOException {
        List<String> words = List.of(line.split(" ", -1));
        try {
            Keywords keywords = new Keywords(words);
            return new SealEntry(path(words.get(0)), keywords.facts(), keywords.digest());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("has a line that is no entry", e);
        }
    }

    /** The path of a line; nothing else of it is read. */
    static String firstPath(String line) throws IOException {
        try {
            return path(line.substring(0, Math.max(0, line.indexOf(' '))));
        } catch (IllegalArgumentException e) {
            throw new IOException("has a line that is no entry", e);
        }
    }

    /**
     * The path that {@link #word} wrote.
     *
     * @throws IllegalArgumentException when that did not write it
     */
    public static String path(String word) {
        if (word.equals(UnitPath.TOP)) {
            return word;
        }
        if (!word.startsWith("./")) {
            throw new IllegalArgumentException();
        }
        return unescape(word.substring(2));
    }

    private static String escape(String bytes) {
        StringBuilder out = null;
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            boolean plain = c > ' ' && c < 0x7f && SPECIAL.indexOf(c) < 0;
            if (out == null && !plain) {
                out = new StringBuilder(bytes.length() + 16).append(bytes, 0, i);
            }
            if (out != null && plain) {
                out.append(c);
            } else if (out != null) {
                out.append('\\').append((char) ('0' + (c >> (2 * BITS))));
                out.append((char) ('0' + ((c >> BITS) & (OCTAL - 1)))).append((char) ('0' + (c & (OCTAL - 1))));
            }
        }
        return out == null ? bytes : out.toString();
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder bytes = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                if (i + BITS >= text.length()) {
                    throw new IllegalArgumentException();
                }
                bytes.append((char) Integer.parseInt(text, i + 1, i + 1 + BITS, OCTAL));
                i += BITS;
            } else {
                bytes.append(text.charAt(i));
            }
        }
        return bytes.toString();
    }

    /** As makedev(3) of glibc puts the two together. */
    private static long major(long device) {
        return ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    }

    private static long minor(long device) {
        return (device & 0xff) | ((device >>> 12) & 0xffffff00L);
    }

    private static long device(String numbers) {
        String[] parts = numbers.split(",", -1);
        if (parts.length != 3 || !parts[0].equals("native")) {
            throw new IllegalArgumentException();
        }
        long major = Long.parseLong(parts[1]);
        long minor = Long.parseLong(parts[2]);
        return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    }

    /** The words of a line after the first. */
    private record Keywords(List<String> words) {
        EntryFacts facts() {
            EntryType type = EntryType.ofWord(need("type")).orElseThrow(IllegalArgumentException::new);
            return new EntryFacts(
                    type,
                    Integer.parseInt(need("mode"), OCTAL),
                    Integer.parseUnsignedInt(need("uid")),
                    Integer.parseUnsignedInt(need("gid")),
                    type == EntryType.FILE ? Long.parseLong(need("size")) : 0,
                    time(need("time")),
                    find("link").map(MtreeLine::unescape),
                    find("device").map(MtreeLine::device).orElse(0L));
        }

        Optional<byte[]> digest() {
            return find("sha256digest").map(hex -> HexFormat.of().parseHex(hex));
        }

        private static Instant time(String text) {
            int point = text.indexOf('.');
            if (point < 0 || text.length() != point + 1 + NANO_DIGITS) {
                throw new IllegalArgumentException();
            }
            return Instant.ofEpochSecond(
                    Long.parseLong(text, 0, point, 10), Long.parseLong(text, point + 1, text.length(), 10));
        }

        private String need(String key) {
            return find(key).orElseThrow(IllegalArgumentException::new);
        }

        private Optional<String> find(String key) {
            for (int i = 1; i < words.size(); i++) { // each entry comes here seven times: streams are too slow
                String word = words.get(i);
                if (word.startsWith(key) && word.length() > key.length() && word.charAt(key.length()) == '=') {
                    return Optional.of(word.substring(key.length() + 1));
                }
            }
            return Optional.empty();
        }
    }
}
