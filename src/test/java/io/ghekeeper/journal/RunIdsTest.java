package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @Test
    void aRunIsOfOneKindOnly() {
        for (Run.Kind kind : Run.Kind.values()) {
            String id = RunIds.next(kind, NOW, List.of(), new Random(1));

            assertThat(Arrays.stream(Run.Kind.values()).filter(one -> RunIds.isOf(one, id)))
                    .containsExactly(kind);
            assertThat(RunIds.laneOf(id)).isEqualTo(kind.lane());
        }
    }

    @Test
    void aKindThatThisReleaseDoesNotKnowIsNoOther() {
        String later = "20261120T031700Z-archive-copy-4f2a";

        assertThat(Run.Kind.values()).noneMatch(kind -> RunIds.isOf(kind, later));
        assertThat(RunIds.laneOf(later)).isEqualTo(Lane.CAPTURE);
    }

    @Test
    void theTimeOfAnIdIsOneOfTheCalendar() {
        assertThat(RunIds.timeOf("20261120T031700Z-backup-4f2a")).contains(NOW);
        assertThat(RunIds.timeOf("20261131T031700Z-backup-4f2a")).isEmpty();
        assertThat(RunIds.timeOf("2026")).isEmpty();
    }

    @Test
    void aRunIsOfTheFutureWhenItBeganAMinuteLaterThanNow() {
        assertThat(RunIds.isFuture("20261120T031759Z-backup-4f2a", NOW)).isFalse();
        assertThat(RunIds.isFuture("20261120T031801Z-backup-4f2a", NOW)).isTrue();
    }

    @Test
    void theOrderOfIdsIsTheOrderOfRunsOfAllKindsInOneSecond() {
        Random random = new Random(1);
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Run.Kind kind = random.nextBoolean() ? Run.Kind.BACKUP : Run.Kind.SEAL;

            newestFirst.add(0, RunIds.next(kind, NOW, newestFirst, random));

            assertThat(RunIds.isOf(kind, newestFirst.get(0))).isTrue();
        }
        assertThat(newestFirst).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    }

    /** A clock that was years ahead would lend all later runs its time. */
    @Test
    void aRunOfTheFutureDoesNotMoveTheNextOne() {
        assertThat(RunIds.next(Run.Kind.SEAL, NOW, List.of("20991231T000000Z-seal-4f2a"), new Random(1)))
                .startsWith("20261120T031700Z-seal-");
    }

    @Test
    void aSecondWithoutNumbersIsFollowedByTheNextSecond() {
        assertThat(RunIds.next(Run.Kind.SEAL, NOW, List.of("20261120T031700Z-seal-ffff"), new Random(1)))
                .startsWith("20261120T031701Z-seal-");
    }

    @Test
    void aNameThatGhekeeperDidNotWriteHidesNoRunOfThisSecond() {
        List<String> newestFirst = List.of("20261120T031795Z-x", "20261120T031700Z-seal-4f2a");

        assertThat(RunIds.next(Run.Kind.BACKUP, NOW, newestFirst, new Random(1)))
                .isGreaterThan("20261120T031700Z-seal-4f2a");
    }
}
