package io.ghekeeper.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The line with which mysqldump ends a dump that it finished, {@code -- Dump completed}. It writes that line with the same
 * options as its first one, so that a dump without the first line needs no closing line (see print_comment in mysqldump).
 */
final class ClosingLine {
    private static final Pattern FIRST = Pattern.compile("^-- (MySQL|MariaDB) dump ", Pattern.MULTILINE);
    private static final Pattern CLOSING = Pattern.compile("(^|\\n)-- Dump completed[^\\n]*\\s*\\z");
    private static final int KEPT = 512;

    private final boolean expected;
    private final byte[] last = new byte[KEPT];
    private int length;

    /** @param begin the first bytes of the dump */
    @SuppressWarnings("MissingSummary")
    ClosingLine(String begin) {
        this.expected = FIRST.matcher(begin).find();
    }

    /** The dump goes on with these. */
    void add(byte[] bytes, int count) {
        int fresh = Math.min(count, KEPT);
        int kept = Math.min(length, KEPT - fresh);
        System.arraycopy(last, length - kept, last, 0, kept);
        System.arraycopy(bytes, count - fresh, last, kept, fresh);
        length = kept + fresh;
    }

    /** What is wrong with the dump, which has ended, as a clause. */
    Optional<String> defect() {
        String end = new String(last, 0, length, StandardCharsets.ISO_8859_1);
        return expected && !CLOSING.matcher(end).find()
                ? Optional.of("is a dump that mysqldump did not finish: its closing line is missing")
                : Optional.empty();
    }
}
