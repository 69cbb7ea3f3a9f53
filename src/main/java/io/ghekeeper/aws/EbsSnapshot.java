package io.ghekeeper.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * An EBS snapshot, as DescribeSnapshots has it.
 *
 * @param id as {@code snap-0123456789abcdef0}
 * @param volume that it was made of; an empty text where AWS names none
 * @param state {@code pending}, {@code completed}, {@code error}, {@code recoverable} or {@code recovering}
 * @param started when it was asked for: its content is of that instant
 * @param progress in percent; nothing where AWS has none
 * @param sizeGib of the volume, in GiB
 * @param description a text of others
 * @param tags texts of others
 */
public record EbsSnapshot(
        String id,
        String volume,
        String state,
        Instant started,
        OptionalInt progress,
        long sizeGib,
        String description,
        Map<String, String> tags) {
    public static final String PENDING = "pending";
    public static final String COMPLETED = "completed";
    public static final String ERROR = "error";

    public EbsSnapshot {
        Objects.requireNonNull(id);
        Objects.requireNonNull(started);
        Objects.requireNonNull(progress);
        tags = Map.copyOf(tags);
    }

    /** Whether all of it is there: only then can it be restored from in full. */
    public boolean isCompleted() {
        return state.equals(COMPLETED);
    }
}
