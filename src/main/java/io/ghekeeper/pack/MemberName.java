package io.ghekeeper.pack;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file is called in a pack: its path, and for a part which one, as {@code mysql.sql.gz.part000002of000003}. In that order,
 * {@code cat} joins them. A name that has no room for that is the SHA-256 of the file: a folder's names have 255 bytes at most.
 */
public final class MemberName {
    private static final int LONGEST = 255;

    private MemberName() {}

    /** As {@link io.ghekeeper.seal.PathBytes}. */
    public static String of(PackInput input) {
        return of(input.path(), input.part(), input.parts(), HexFormat.of().formatHex(input.digest()));
    }

    /** The same for a member that is read. */
    public static String of(PackedContent member) {
        return of(member.path(), member.part(), member.parts(), member.digest());
    }

    private static String of(String path, int part, int parts, String digest) {
        return ofPart(path, part, parts)
                .orElseGet(() -> path.substring(0, path.lastIndexOf('/') + 1) + digest + suffix(part, parts));
    }

    /** Where the digest of the file is not known; nothing where it would be needed. */
    public static Optional<String> ofPart(String path, int part, int parts) {
        String name = parts == 1 ? path : path + suffix(part, parts);
        boolean fits = parts == 1 || name.length() - path.lastIndexOf('/') - 1 <= LONGEST;
        return fits ? Optional.of(name) : Optional.empty();
    }

    private static String suffix(int part, int parts) {
        return String.format(Locale.ROOT, ".part%06dof%06d", part, parts);
    }
}
