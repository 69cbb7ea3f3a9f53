package io.ghekeeper.archive;

import io.ghekeeper.seal.ReadingWindow;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a store is verified.
 *
 * @param store its name, as {@code s3://bucket/prefix} or {@code file:///path}
 * @param lanes how many objects are asked for or read at the same time
 * @param bytesPerSecond that are read at most
 * @param window in which each object is read again; nothing where none is read but by {@code all}
 * @param last when the last verification began; nothing where there was none
 * @param all whether each object is read now
 * @param expected snapshots that have to be there, as far as is known
 */
public record StoreVerifyOptions(
        String store,
        int lanes,
        OptionalLong bytesPerSecond,
        Optional<ReadingWindow> window,
        Optional<Instant> last,
        boolean all,
        Set<String> expected) {
    public StoreVerifyOptions {
        Objects.requireNonNull(store);
        Objects.requireNonNull(bytesPerSecond);
        Objects.requireNonNull(window);
        Objects.requireNonNull(last);
        expected = Set.copyOf(expected);
        if (lanes < 1) {
            throw new IllegalArgumentException(lanes + " lanes");
        }
    }
}
