package io.ghekeeper.restore;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where drills go, and when.
 *
 * @param host the scratch appliance, which is overwritten without a question; nothing where there is none
 * @param schedule cron lines; none for drills by hand only
 * @param fromArchive those on the schedule take a snapshot that is only in the store
 * @param repositories how many of the restored ones are looked through with {@code git fsck}
 */
public record DrillSettings(Optional<String> host, List<String> schedule, boolean fromArchive, int repositories) {
    public DrillSettings {
        Objects.requireNonNull(host);
        schedule = List.copyOf(schedule);
        if (repositories < 0) {
            throw new IllegalArgumentException("repositories " + repositories);
        }
    }
}
