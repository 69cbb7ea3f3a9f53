package io.ghekeeper.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line as crontab(5) has it: minute, hour, day of month, month, day of week. A sixth field in front counts seconds; it
 * is meant for trying things out.
 */
public final class CronLine {
    private static final CronDefinition FIVE_FIELDS = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final CronDefinition SIX_FIELDS = CronDefinitionBuilder.defineCron()
            .withSeconds()
            .withStrictRange()
            .and()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .instance();
    private static final String VALUE = "([0-9]+|[A-Za-z]+)";

    /** What an entry of a field's list looks like; the library takes more: signs, digits of any script, a second step. */
    private static final Pattern ENTRY = Pattern.compile("(\\*|" + VALUE + "(-" + VALUE + ")?)(/[0-9]+)?");

    /** Where a range begins with Sunday, it is the week's first day; the library has it as the last only. */
    private static final Pattern FROM_SUNDAY = Pattern.compile("(?i)(?<![^,])(SUN-(?!SUN)|7-(?!7|SUN))");

    private static final List<Field> FIELDS = List.of(
            new Field("second", "0 to 59"),
            new Field("minute", "0 to 59"),
            new Field("hour", "0 to 23"),
            new Field("day of month", "1 to 31"),
            new Field("month", "1 to 12 or JAN to DEC"),
            new Field("day of week", "0 to 7 or SUN to SAT"));

    private final String text;
    private final ExecutionTime times;

    /** What a time's day must be in as well. */
    private final Optional<ExecutionTime> days;

    private final boolean followsRealTime;

    private CronLine(String text, String[] fields) {
        int month = fields.length - 3;
        int week = fields.length - 1;
        // Two restricted days mean either. Behind a * a step restricts nothing in that sense, and then both count; the
        // library takes either there, too, and is asked for one after the other.
        boolean both = !fields[month].equals("*")
                && !fields[week].equals("*")
                && (fields[month].startsWith("*") || fields[week].startsWith("*"));
        this.text = text;
        this.times = ExecutionTime.forCron(parsed(both ? without(fields, week) : fields));
        this.days = both ? Optional.of(ExecutionTime.forCron(parsed(without(fields, month)))) : Optional.empty();
        this.followsRealTime = fields[fields.length - 5].startsWith("*") || fields[fields.length - 4].startsWith("*");
    }

    /**
     * Reads a line.
     *
     * @throws Failure CONFIGURATION_INVALID that names the field that is wrong and what it may hold
     */
    public static CronLine parse(String line) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length != 5 && fields.length != 6) {
            throw invalid(
                    line,
                    "has " + (line.isBlank() ? 0 : fields.length) + " fields",
                    "Write five: minute, hour, day of month, month, day of week.");
        }
        if (fields.length == 6 && fields[0].equals("*")) {
            throw invalid(line, "comes every second", "Leave the first field out.");
        }
        int offset = 6 - fields.length;
        for (int i = 0; i < fields.length; i++) {
            requireGood(line, fields, i, FIELDS.get(i + offset));
        }
        CronLine parsed = new CronLine(line, fields);
        if (parsed.next(LocalDateTime.of(2024, 1, 1, 0, 0)).isEmpty()) {
            throw invalid(
                    line,
                    "has '" + fields[fields.length - 3] + "' as its day of month, which never comes in its month '"
                            + fields[fields.length - 2] + "'",
                    "Name a day that one of the months has.");
        }
        return parsed;
    }

    private static void requireGood(String line, String[] fields, int index, Field field) {
        String[] alone = new String[fields.length];
        Arrays.fill(alone, "*");
        alone[index] = fields[index];
        if (!looksGood(fields[index]) || !isRead(alone)) {
            throw invalid(
                    line,
                    "has '" + fields[index] + "' as its " + field.name,
                    "Give " + field.allowed + ", a list (1,2), a range (1-5), a step (*/15) or *.");
        }
    }

    /** Entry by entry: one pattern for a whole list takes some of the stack for each. */
    private static boolean looksGood(String field) {
        return Arrays.stream(field.split(",", -1))
                .allMatch(entry -> ENTRY.matcher(entry).matches());
    }

    private static boolean isRead(String[] fields) {
        try {
            parsed(fields);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static String[] without(String[] fields, int index) {
        String[] others = fields.clone();
        others[index] = "*";
        return others;
    }

    private static Cron parsed(String[] fields) {
        String[] read = fields.clone();
        int week = read.length - 1;
        read[week] = FROM_SUNDAY.matcher(read[week]).replaceAll("0-");
        return new CronParser(read.length == 5 ? FIVE_FIELDS : SIX_FIELDS)
                .parse(String.join(" ", read))
                .validate();
    }

    private static Failure invalid(String line, String what, String hint) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, "cron line '" + line + "' " + what, hint);
    }

    /**
     * Whether the line goes by real time when clocks are changed, as cron has it: with {@code *} as its minute or hour it
     * does; at fixed times it has one run a day, whatever the clocks do.
     */
    boolean followsRealTime() {
        return followsRealTime;
    }

    /** The first local time strictly after another, without regard to any zone; nothing when none comes for years. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        Optional<ZonedDateTime> next = times.nextExecution(after.atZone(ZoneOffset.UTC));
        while (next.isPresent() && !isOnItsDay(next.get())) {
            next = times.nextExecution(next.get().with(LocalTime.MAX));
        }
        return next.map(ZonedDateTime::toLocalDateTime);
    }

    private boolean isOnItsDay(ZonedDateTime time) {
        return days.isEmpty() || days.get().isMatch(time);
    }

    @Override
    public String toString() {
        return text;
    }

    private record Field(String name, String allowed) {}
}
