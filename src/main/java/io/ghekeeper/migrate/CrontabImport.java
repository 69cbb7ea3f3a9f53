package io.ghekeeper.migrate;

import io.ghekeeper.config.DataSection;
import io.ghekeeper.config.Key;
import io.ghekeeper.config.Place;
import io.ghekeeper.config.ScheduleSection;
import io.ghekeeper.config.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The lines of a crontab to the schedule. */
final class CrontabImport {
    private static final String SECTION = "schedule";
    private static final String INCOMPLETE = ", with differences: the age counts from the last change in the"
            + " snapshot's folder, not from when its file `incomplete` was last read; it goes before backups and at the"
            + " times of schedule.markers; and a snapshot whose run may be alive stays.";

    /** As {@code 5/2}, but not {@code 5-9/2}: Debian's cron refuses it, others take it for this or that. */
    private static final Pattern STEP_OF_ONE = Pattern.compile("(?<![-A-Za-z0-9])[A-Za-z0-9]+/");

    private final EarlierFile file;
    private final Draft draft;
    private final List<Value> backups = new ArrayList<>();
    private final List<Value> markers = new ArrayList<>();

    /** Of the lines that are read just now; empty for cron's own. */
    private Value.TextValue zone = new Value.TextValue("", new Place.Standard());

    /** Of the schedule: that of the first line that is in it. */
    private Optional<Value.TextValue> zoneOfAll = Optional.empty();

    CrontabImport(EarlierFile file, Draft draft) {
        this.file = file;
        this.draft = draft;
    }

    void read() {
        String[] lines = file.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            NumberedLine line = new NumberedLine(new Place.FileLine(file.name(), i + 1), lines[i].strip());
            CrontabLine.of(lines[i]).ifPresent(read -> take(line, read));
        }
        lists();
        if (backups.isEmpty()) {
            draft.lack(
                    SECTION,
                    "schedule.backup: no line of the crontab that could be taken over begins a backup; without it, it"
                            + " is " + ScheduleSection.BACKUP.sample() + ".");
        }
        timeZone();
    }

    private record NumberedLine(Place place, String text) {}

    private void take(NumberedLine line, CrontabLine read) {
        if (read instanceof CrontabLine.VariableLine setting) {
            setting(line, setting);
        } else if (read instanceof CrontabLine.ScheduledCommand job) {
            job(line, job.times(), CronCommand.of(job.command()));
        } else {
            leave(line);
        }
    }

    private void setting(NumberedLine line, CrontabLine.VariableLine setting) {
        if (setting.name().equals("CRON_TZ")) {
            zone = new Value.TextValue(setting.value(), line.place());
        } else if (!setting.value().isEmpty() || !setting.name().startsWith("MAIL")) {
            remark(line, setting.advice());
        }
    }

    private void job(NumberedLine line, String times, CronCommand command) {
        switch (command.task()) {
            case BACKUP -> schedule(line, times, command, backups, ScheduleSection.BACKUP);
            case MARKERS -> schedule(line, times, command, markers, ScheduleSection.MARKERS);
            case INCOMPLETE -> incomplete(line, command);
            default -> leave(line);
        }
    }

    private void schedule(NumberedLine line, String times, CronCommand command, List<Value> lines, Key<?> key) {
        Value tick = new Value.TextValue(times, line.place());
        if (!canBeTaken(times, key, tick)) {
            leave(line);
            return;
        }
        zoneOfAll = Optional.of(zone);
        lines.add(tick);
        rest(line, command);
    }

    /** Whether every cron and ghe-keeper read these times alike, in the one time zone that there is. */
    private boolean canBeTaken(String times, Key<?> key, Value tick) {
        boolean named = !zone.text().isEmpty();
        return !STEP_OF_ONE.matcher(times).find()
                && new Draft()
                        .offer(key, new Value.Items(List.of(tick), tick.place()))
                        .isEmpty()
                && (!named || new Draft().offer(ScheduleSection.TIME_ZONE, zone).isEmpty())
                && zoneOfAll.orElse(zone).text().equals(zone.text());
    }

    /** What else the line said. */
    private void rest(NumberedLine line, CronCommand command) {
        if (command.redirects()) {
            draft.note(
                    SECTION,
                    "Where the lines sent their output has no counterpart: ghe-keeper logs to standard error, and"
                            + " keeps what backup-utils prints with each run (`ghe-keeper logs last`).");
        }
        if (!command.rest().isEmpty() || command.cut()) {
            remark(
                    line,
                    "Its times are taken over, what stands behind its first command is not. See whether it is"
                            + " still needed.");
        }
        if (!command.arguments().isEmpty()) {
            remark(line, "Its times are taken over, the arguments of its program are not: ghe-keeper gives its own.");
        }
    }

    private void incomplete(NumberedLine line, CronCommand command) {
        Optional<String> age = command.olderThan();
        boolean taken = age.isPresent()
                && draft.offer(DataSection.KEEP_INCOMPLETE, new Value.TextValue(age.get(), line.place()))
                        .isEmpty();
        String begin = taken ? "Taken over as keep-incomplete" : "Not taken over: keep-incomplete says the age";
        String end = command.cut()
                ? " cron ends a command at a % without a backslash, so this line did not do what it says."
                : "";
        draft.remark("data", begin + INCOMPLETE + end, line.place(), line.text());
    }

    private void lists() {
        if (!backups.isEmpty()) {
            draft.offer(ScheduleSection.BACKUP, items(backups));
            draft.note(
                    SECTION,
                    "A backup begins up to schedule.jitter (" + ScheduleSection.JITTER.sample()
                            + ") after its time. Write `jitter: 0s` to begin on the minute, as cron did.");
        }
        if (!markers.isEmpty()) {
            draft.offer(ScheduleSection.MARKERS, items(markers));
            draft.note(
                    SECTION,
                    "delete_instuck_progress.py removed a marker that was from another day, whether its backup was"
                            + " alive or not. ghe-keeper removes one at any age when its run is proven dead, also before"
                            + " each run.");
        }
    }

    private static Value items(List<Value> lines) {
        return new Value.Items(List.copyOf(lines), lines.get(0).place());
    }

    private void timeZone() {
        if (zoneOfAll.filter(named -> !named.text().isEmpty()).isPresent()) {
            draft.offer(ScheduleSection.TIME_ZONE, zoneOfAll.get());
            draft.note(
                    SECTION,
                    "The time zone is that of CRON_TZ. Debian's own cron does not heed CRON_TZ: see at which hours the"
                            + " earlier snapshots begin.");
        } else {
            draft.note(
                    SECTION,
                    "cron went by the time zone of its container, which the crontab does not name. Type `date +%Z`"
                            + " there; write schedule.time-zone where that is not UTC.");
        }
    }

    private void leave(NumberedLine line) {
        draft.leave(SECTION, line.place(), line.text());
    }

    private void remark(NumberedLine line, String advice) {
        draft.remark(SECTION, advice, line.place(), line.text());
    }
}
