package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CalendarStripTest {
    /** Of a day with a run each hour, the last ones are those that one has to know of. */
    @Test
    void ofManyRunsADayNoneThatFailedIsLeftOut() throws Exception {
        Parsed page = page(hourly());
        Element today = page.elements("li")
                .filter(li -> li.getAttribute("class").endsWith(" today"))
                .findFirst()
                .orElseThrow();

        assertThat(signs(today)).containsExactly("1 drill failed", "3 backups failed", "12 backups succeeded");
        assertThat(today.getTextContent()).endsWith("1 drill failedD3 backups failed312 backups succeeded12");
    }

    /** In Berlin the 25th of October had 25 hours, and its midnight was not UTC's. */
    @Test
    void aRunStandsOnTheDayOfItsBeginWhereTheScheduleIs() throws Exception {
        Parsed page = page(List.of(
                backup(Instant.parse("2026-11-19T22:59:59Z"), RunSummary.RunState.SUCCEEDED),
                backup(Instant.parse("2026-10-25T22:59:00Z"), RunSummary.RunState.SUCCEEDED),
                backup(Instant.parse("2026-10-24T21:59:00Z"), RunSummary.RunState.FAILED)));

        assertThat(page.elements("li")
                        .filter(li -> li.getAttribute("class").startsWith("day"))
                        .map(li -> li.getFirstChild().getTextContent()
                                + li.getFirstChild().getNextSibling().getTextContent())
                        .filter(day -> !day.endsWith("no run")))
                .containsExactly(
                        "Sat 24 Oct: 1 backup failed",
                        "Sun 25 Oct: 1 backup succeeded",
                        "Thu 19 Nov: 1 backup succeeded");
    }

    private static List<String> signs(Element day) {
        List<String> signs = new ArrayList<>();
        for (int i = 0; i < day.getElementsByTagName("title").getLength(); i++) {
            signs.add(day.getElementsByTagName("title").item(i).getTextContent());
        }
        return signs;
    }

    @Test
    void theDaysAreThoseOfBackupsRestoresAndDrillsOnly() {
        RunSummary seal = Observations.run(Observations.NOW, Run.Kind.SEAL, RunSummary.RunState.FAILED, 600, 0);
        RunSummary backup = backup(Observations.NOW, RunSummary.RunState.SUCCEEDED);
        Times times = new Times(Observations.NOW, Observations.ZONE);

        assertThat(Days.of(List.of(seal, backup), times).runs()).containsExactly(backup);
    }

    /** From this day's midnight on, the newest first. */
    private static List<RunSummary> hourly() {
        Instant midnight = Observations.NOW
                .atZone(Observations.ZONE)
                .toLocalDate()
                .atStartOfDay(Observations.ZONE)
                .toInstant();
        List<RunSummary> runs = new ArrayList<>();
        for (int hour = 0; hour < 15; hour++) {
            runs.add(0, backup(midnight.plus(Duration.ofHours(hour)), state(hour)));
        }
        runs.add(
                0,
                Observations.run(
                        midnight.plus(Duration.ofMinutes(30)), Run.Kind.DRILL, RunSummary.RunState.FAILED, 60, 0));
        return runs;
    }

    private static RunSummary.RunState state(int hour) {
        return hour < 12 ? RunSummary.RunState.SUCCEEDED : RunSummary.RunState.FAILED;
    }

    private static RunSummary backup(Instant begin, RunSummary.RunState state) {
        return Observations.run(begin, Run.Kind.BACKUP, state, 600, 0);
    }

    private static Parsed page(List<RunSummary> runs) throws Exception {
        Observation late = Observations.late();
        return Parsed.of(Observations.observation(late.status(), runs, List.of(), List.of()));
    }
}
