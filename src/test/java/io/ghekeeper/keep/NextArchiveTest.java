package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.run.LimitSettings;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NextArchiveTest {
    private static final String OLD = "20261120T090000";
    private static final String NEW = "20261120T100000";
    private static final String STORE = "s3://bucket/prefix";

    @TempDir
    private Path volume;

    private OneKeepLane lane;
    private Instant begin;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
        begin = lane.clock().instant();
        lane.good(OLD);
        lane.good(NEW); // 10:00
    }

    @Test
    void theNewestGoodSealedSnapshotIsDueUntilItIsArchived() {
        assertThat(due()).as("none is sealed").isEmpty();
        lane.seal(OLD);
        assertThat(due()).as("the newest that is sealed").contains(OLD);
        lane.seal(NEW);

        assertThat(task().due(lane.clock().instant()).map(KeepWork::arguments))
                .contains(List.of("archive", "--scheduled", NEW));

        archived(NEW, STORE);
        assertThat(due()).as("older ones are archived by hand").isEmpty();
        assertThat(task().newestWithout()).contains(OLD);
    }

    @Test
    void theNewestIsDueAgainWhenItsLocksGetShort() {
        lane.seal(NEW);
        Duration term = Duration.ofDays(35);
        ArchiveSettings.LockSettings governance = new ArchiveSettings.LockSettings(
                ArchiveSettings.ObjectLockMode.GOVERNANCE, Optional.of(term), Duration.ofDays(400));
        archived(NEW, STORE);
        assertThat(due(governance)).as("it is not locked").contains(NEW);

        archived(NEW, STORE, Optional.of(lane.clock().instant().plus(term)));
        assertThat(due(governance)).isEmpty();

        lane.clock().pass(Duration.ofMinutes(1));
        assertThat(due(governance)).contains(NEW);
        assertThat(due()).as("nothing is locked").isEmpty();
    }

    @Test
    void aCopyInAnotherStoreIsNoneInThisOne() {
        lane.seal(NEW);
        archived(NEW, "s3://bucket/earlier");

        assertThat(due()).contains(NEW);
    }

    @Test
    void whatARunGaveUpInThisStoreIsNotArchivedAgain() {
        lane.seal(NEW);
        givenUp("s3://bucket/earlier");
        assertThat(due()).as("in another store").contains(NEW);

        givenUp(STORE);

        assertThat(due()).isEmpty();
        assertThat(task().newestWithout()).isEmpty();
    }

    private void givenUp(String store) {
        try (KeepLease lease = lane.journal().acquireKeep()) {
            OpenRun run = lane.journal().begin(lease, Run.Kind.RETENTION, Run.Trigger.HAND);
            run.record(new RetentionEvent.SnapshotGivenUp(NEW, store, "no rule keeps it"));
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
    }

    @Test
    void nothingIsDueWithoutAStore() {
        lane.seal(NEW);
        NextArchive without =
                new NextArchive(lane.reader(), settings(Optional.empty(), List.of()), after -> Optional.empty(), begin);

        assertThat(without.due(lane.clock().instant())).isEmpty();
        assertThatThrownBy(without::newestWithout)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID))
                .hasMessageContaining("archive.store is not set");
    }

    @Test
    void oneThatFailedOrWasCancelledIsTriedAgainAnHourLater() {
        lane.seal(NEW);
        ended(Run.Outcome.FAILED, FailureKind.STORE_FAILED);
        assertThat(due()).isEmpty();
        lane.clock().pass(Duration.ofMinutes(61));
        assertThat(due()).contains(NEW);

        ended(Run.Outcome.INTERRUPTED, FailureKind.RUN_CANCELLED);
        assertThat(due()).isEmpty();
    }

    @Test
    void oneThatWasKilledGoesOnAtOnceUntilTheThirdTime() {
        lane.seal(NEW);
        ended(Run.Outcome.INTERRUPTED, FailureKind.RUN_INTERRUPTED);
        ended(Run.Outcome.INTERRUPTED, FailureKind.RUN_INTERRUPTED);
        assertThat(due()).contains(NEW);

        ended(Run.Outcome.INTERRUPTED, FailureKind.RUN_INTERRUPTED);

        assertThat(due()).isEmpty();
    }

    @Test
    void theArchiveFollowsTheSealOfTheNewestGoodSnapshotOnly() {
        assertThat(follows(task(), NEW)).isTrue();
        assertThat(follows(task(), OLD)).as("the newer one may not be sealed").isTrue();
        assertThat(follows(task(), "20261120T110000")).as("there is none").isFalse();

        lane.seal(NEW);
        assertThat(follows(task(), OLD)).as("the newer one is archived").isFalse();

        archived(NEW, STORE);
        assertThat(follows(task(), NEW)).as("it is archived already").isFalse();
    }

    @Test
    void noArchiveFollowsTheSealWithoutAStoreBeforeATickOrSoonAfterAFailure() {
        NextArchive without =
                new NextArchive(lane.reader(), settings(Optional.empty(), List.of()), after -> Optional.empty(), begin);

        assertThat(follows(without, NEW)).as("without a store").isFalse();
        assertThat(follows(atNoon(), NEW)).as("before the tick").isFalse();
        ended(Run.Outcome.FAILED, FailureKind.STORE_FAILED);
        assertThat(follows(task(), NEW)).as("soon after a failure").isFalse();
        lane.clock().pass(Duration.ofHours(3)); // behind 12:00
        assertThat(follows(atNoon(), NEW)).isTrue();
    }

    private boolean follows(NextArchive next, String id) {
        return next.follows(id, lane.clock().instant());
    }

    @Test
    void aScheduleHasItDoneFromATickOnAndTriesAFailedOneAgain() {
        lane.seal(NEW);
        assertThat(dueAtNoon()).isEmpty();

        lane.clock().pass(Duration.ofHours(3)); // behind 12:00
        assertThat(dueAtNoon()).contains(NEW);

        ended(Run.Outcome.FAILED, FailureKind.STORE_FAILED);
        assertThat(dueAtNoon()).isEmpty();
        lane.clock().pass(Duration.ofHours(2));
        assertThat(dueAtNoon()).as("the tick is not served yet").contains(NEW);

        succeeded();
        assertThat(dueAtNoon()).isEmpty();
        lane.clock().pass(Duration.ofDays(1));
        assertThat(dueAtNoon()).as("its evidence is missing").contains(NEW);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"SEAL_MISSING", "SNAPSHOT_DAMAGED", "SNAPSHOT_IN_DOUBT", "SNAPSHOT_UNKNOWN"})
    void onlyAGoodSealedUndamagedSnapshotIsArchived(FailureKind kind) throws IOException {
        String id = NEW;
        switch (kind) {
            case SNAPSHOT_DAMAGED -> {
                lane.seal(NEW);
                lane.evidence()
                        .readBack(
                                new LocalDisk(),
                                NEW,
                                new ReadBack(
                                        begin, "20261120T080000Z-verify-0001", 1, Optional.of("a: it is missing")));
            }
            case SNAPSHOT_IN_DOUBT -> {
                lane.seal(NEW);
                lane.checked(NEW, new ContentCheck("mysql.sql.gz", CheckVerdict.FAILED, Optional.of("is cut off")));
            }
            case SNAPSHOT_UNKNOWN -> id = "20261120T110000";
            default -> {}
        }
        String asked = id;

        assertThatThrownBy(() -> task().require(asked)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.hint()).contains("ghe-keeper ");
        });
    }

    @Test
    void aSnapshotOfUnknownOriginIsNotKnownToBeGood() throws IOException {
        lane.directory("20261120T110000");
        lane.seal("20261120T110000");

        assertThatThrownBy(() -> task().require("20261120T110000")).hasMessageContaining("no good run vouches for it");
        assertThat(due()).as("neither is one before it sealed").isEmpty();
    }

    private void archived(String snapshot, String store) {
        archived(snapshot, store, Optional.empty());
    }

    private void archived(String snapshot, String store, Optional<Instant> lockedUntil) {
        lane.evidence()
                .archived(
                        new LocalDisk(),
                        snapshot,
                        new ArchivedCopy(store, lane.clock().instant(), "20261120T080000Z-archive-0001", lockedUntil));
    }

    private void ended(Run.Outcome outcome, FailureKind why) {
        lane.ended(Run.Kind.ARCHIVE, NEW, outcome, Optional.of(why));
    }

    private void succeeded() {
        lane.ended(Run.Kind.ARCHIVE, NEW, Run.Outcome.SUCCEEDED, Optional.empty());
    }

    private Optional<String> due(ArchiveSettings.LockSettings lock) {
        return new NextArchive(
                        lane.reader(),
                        settings(Optional.of(URI.create(STORE)), List.of(), lock),
                        after -> Optional.empty(),
                        begin)
                .due(lane.clock().instant())
                .map(work -> work.arguments().get(2));
    }

    private Optional<String> due() {
        return task().due(lane.clock().instant()).map(work -> work.arguments().get(2));
    }

    private Optional<String> dueAtNoon() {
        return atNoon().due(lane.clock().instant()).map(work -> work.arguments().get(2));
    }

    private NextArchive atNoon() {
        return new NextArchive(
                lane.reader(),
                settings(Optional.of(URI.create(STORE)), List.of("0 12 * * *")),
                NextVerifyTest::noon,
                begin);
    }

    private NextArchive task() {
        return new NextArchive(
                lane.reader(), settings(Optional.of(URI.create(STORE)), List.of()), after -> Optional.empty(), begin);
    }

    static ArchiveSettings settings(Optional<URI> store, List<String> schedule) {
        return settings(
                store,
                schedule,
                new ArchiveSettings.LockSettings(
                        ArchiveSettings.ObjectLockMode.OFF, Optional.empty(), Duration.ofDays(400)));
    }

    private static ArchiveSettings settings(
            Optional<URI> store, List<String> schedule, ArchiveSettings.LockSettings lock) {
        return new ArchiveSettings(
                store,
                List.of(),
                ArchiveSettings.ObjectEncryption.NONE,
                schedule,
                2,
                Optional.empty(),
                new LimitSettings("archive", Duration.ofDays(7), Duration.ofHours(1)),
                lock,
                Optional.empty(),
                StorageClass.STANDARD,
                new ArchiveSettings.StoreDialect(Optional.empty(), ArchiveSettings.ObjectChecksum.SHA256),
                Duration.ofDays(3),
                new ArchiveSettings.StoreVerifySettings(List.of(), Optional.of(Duration.ofDays(30))));
    }
}
