package io.ghekeeper.seal;

import java.util.Comparator;
import java.util.Objects;

/**
 * A unit of a seal, as {@link SealedContent} shows it.
 *
 * @param path its folder, as {@link PathBytes} below the snapshot; {@code .} for that
 * @param list SHA-256 of the list of its entries, in hexadecimal; seals with the same list share it
 * @param entries in the list
 * @param bytes of its files by their sizes
 */
public record ContentUnit(String path, String list, long entries, long bytes) {
    /** Of units by their paths, as a seal has them: upper ones first, each group in the order of {@link PathBytes}. */
    public static final Comparator<String> ORDER =
            Comparator.comparing((String unit) -> !UnitPath.isUpper(unit)).thenComparing(PathBytes.ORDER);

    public ContentUnit {
        Objects.requireNonNull(path);
        Objects.requireNonNull(list);
    }

    /** Whether units may lie below the one of this path: these come first. */
    public static boolean isUpper(String unit) {
        return UnitPath.isUpper(unit);
    }

    /** The path of the unit that an entry belongs to. */
    public static String of(String path, EntryType type) {
        return UnitPath.of(path, type);
    }
}
