package io.ghekeeper.probe;

import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.schedule.ScheduleSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at when backups come. */
public final class ScheduleChecks {
    private static final int TICKS = 5;
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss z", Locale.ROOT);

    private final ScheduleSettings settings;
    private final Supplier<SupervisorReport> supervisor;
    private final Clock clock;

    /** @param supervisor is asked for at each look */
    @SuppressWarnings("MissingSummary")
    public ScheduleChecks(ScheduleSettings settings, Supplier<SupervisorReport> supervisor, Clock clock) {
        this.settings = settings;
        this.supervisor = supervisor;
        this.clock = clock;
    }

    /** Before the first start there is none, and nothing is wrong yet: a warning. */
    CheckDetail supervisor() {
        SupervisorReport report = supervisor.get();
        return switch (report.state()) {
            case ALIVE, EXTERNAL -> CheckDetail.good(report.words());
            case ENDING -> CheckDetail.doubtful(report.words(), "Start it again when the restore has ended.");
            case STALLED -> CheckDetail.doubtful(report.words(), "Restart it, and read its log.");
            case NONE ->
                CheckDetail.doubtful(
                        report.words(),
                        "Start it: ghe-keeper supervise. Where something else begins backups, set schedule.runner to"
                                + " external.");
            case UNKNOWN -> CheckDetail.doubtful(report.words(), "Run ghe-keeper doctor where the supervisor runs.");
        };
    }

    CheckDetail schedule() {
        if (settings.runner() == ScheduleSettings.Runner.EXTERNAL) {
            return CheckDetail.good("something else begins backups (schedule.runner: external)");
        }
        Schedule schedule = new Schedule(settings.timeZone(), settings.backup());
        String lines = settings.backup().stream().map(line -> "'" + line + "'").collect(Collectors.joining(", "));
        String what = lines + " in time zone " + settings.timeZone();
        List<String> ticks = Stream.iterate(
                        schedule.next(clock.instant()).orElse(null),
                        Objects::nonNull,
                        tick -> schedule.next(tick).orElse(null))
                .limit(TICKS)
                .map(this::words)
                .toList();
        Optional<String> hint =
                ticks.isEmpty() ? Optional.of("Write a line in schedule.backup that comes again.") : Optional.empty();
        return new CheckDetail(what + (ticks.isEmpty() ? ": no tick is to come" : ""), hint, ticks);
    }

    private String words(Instant tick) {
        ZoneId zone = settings.timeZone();
        return LOCAL.withZone(zone).format(tick) + "  (" + tick + ")";
    }
}
