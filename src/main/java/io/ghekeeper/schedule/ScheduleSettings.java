package io.ghekeeper.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * When things happen by themselves.
 *
 * @param backup UNIX cron lines (five fields); the ticks are those of all lines together
 * @param markers the same, for the clearing of stale markers between runs
 * @param jitter the longest random delay added to a tick
 * @param catchUp whether a backup is taken at once, at the start, when a tick was missed
 */
public record ScheduleSettings(
        ZoneId timeZone, List<String> backup, List<String> markers, Duration jitter, boolean catchUp) {
    public ScheduleSettings {
        Objects.requireNonNull(timeZone);
        Objects.requireNonNull(jitter);
        backup = List.copyOf(backup);
        markers = List.copyOf(markers);
    }
}
