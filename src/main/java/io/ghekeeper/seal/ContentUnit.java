package io.ghekeeper.seal;

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
    public ContentUnit {
        Objects.requireNonNull(path);
        Objects.requireNonNull(list);
    }
}
