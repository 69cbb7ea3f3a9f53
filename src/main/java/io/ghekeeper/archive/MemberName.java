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
        return of(input.path(), input.part(), input.parts(), HexFormat.of().formatHex(input.digest()));
    }

    /** The same for a member that is read. */
    static String of(PackedContent member) {
        return of(member.path(), member.part(), member.parts(), member.digest());
    }

    private static String of(String path, int part, int parts, String digest) {
        if (parts == 1) {
            return path;
        }
        String suffix = String.format(Locale.ROOT, ".part%06dof%06d", part, parts);
        int folder = path.lastIndexOf('/') + 1;
        return path.length() - folder + suffix.length() <= LONGEST
                ? path + suffix
                : path.substring(0, folder) + digest + suffix;
    }
}
