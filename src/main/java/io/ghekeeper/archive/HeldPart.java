package io.ghekeeper.archive;

import io.ghekeeper.pack.PackedContent;
import java.io.IOException;

/**
 * A member of a pack, and where the pack is: as a line that begins with the digest of the file.
 *
 * @param row of the pack
 */
record HeldPart(PackedContent member, ObjectRow row) {
    private static final int WORDS = 7;

    static String line(PackedContent member, ObjectRow row) {
        return member.line() + " " + row.line();
    }

    static HeldPart parse(String line) throws IOException {
        int end = 0;
        for (int words = 0; words < WORDS; words++) {
            end = line.indexOf(' ', end + 1);
            if (end < 0) {
                throw new IOException("a temporary line names no part");
            }
        }
        return new HeldPart(PackedContent.parse(line.substring(0, end)), ObjectRow.parse(line.substring(end + 1)));
    }
}
