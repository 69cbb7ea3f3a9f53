package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.schedule.ScheduleSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleChecksTest {
    @Test
    void reportsTheNextFiveTicksOfAllLinesInLocalTime() {
        CheckDetail found = look("Europe/Berlin", "2026-10-23T20:00:00Z", "30 2 * * *", "0 12 * * 6");

        assertThat(found.what()).isEqualTo("'30 2 * * *', '0 12 * * 6' in time zone Europe/Berlin");
        assertThat(found.hint()).isEmpty();
        // Clocks are put back on the 25th: half past two comes twice there, and the tick once.
        assertThat(found.details())
                .containsExactly(
                        "Sat 2026-10-24 02:30:00 CEST  (2026-10-24T00:30:00Z)",
                        "Sat 2026-10-24 12:00:00 CEST  (2026-10-24T10:00:00Z)",
                        "Sun 2026-10-25 02:30:00 CEST  (2026-10-25T00:30:00Z)",
                        "Mon 2026-10-26 02:30:00 CET  (2026-10-26T01:30:00Z)",
                        "Tue 2026-10-27 02:30:00 CET  (2026-10-27T01:30:00Z)");
    }

    private static CheckDetail look(String zone, String now, String... lines) {
        ScheduleSettings settings = new ScheduleSettings(
                ZoneId.of(zone), List.of(lines), List.of(), Duration.ZERO, true, ScheduleSettings.Runner.SUPERVISOR);
        return new ScheduleChecks(settings, SupervisorReport::unknown, Clock.fixed(Instant.parse(now), ZoneOffset.UTC))
                .schedule();
    }
}
