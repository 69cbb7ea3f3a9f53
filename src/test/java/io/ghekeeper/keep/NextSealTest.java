package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextSealTest {
    private static final String OLD = "20261120T090000";
    private static final String NEW = "20261120T100000";

    @TempDir
    private Path volume;

    private OneKeepLane lane;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
    }

    @Test
    void theNewestGoodSnapshotIsDueUntilItHasASeal() throws IOException {
        assertThat(due()).isEmpty();
        lane.good(OLD);
        lane.good(NEW);

        assertThat(due()).contains(NEW);

        lane.seal(NEW);
        assertThat(due()).as("its deep checks were not done").contains(NEW);

        lane.checked(NEW);
        assertThat(due()).isEmpty();
    }

    @Test
    void aSnapshotThatADeepCheckDoubtedIsSuspectAndNoMeasure() throws IOException {
        lane.good(OLD);
        lane.good(NEW);
        assertThat(lastGood()).contains(NEW);

        lane.checked(NEW, new ContentCheck("mysql.sql.gz", CheckVerdict.FAILED, Optional.of("is cut off")));

        assertThat(lastGood()).contains(OLD);
        assertThat(lane.reader().read().reliance().measuresOf("20261120T110000"))
                .extracting(Snapshot::id)
                .containsExactly(OLD);
        SnapshotEntry doubted = entry(NEW);
        assertThat(doubted.state()).isEqualTo(SnapshotState.SUSPECT);
        assertThat(doubted.losses()).containsExactly("mysql.sql.gz: is cut off");
    }

    @Test
    void aPersonMayAcceptWhatADeepCheckDoubted() throws IOException {
        lane.good(NEW);
        lane.checked(NEW, new ContentCheck("mysql.sql.gz", CheckVerdict.FAILED, Optional.of("is cut off")));
        lane.clock().pass(Duration.ofMinutes(1));

        try (CaptureLease lease = lane.journal().acquireCapture()) {
            lane.journal().accept(lease, entry(NEW).run().orElseThrow());
        }

        assertThat(entry(NEW).state()).isEqualTo(SnapshotState.GOOD);
        assertThat(lastGood()).contains(NEW);

        lane.clock().pass(Duration.ofMinutes(1));
        lane.checked(NEW, new ContentCheck("redis.rdb", CheckVerdict.FAILED, Optional.of("is cut off")));
        assertThat(entry(NEW).state()).as("doubted since").isEqualTo(SnapshotState.SUSPECT);
    }

    @Test
    void aBrokenRepositoryOrAnUnknownFormIsNoDoubt() throws IOException {
        lane.good(NEW);
        lane.checked(
                NEW,
                new ContentCheck(ContentCheck.REPOSITORIES, CheckVerdict.FAILED, Optional.of("1 broken")),
                new ContentCheck("mysql.sql.gz", CheckVerdict.UNKNOWN, Optional.empty()));

        assertThat(entry(NEW).state()).isEqualTo(SnapshotState.GOOD);
    }

    private Optional<String> lastGood() {
        return lane.reader().read().reliance().lastGood().flatMap(Run::snapshot);
    }

    private SnapshotEntry entry(String id) {
        return lane.reader().read().snapshots(keeper -> true).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPersonGetsTheNewestWithoutASeal() throws IOException {
        lane.good(OLD);
        lane.good(NEW);
        lane.seal(NEW);
        lane.checked(NEW);

        assertThat(lane.next().newestWithout()).contains(OLD);

        lane.seal(OLD);
        lane.checked(OLD);
        assertThat(lane.next().newestWithout()).isEmpty();
    }

    @Test
    void withoutAGoodSnapshotThereIsNothingToSeal() throws IOException {
        lane.directory(OLD); // of an appliance before this one

        assertThat(due()).isEmpty();
        assertFails(FailureKind.SNAPSHOT_UNKNOWN, () -> lane.next().newestWithout());
    }

    @Test
    void aSealThatFailedIsTriedAgainAfterAnHour() throws IOException {
        lane.good(NEW);
        lane.sealEnded(NEW, Run.Outcome.FAILED, FailureKind.SEAL_FAILED);

        lane.clock().pass(Duration.ofMinutes(59));
        assertThat(due()).isEmpty();
        lane.clock().pass(Duration.ofMinutes(2));
        assertThat(due()).contains(NEW);
    }

    @Test
    void aSealThatFailedKeepsNoOtherSnapshotFromItsSeal() throws IOException {
        lane.good(OLD);
        lane.good(NEW);
        lane.sealEnded(OLD, Run.Outcome.FAILED, FailureKind.SEAL_FAILED);

        assertThat(due()).contains(NEW);
    }

    @Test
    void aCancelledSealIsNotBegunAgainAtOnceAndAKilledOneIs() throws IOException {
        lane.good(NEW);
        lane.sealEnded(NEW, Run.Outcome.INTERRUPTED, FailureKind.RUN_INTERRUPTED);
        assertThat(due()).contains(NEW);

        lane.sealEnded(NEW, Run.Outcome.INTERRUPTED, FailureKind.RUN_CANCELLED);

        assertThat(due()).isEmpty();
    }

    @Test
    void aSealThatIsKilledAgainAndAgainWaitsForAnHour() throws IOException {
        lane.good(NEW);
        for (int kill = 0; kill < 3; kill++) {
            assertThat(due()).contains(NEW);
            lane.sealEnded(NEW, Run.Outcome.INTERRUPTED, FailureKind.RUN_INTERRUPTED);
        }
        assertThat(due()).isEmpty();

        lane.clock().pass(Duration.ofMinutes(61));
        assertThat(due()).contains(NEW);
    }

    @Test
    void onlyAWholeSnapshotIsSealed() throws IOException {
        Files.writeString(lane.directory(OLD).resolve("incomplete"), "");
        lane.directory(NEW);
        try (CaptureLease lease = lane.journal().acquireCapture()) {
            lane.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).snapshot(NEW);

            assertFails(FailureKind.SNAPSHOT_BEING_WRITTEN, () -> lane.next().isSealed(NEW));
        }
        assertFails(FailureKind.SNAPSHOT_INCOMPLETE, () -> lane.next().isSealed(OLD));
        assertFails(FailureKind.SNAPSHOT_UNKNOWN, () -> lane.next().isSealed("20260101T000000"));
    }

    private static void assertFails(FailureKind kind, Runnable look) {
        assertThatThrownBy(look::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    private Optional<String> due() {
        return lane.next().due(lane.clock().instant());
    }
}
