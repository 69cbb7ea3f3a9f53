package io.ghekeeper.journal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What the id of a run says: {@code <time>-<kind>-<four hexadecimal digits>}, as {@code 20261120T031700Z-backup-4f2a}. No
 * record is read for it.
 */
public final class RunIds {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int TIME_LENGTH = "20261120T031700Z".length();

    /** A run that begins later than this from now was written while the clock was wrong. */
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

    private static final int LAST_NUMBER = 0xffff;

    /** Not the very next one: a skipped tick is recorded without a lease, so two processes may choose at once. */
    private static final int NUMBER_STEP = 256;

    private RunIds() {}

    /** Whether a run is of that kind. */
    public static boolean isOf(Run.Kind kind, String runId) {
        String name = nameOf(kind);
        return runId.startsWith(name, TIME_LENGTH) && runId.indexOf('-', TIME_LENGTH + name.length()) < 0;
    }

    /** Whether a run is a restore or drill. */
    public static boolean restoresSnapshot(String runId) {
        return Stream.of(Run.Kind.values()).anyMatch(kind -> kind.restoresSnapshot() && isOf(kind, runId));
    }

    /** The lane of a run. What is of no kind that this release knows counts with the backups. */
    public static Lane laneOf(String runId) {
        return Stream.of(Run.Kind.values())
                .filter(kind -> isOf(kind, runId))
                .map(Run.Kind::lane)
                .findFirst()
                .orElse(Lane.CAPTURE);
    }

    private static String nameOf(Run.Kind kind) {
        return "-" + kind.word() + "-";
    }

    /** The time when it began, to the second; nothing where the id names none: then ghe-keeper did not write the run. */
    public static Optional<Instant> timeOf(String runId) {
        try {
            return Optional.of(TIME.parse(runId.substring(0, TIME_LENGTH), Instant::from));
        } catch (DateTimeException | StringIndexOutOfBoundsException noTime) {
            return Optional.empty();
        }
    }

    /** Whether a run began later than now: the clock was wrong then, or is now. */
    public static boolean isFuture(String runId, Instant now) {
        return runId.compareTo(from(now.plus(CLOCK_SLACK))) > 0;
    }

    /** What the ids of runs from that time on begin with, or come after. */
    static String from(Instant time) {
        return TIME.format(time);
    }

    /**
     * The id of a new run. The order of ids is the order of runs: an id of a second that has a later one already is of the next
     * second.
     *
     * @param newestFirst the ids of all runs
     */
    static String next(Run.Kind kind, Instant begin, List<String> newestFirst, RandomGenerator random) {
        return newestFirst.stream()
                .takeWhile(id -> id.compareTo(from(begin)) > 0)
                .filter(id -> !isFuture(id, begin) && timeOf(id).isPresent())
                .findFirst()
                .map(newest -> after(newest, timeOf(newest).orElseThrow(), nameOf(kind), random))
                .orElseGet(() -> first(begin, nameOf(kind), random));
    }

    private static String after(String newest, Instant time, String name, RandomGenerator random) {
        String prefix = from(time) + name;
        if (newest.matches(prefix + "[0-9a-f]{4}")) {
            int number = Integer.parseInt(newest.substring(prefix.length()), 16) + random.nextInt(1, NUMBER_STEP);
            if (number <= LAST_NUMBER) {
                return prefix + hex(number);
            }
        }
        return newest.compareTo(prefix) < 0 ? first(time, name, random) : first(time.plusSeconds(1), name, random);
    }

    private static String first(Instant time, String name, RandomGenerator random) {
        return from(time) + name + hex(random.nextInt(LAST_NUMBER / 2));
    }

    private static String hex(int number) {
        return String.format(Locale.ROOT, "%04x", number);
    }
}
