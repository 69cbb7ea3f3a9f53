package io.ghekeeper.config;

import io.ghekeeper.schedule.ScheduleSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** The keys of the section {@code schedule}, and the {@link ScheduleSettings} that they build. */
public final class ScheduleSection {
    static final Section SECTION = new Section("schedule", "What `ghe-keeper supervise` does, and when.");

    public static final Key<ZoneId> TIME_ZONE =
            SECTION.defaulted("time-zone", Types.timeZone(), "UTC", "Time zone of the cron lines.");
    public static final Key<List<String>> BACKUP = SECTION.defaulted(
            "backup",
            new ValueType.ListOf<>(Types.cronLine(), 1),
            "[\"17 3,9,15 * * 1-6\", \"17 9,21 * * 0\"]",
            "Cron lines; a backup begins at each instant that one of them names, unless a run is on.");
    public static final Key<List<String>> MARKERS = SECTION.defaulted(
            "markers",
            new ValueType.ListOf<>(Types.cronLine(), 0),
            "[\"55 * * * *\"]",
            "Cron lines; stale markers are cleared at each of these instants, and before every run. `[]`: before runs"
                    + " only.");
    public static final Key<Duration> JITTER = SECTION.defaulted(
            "jitter",
            Types.duration("0s", "23h59m"),
            "5m",
            "Longest random delay before a scheduled backup, so that several appliances are not read at once.");
    static final Key<Boolean> CATCH_UP = SECTION.defaulted(
            "catch-up",
            Types.flag(),
            "true",
            "Back up once, at once, when the supervisor starts and a tick was missed since the last good backup.");
    static final Key<ScheduleSettings.Runner> RUNNER = SECTION.defaulted(
            "runner",
            Types.word(ScheduleSettings.Runner.values()),
            "supervisor",
            "Who begins backups. `supervisor`: `ghe-keeper supervise` does, and `status` is not OK while none is alive on"
                    + " the volume. `external`: something else calls `ghe-keeper backup`, as a CronJob does; the lines"
                    + " above mean nothing then, and `supervise` refuses to start.");

    private ScheduleSection() {}

    static ScheduleSettings settings(Settings settings) {
        return new ScheduleSettings(
                settings.get(TIME_ZONE),
                settings.get(BACKUP),
                settings.get(MARKERS),
                settings.get(JITTER),
                settings.get(CATCH_UP),
                settings.get(RUNNER));
    }
}
