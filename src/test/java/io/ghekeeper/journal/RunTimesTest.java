package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTimesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T03:17:00Z");
    private static final Instant END = BEGIN.plusSeconds(600);
    private static final String ID = "20261120T031700Z-backup-4f2a";

    @Test
    void aUsualRunContradictsNothing() {
        assertThat(RunTimes.contradiction(run(ID, BEGIN, END, "step", BEGIN.plusSeconds(5))))
                .isEmpty();
        assertThat(RunTimes.contradiction(run(ID, BEGIN.plusMillis(999), END, "step", END)))
                .isEmpty();
        assertThat(RunTimes.contradiction(run(ID, BEGIN, END, "accepted", END.plus(Duration.ofDays(3)))))
                .as("a person accepted it later")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20261120T031700Z-backup-4f2a, 2036-11-20T03:17:00Z, 2036-11-20T03:27:00Z, 2036-11-20T03:18:00Z, begins at",
        "20261120T031700Z-backup-4f2a, 2026-11-20T03:17:00Z, 2026-11-20T03:16:59Z, 2026-11-20T03:17:00Z, before its",
        "20261120T031700Z-backup-4f2a, 2026-11-20T03:17:00Z, 2026-11-20T03:27:00Z, 2026-11-20T03:15:59Z, not within",
        "20261120T031700Z-backup-4f2a, 2026-11-20T03:17:00Z, 2026-11-20T03:27:00Z, 2026-11-20T04:17:00Z, not within",
        "20269999T999999Z-backup-4f2a, 2026-11-20T03:17:00Z, 2026-11-20T03:27:00Z, 2026-11-20T03:17:00Z, no time",
    })
    void whatCannotBeIsDamaged(String id, Instant begin, Instant end, Instant event, String why) {
        assertThat(RunTimes.contradiction(run(id, begin, end, "step", event)))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).startsWith("is damaged: ").contains(why));
    }

    @Test
    void whatEndsInTheFutureIsDamaged() {
        Run run = run(ID, BEGIN, BEGIN.plus(Duration.ofDays(3650)), "step", BEGIN);

        assertThat(RunTimes.prediction(run, END))
                .hasValueSatisfying(why -> assertThat(why).contains("in the future"));
        assertThat(RunTimes.prediction(run(ID, BEGIN, END, "step", BEGIN), BEGIN))
                .isEmpty();
    }

    @Test
    void aClockThatIsSetBackInARunGivesNoTimeBeforeItsLastOne() {
        Run run = run(ID, BEGIN, END, "step", BEGIN.plusSeconds(30));

        assertThat(RunTimes.next(run, BEGIN.minus(Duration.ofHours(1)))).isEqualTo(END);
        assertThat(RunTimes.next(run, END.plusSeconds(1))).isEqualTo(END.plusSeconds(1));
        assertThat(RunTimes.next(run, BEGIN.minus(Duration.ofDays(2)))).isEqualTo(BEGIN.minus(Duration.ofDays(2)));
    }

    private static Run run(String id, Instant begin, Instant end, String event, Instant at) {
        return new Run(
                id,
                Run.Kind.BACKUP,
                Run.Cause.HAND,
                begin,
                new ProcessIdentity("h", "b", 1, begin),
                List.of(new Run.Event(at, RunEvent.of(event, Map.of()))),
                Optional.empty(),
                Optional.of(new Run.End(end, Run.Outcome.SUCCEEDED, Optional.empty())));
    }
}
