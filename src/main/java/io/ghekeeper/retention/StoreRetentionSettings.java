package io.ghekeeper.retention;

import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * What is kept in the store of the archive.
 *
 * @param keep rules that add up, as {@link RetentionSettings#policy}; none where everything in the store is kept
 * @param spareUnarchived how long a snapshot that these rules want, and that is not archived, stays on the volume when the
 *     policy of the volume keeps it no longer
 */
public record StoreRetentionSettings(List<KeepRule> keep, Duration spareUnarchived) {
    public StoreRetentionSettings {
        keep = keep.stream().distinct().toList();
        Objects.requireNonNull(spareUnarchived);
    }

    /** Whether nothing in the store is ever given up. */
    public boolean keepsAll() {
        return keep.isEmpty();
    }

    RetentionSettings settings(Duration keepUnusable, ZoneId zone) {
        return new RetentionSettings(true, keep, keepUnusable, zone);
    }
}
