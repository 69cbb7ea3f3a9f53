package io.ghekeeper.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void allLinesTogetherMakeTheTicks() {
        Schedule schedule = schedule(ZoneOffset.UTC, "17 3,9,15 * * 1-6", "17 9,21 * * 0");

        assertThat(ticks(schedule, "2026-11-20T10:00:00Z", "2026-11-22T23:00:00Z"))
                .containsExactly(
                        "2026-11-20T15:17:00Z",
                        "2026-11-21T03:17:00Z",
                        "2026-11-21T09:17:00Z",
                        "2026-11-21T15:17:00Z",
                        "2026-11-22T09:17:00Z",
                        "2026-11-22T21:17:00Z");
    }

    @Test
    void twoLinesAtOneInstantMakeOneTick() {
        Schedule schedule = schedule(ZoneOffset.UTC, "0 3 * * *", "0 3,4 * * *");

        assertThat(ticks(schedule, "2026-11-20T00:00:00Z", "2026-11-20T12:00:00Z"))
                .containsExactly("2026-11-20T03:00:00Z", "2026-11-20T04:00:00Z");
    }

    @Test
    void aTickInTheHourThatIsLeftOutComesOnceAtItsEnd() {
        assertThat(ticks(schedule(BERLIN, "30 2 * * *"), "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z"))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void aTickInTheHourThatComesTwiceComesTheFirstTimeOnly() {
        assertThat(ticks(schedule(BERLIN, "30 2 * * *"), "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-28T23:00:00Z", "2026-10-24T23:00:00Z"})
    void aLineForEveryHourJustGoesOnWhenClocksChange(String from) {
        Instant begin = Instant.parse(from);
        Schedule schedule = schedule(BERLIN, "15 * * * *");
        Instant tick = begin;
        for (int hour = 0; hour < 6; hour++) {
            tick = schedule.next(tick).orElseThrow();
            assertThat(tick).isEqualTo(begin.plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(15)));
        }
    }

    @Test
    void dayOfMonthAndDayOfWeekTogetherMeanEither() {
        assertThat(ticks(schedule(ZoneOffset.UTC, "0 0 13 * 5"), "2026-11-01T01:00:00Z", "2026-12-14T00:00:00Z"))
                .containsExactly(
                        "2026-11-06T00:00:00Z",
                        "2026-11-13T00:00:00Z",
                        "2026-11-20T00:00:00Z",
                        "2026-11-27T00:00:00Z",
                        "2026-12-04T00:00:00Z",
                        "2026-12-11T00:00:00Z",
                        "2026-12-13T00:00:00Z");
    }

    @Test
    void aDayWithAStepBehindItsStarMustHoldAsWell() {
        assertThat(ticks(schedule(ZoneOffset.UTC, "0 0 */2 * 5"), "2026-11-01T01:00:00Z", "2026-12-05T00:00:00Z"))
                .containsExactly("2026-11-13T00:00:00Z", "2026-11-27T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 * * SUN-TUE|22 23 24",
                "0 0 * * sun-tue|22 23 24",
                "0 0 * * 0-2|22 23 24",
                "0 0 * * 7-2|22 23 24",
                "0 0 0 * * SUN-TUE|22 23 24",
                "0 0 * * SUN-SAT|22 23 24 25 26 27 28",
                "0 0 * * SUN-SAT/3|22 25 28",
                "0 0 * * WED,SUN-MON|22 23 25",
                "0 0 * * FRI-SUN|22 27 28",
                "0 0 * * 5-7|22 27 28",
                "0 0 * * SUN-SUN|22",
                "0 0 * * 7|22",
                "0 0 * * 0|22",
                "0 0 * * SUN|22"
            })
    void theWeekBeginsAndEndsWithSunday(String line, String days) {
        assertThat(ticks(schedule(ZoneOffset.UTC, line), "2026-11-21T12:00:00Z", "2026-11-28T12:00:00Z"))
                .extracting(tick -> tick.substring(8, 10))
                .containsExactly(days.split(" ", -1));
    }

    @Test
    void aFieldInFrontCountsSeconds() {
        assertThat(ticks(schedule(ZoneOffset.UTC, "*/20 * * * * *"), "2026-11-20T00:00:00Z", "2026-11-20T00:01:00Z"))
                .containsExactly("2026-11-20T00:00:20Z", "2026-11-20T00:00:40Z", "2026-11-20T00:01:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 0 3 * * *|'60' as its second",
                "61 * * * *|'61' as its minute",
                "5-1 * * * *|'5-1' as its minute",
                "0 a * * *|'a' as its hour",
                "0 24 * * *|'24' as its hour",
                "0 0 32 * *|'32' as its day of month",
                "0 0 * 13 *|'13' as its month",
                "0 0 * JAM *|'JAM' as its month",
                "0 0 * * 8|'8' as its day of week",
                "17 3 * * * root|'root' as its day of week",
                "0 0|has 2 fields",
                "+5 * * * *|'+5' as its minute",
                "0 */+5 * * *|'*/+5' as its hour",
                "0 ٥ * * *|'٥' as its hour",
                "0 0 ５ * *|'５' as its day of month",
                "1-5/2/3 * * * *|'1-5/2/3' as its minute",
                "0 0 30 2 *|'30' as its day of month, which never comes in its month '2'",
                "0 0 0 31 4,6 *|'31' as its day of month, which never comes in its month '4,6'",
                "* * * * * *|every second"
            })
    void aWrongLineIsReportedByItsField(String line, String complaint) {
        assertThatThrownBy(() -> CronLine.parse(line)).hasMessageContaining(complaint);
    }

    @Test
    void jitterNeverReachesTheNextTick() {
        Instant tick = Instant.parse("2026-11-20T00:00:00Z");
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(Jitter.delay(Duration.ofMinutes(5), tick, tick.plusSeconds(60), random))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(6));
            assertThat(Jitter.delay(Duration.ofMinutes(5), tick, tick.plusSeconds(360_000), random))
                    .isBetween(Duration.ZERO, Duration.ofMinutes(5));
        }
        assertThat(Jitter.delay(Duration.ZERO, tick, tick.plusSeconds(60), random))
                .isZero();
    }

    private static Schedule schedule(ZoneId zone, String... lines) {
        return new Schedule(zone, List.of(lines));
    }

    /** As text, from {@code from} (without it) to {@code to} (with it). */
    private static List<String> ticks(Schedule schedule, String from, String to) {
        List<String> ticks = new ArrayList<>();
        Instant tick = schedule.next(Instant.parse(from)).orElseThrow();
        while (!tick.isAfter(Instant.parse(to))) {
            ticks.add(tick.toString());
            tick = schedule.next(tick).orElseThrow();
        }
        return ticks;
    }

    /** The program's threads have small stacks. */
    @Test
    void aLongListTakesNoMoreOfTheStackThanAShortOne() throws InterruptedException {
        List<Object> read = new ArrayList<>();
        Thread small =
                new Thread(null, () -> read.add(CronLine.parse("0" + ",1".repeat(2000) + " * * * *")), "", 256 * 1024);
        small.setUncaughtExceptionHandler((thread, failed) -> read.add(failed));

        small.start();
        small.join();

        assertThat(read).singleElement().isInstanceOf(CronLine.class);
    }
}
