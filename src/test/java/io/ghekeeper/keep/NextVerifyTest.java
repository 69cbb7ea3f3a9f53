package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextVerifyTest {
    private static final String SNAPSHOT = "20261120T031700";

    @TempDir
    Path volume;

    private OneKeepLane lane;
    private Instant begin;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
        lane.good(SNAPSHOT);
        begin = lane.clock().instant(); // 09:00
    }

    @Test
    void oneIsDueFromATickOn() {
        lane.seal(SNAPSHOT);
        assertThat(due()).isFalse();

        lane.clock().pass(Duration.ofHours(4)); // behind 12:00
        assertThat(due()).isTrue();

        ended(Run.Trigger.SCHEDULE, Run.Outcome.SUCCEEDED, Optional.empty());
        assertThat(due()).isFalse();
        lane.clock().pass(Duration.ofDays(1));
        assertThat(due()).isTrue();
    }

    @Test
    void itIsTheHiddenCommandOfATick() {
        lane.seal(SNAPSHOT);
        lane.clock().pass(Duration.ofHours(4));

        assertThat(task().due(lane.clock().instant()).map(KeepWork::arguments))
                .contains(List.of("verify-oldest", "--scheduled"));
    }

    @Test
    void noneIsDueWithoutASeal() {
        lane.clock().pass(Duration.ofHours(4));

        assertThat(due()).isFalse();
    }

    @Test
    void noneIsDueWithoutASchedule() {
        lane.seal(SNAPSHOT);
        ended(Run.Trigger.SCHEDULE, Run.Outcome.INTERRUPTED, Optional.empty());

        assertThat(new NextVerify(lane.reader(), lane.next(), after -> Optional.empty(), begin)
                        .due(lane.clock().instant()))
                .isEmpty();
    }

    @Test
    void aVerificationByHandIsNotTheOneOfTheTick() {
        lane.seal(SNAPSHOT);
        lane.clock().pass(Duration.ofHours(4));
        ended(Run.Trigger.HAND, Run.Outcome.SUCCEEDED, Optional.empty());

        assertThat(due()).isTrue();
    }

    @Test
    void aTickThatWasCutOffGoesOn() {
        lane.seal(SNAPSHOT);
        lane.clock().pass(Duration.ofHours(4));
        ended(Run.Trigger.SCHEDULE, Run.Outcome.INTERRUPTED, Optional.of(FailureKind.RUN_INTERRUPTED));

        assertThat(due()).isTrue();
    }

    @Test
    void aTickThatFailedOrWasCancelledWaitsForTheNextOne() {
        lane.seal(SNAPSHOT);
        lane.clock().pass(Duration.ofHours(4));
        ended(Run.Trigger.SCHEDULE, Run.Outcome.FAILED, Optional.of(FailureKind.SNAPSHOT_DAMAGED));
        assertThat(due()).isFalse();

        ended(Run.Trigger.SCHEDULE, Run.Outcome.INTERRUPTED, Optional.of(FailureKind.RUN_CANCELLED));
        assertThat(due()).isFalse();
    }

    private void ended(Run.Trigger trigger, Run.Outcome outcome, Optional<FailureKind> why) {
        lane.clock().pass(Duration.ofSeconds(1));
        try (KeepLease lease = lane.journal().acquireKeep()) {
            OpenRun run = lane.journal().begin(lease, Run.Kind.VERIFY, trigger);
            run.end(outcome, why.map(kind -> new Run.Reason(kind.code(), "it ended", "Look.")));
        }
    }

    private boolean due() {
        return task().due(lane.clock().instant()).isPresent();
    }

    private NextVerify task() {
        return new NextVerify(lane.reader(), lane.next(), NextVerifyTest::noon, begin);
    }

    /** A tick at noon of each day. */
    static Optional<Instant> noon(Instant after) {
        Instant first = Instant.parse("2026-11-20T12:00:00Z");
        long days = after.isBefore(first) ? 0 : Duration.between(first, after).toDays() + 1;
        return Optional.of(first.plus(Duration.ofDays(days)));
    }
}
