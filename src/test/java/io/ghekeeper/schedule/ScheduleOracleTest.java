package io.ghekeeper.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random cron lines in many zones, around changes of clocks and anywhere, against {@link CronOracle}. */
class ScheduleOracleTest {
    private static final Instant FROM = Instant.parse("1996-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");
    private static final int CASES = Integer.getInteger("oracle-cases", 30);
    private static final int MOST_TICKS = 12;
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Europe/Dublin",
                "America/New_York",
                "America/St_Johns", // changed at one minute past midnight
                "America/Sao_Paulo", // at midnight: days that have no 00:00
                "America/Caracas", // by half an hour, for good
                "Australia/Lord_Howe", // by half an hour
                "Africa/Casablanca", // four times a year
                "Antarctica/Troll", // by two hours
                "Asia/Gaza",
                "Asia/Kathmandu",
                "Asia/Pyongyang",
                "Pacific/Apia" // without 30 December 2011
            })
    void ticksComeAsCronHasThem(String zoneId) {
        ZoneId zone = ZoneId.of(zoneId);
        List<ZoneOffsetTransition> changes = changes(zone);
        for (int i = 0; i < CASES; i++) {
            long seed = Objects.hash(zoneId, i);
            Random random = new Random(seed);
            Instant around = changes.isEmpty() || i % 4 == 0
                    ? FROM.plus(Duration.ofMinutes(random.nextInt((int) FROM.until(TO, ChronoUnit.MINUTES))))
                    : changes.get(i % 8 < 2 ? changes.size() - 1 : random.nextInt(changes.size()))
                            .getInstant();
            Instant begin =
                    around.minus(Duration.ofMinutes(random.nextInt(1500))).truncatedTo(ChronoUnit.MINUTES);
            String line = line(random, LocalDateTime.ofInstant(around.minusSeconds(random.nextInt(5400)), zone));
            agree(zone, line, begin, begin.plus(Duration.ofDays(2)), seed);
        }
    }

    private static void agree(ZoneId zone, String line, Instant begin, Instant end, long seed) {
        Schedule schedule = new Schedule(zone, List.of(line));
        List<Instant> ticks = Stream.iterate(schedule.next(begin), tick -> schedule.next(tick.orElseThrow()))
                .takeWhile(tick -> tick.isPresent() && !tick.get().isAfter(end))
                .limit(MOST_TICKS)
                .map(tick -> tick.orElseThrow())
                .toList();

        assertThat(ticks)
                .as("%s in %s from %s (seed %d)", line, zone, begin, seed)
                .isEqualTo(new CronOracle(line).ticks(zone, begin, end, MOST_TICKS));
    }

    private static List<ZoneOffsetTransition> changes(ZoneId zone) {
        return Stream.iterate(
                        zone.getRules().nextTransition(FROM),
                        change -> change != null && change.getInstant().isBefore(TO),
                        change -> zone.getRules().nextTransition(change.getInstant()))
                .toList();
    }

    /** A line that names the given time more often than chance would. */
    private static String line(Random random, LocalDateTime time) {
        return String.join(
                " ",
                field(random, 0, 59, time.getMinute(), List.of()),
                field(random, 0, 23, time.getHour(), List.of()),
                random.nextInt(3) > 0 ? "*" : field(random, 1, 28, Math.min(28, time.getDayOfMonth()), List.of()),
                random.nextInt(3) > 0 ? "*" : field(random, 1, 12, time.getMonthValue(), MONTHS),
                random.nextInt(3) > 0
                        ? "*"
                        : field(random, 0, 7, time.getDayOfWeek().getValue() % 7, DAYS));
    }

    private static String field(Random random, int least, int most, int near, List<String> names) {
        if (random.nextInt(6) == 0) {
            return "*";
        }
        StringBuilder field = new StringBuilder(entry(random, least, most, near, names));
        while (random.nextInt(3) == 0) {
            field.append(',').append(entry(random, least, most, least + random.nextInt(most - least + 1), names));
        }
        return field.toString();
    }

    private static String entry(Random random, int least, int most, int near, List<String> names) {
        int until = near + random.nextInt(most - near + 1);
        int step = 1 + random.nextInt(Math.max(1, (most - least) / 2));
        return switch (random.nextInt(7)) {
            case 0 -> "*/" + step;
            case 1 -> near + "-" + until;
            case 2 -> near + "-" + until + "/" + step;
            case 3 -> name(random, near, least, names);
            case 4 -> name(random, near, least, names) + "-" + name(random, until, least, names);
            default -> String.valueOf(near);
        };
    }

    private static String name(Random random, int value, int least, List<String> names) {
        if (value - least >= names.size()) {
            return String.valueOf(value);
        }
        String name = names.get(value - least);
        return random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT);
    }
}
