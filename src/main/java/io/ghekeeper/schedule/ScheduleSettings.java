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
 * @param runner of all that; by configuration, never by guess
 */
public record ScheduleSettings(
        ZoneId timeZone, List<String> backup, List<String> markers, Duration jitter, boolean catchUp, Runner runner) {
    /** Who begins backups. */
    public enum Runner {
        /** {@code ghe-keeper supervise}, at each tick. */
        SUPERVISOR,
        /** Something that calls {@code ghe-keeper backup}: a CronJob, cron. No supervisor is missed then. */
        EXTERNAL
    }

    public ScheduleSettings {
        Objects.requireNonNull(timeZone);
        Objects.requireNonNull(jitter);
        Objects.requireNonNull(runner);
        backup = List.copyOf(backup);
        markers = List.copyOf(markers);
    }
}
