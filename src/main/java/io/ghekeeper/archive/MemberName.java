package io.ghekeeper.archive;

import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file is called in a pack: its path, and for a part which one, as {@code mysql.sql.gz.part000002of000003}. In that order,
 * {@code cat} joins them. A name that has no room for that is the SHA-256 of the file: a folder's names have 255 bytes at most.
 */
final class MemberName {
    private static final int LONGEST = 255;

    private MemberName() {}

    /** As {@link io.ghekeeper.seal.PathBytes}. */
    static String of(PackInput input) {
        if (input.isWhole()) {
            return input.path();
        }
        String part = String.format(Locale.ROOT, ".part%06dof%06d", input.part(), input.parts());
        int folder = input.path().lastIndexOf('/') + 1;
        return input.path().length() - folder + part.length() <= LONGEST
                ? input.path() + part
                : input.path().substring(0, folder) + HexFormat.of().formatHex(input.digest()) + part;
    }
}
