package io.ghekeeper.seal;

import java.util.Objects;
import java.util.Optional;

/**
 * An entry as a seal has it.
 *
 * @param path as {@link PathBytes}, below the snapshot; {@code .} for the snapshot itself
 * @param digest SHA-256 of a file's content; nothing for all others
 */
public record SealEntry(String path, EntryFacts facts, Optional<byte[]> digest) {
    public SealEntry {
        Objects.requireNonNull(path);
        Objects.requireNonNull(facts);
        Objects.requireNonNull(digest);
    }
}
