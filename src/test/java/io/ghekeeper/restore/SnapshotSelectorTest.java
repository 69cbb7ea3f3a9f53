package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.WholeFiles;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.ShrinkageSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which snapshot is restored, and which never: backup-utils takes them all. */
class SnapshotSelectorTest {
    private static final String OLD = "20261118T030000";
    private static final String NEW = "20261119T030000";

    @TempDir
    private Path volume;

    private PastRestores past;
    private boolean toolRunning;

    @BeforeEach
    void begin() throws IOException {
        past = new PastRestores(volume.resolve("state"));
        past.journal().acquireCapture().close();
        Files.createDirectory(volume.resolve("data"));
    }

    @Test
    void theLatestIsTheLastGoodOneAndWhatIsNewerIsReported() throws IOException {
        make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        make(NEW);
        ended(NEW, Run.Outcome.SUSPECT);
        Files.createFile(make("20261120T000000").resolve("incomplete"));

        SelectedSnapshot selected = select(RestoreOptions.LATEST, false);

        assertThat(selected.id()).isEqualTo(OLD);
        assertThat(selected.passedOver()).containsExactly("20261120T000000 (incomplete)", NEW + " (suspect)");
        assertThat(selected.counted())
                .hasValueSatisfying(
                        counted -> assertThat(counted.repositories()).isEqualTo(1));
        assertThat(selected.uuid()).contains(Planned.UUID);
    }

    @Test
    void whereNoRunIsKnownTheLatestIsTheNewestWholeOne() throws IOException {
        make(OLD);
        make(NEW);
        Files.createFile(make("20261120T000000").resolve("incomplete"));

        assertThat(select(RestoreOptions.LATEST, false).id()).isEqualTo(NEW);
    }

    @Test
    void withNoSnapshotAtAllThereIsNone() {
        assertThat(refused(RestoreOptions.LATEST, FailureKind.SNAPSHOT_UNKNOWN))
                .hasMessageContaining("no good snapshot among the 0");
    }

    @Test
    void aSuspectOneIsNeverTheLatest() throws IOException {
        make(NEW);
        ended(NEW, Run.Outcome.SUSPECT);

        assertThat(refused(RestoreOptions.LATEST, FailureKind.SNAPSHOT_UNKNOWN).hint())
                .contains("--snapshot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20200101T000000", "current", "..", "../data/20261118T030000", "", "x\u001b[2J", "/etc"})
    void whatIsNoSnapshotIsUnknown(String name) throws IOException {
        make(OLD);

        assertThat(refused(name, FailureKind.SNAPSHOT_UNKNOWN))
                .hasMessageStartingWith("there is no snapshot '")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void anIncompleteOneIsRefusedWhateverIsAccepted() throws IOException {
        Files.createFile(make(OLD).resolve("incomplete"));

        assertThat(refused(OLD, FailureKind.SNAPSHOT_INCOMPLETE)).hasMessageContaining(OLD);
    }

    @Test
    void anIncompleteOneThatAToolMayBeUsingIsBeingWritten() throws IOException {
        Files.createFile(make(OLD).resolve("incomplete"));
        toolRunning = true;

        assertThat(refused(OLD, FailureKind.SNAPSHOT_BEING_WRITTEN)).hasMessageContaining(OLD);
    }

    @Test
    void oneThatALiveRunWritesIsBeingWrittenWhateverItLooksLike() throws IOException {
        make(OLD);
        try (CaptureLease lease = past.journal().acquireCapture()) {
            OpenRun run = past.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            run.snapshot(OLD);

            assertThat(refused(OLD, FailureKind.SNAPSHOT_BEING_WRITTEN)).hasMessageContaining("by run " + run.id());
        }
    }

    @Test
    void oneThatIsWholeIsTakenThoughSomeToolIsRunning() throws IOException {
        make(OLD);
        toolRunning = true;

        assertThat(select(OLD, false).doubts()).isEmpty();
    }

    @Test
    void aSuspectOneIsTakenOnlyWhenThatIsAccepted() throws IOException {
        make(OLD);
        past.run(Run.Kind.BACKUP, Duration.ofMinutes(1), Run.Outcome.SUSPECT, run -> {
            run.snapshot(OLD);
            run.record(RunEvent.of("loss", Map.of("what", "pages: 1 instead of 1000")));
        });

        Failure failure = refused(OLD, FailureKind.SNAPSHOT_IN_DOUBT, false);

        assertThat(failure).hasMessageContainingAll(OLD, "pages: 1 instead of 1000");
        assertThat(failure.hint()).contains("--accept-suspect");
        assertThat(select(OLD, true).doubts()).containsExactly("pages: 1 instead of 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql.sql.gz", "redis.rdb", "settings.json", "uuid", "repositories"})
    void oneThatLacksWhatEveryOneNeedsIsInDoubtThoughItsRunWasGood(String part) throws IOException {
        Path snapshot = make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        Files.move(snapshot.resolve(part), volume.resolve("gone"));

        assertThat(refused(OLD, FailureKind.SNAPSHOT_IN_DOUBT, false)).hasMessageContaining(part + ": missing");
        assertThat(select(OLD, true).doubts()).hasSize(1);
    }

    @Test
    void oneWithoutItsVersionIsRefusedWhateverIsAccepted() throws IOException {
        Path snapshot = make(OLD);
        for (String damaged : List.of("", "nonsense", "v3.11.0\nv3.12.0")) {
            Files.writeString(snapshot.resolve("version"), damaged);

            refused(OLD, FailureKind.SNAPSHOT_INCOMPLETE);
        }
    }

    @Test
    void theLatestNeverFailedItsDrillAndThePlanSaysWhichNewerOneDid() throws IOException {
        make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        make(NEW);
        ended(NEW, Run.Outcome.SUCCEEDED);
        Run drill = drill(NEW, false);

        SelectedSnapshot selected = select(RestoreOptions.LATEST, false);

        assertThat(selected.id()).isEqualTo(OLD);
        assertThat(selected.passedOver()).containsExactly(NEW + " (failed its drill, run " + drill.id() + ")");
    }

    @Test
    void oneThatFailedItsDrillIsTakenByNameOnlyWhenThatIsAccepted() throws IOException {
        make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        Run drill = drill(OLD, false);

        Failure failure = refused(OLD, FailureKind.SNAPSHOT_IN_DOUBT, false);

        assertThat(failure)
                .hasMessageContainingAll("it failed its drill (run " + drill.id() + ")", "storage: 0 are there");
        assertThat(failure.hint()).contains("--accept-suspect");
        assertThat(select(OLD, true).doubts()).hasSize(1);
        drill(OLD, true);
        assertThat(select(OLD, false).doubts()).isEmpty();
    }

    @Test
    void whereEveryGoodOneFailedThereIsNoLatestAndItSaysWhy() throws IOException {
        make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        Run drill = drill(OLD, false);

        assertThat(refused(RestoreOptions.LATEST, FailureKind.SNAPSHOT_UNKNOWN))
                .hasMessageContaining(OLD + " failed its drill (run " + drill.id() + ")");
    }

    @Test
    void provenIsTheNewestThatARestoreProved() throws IOException {
        make(OLD);
        ended(OLD, Run.Outcome.SUCCEEDED);
        make(NEW);
        ended(NEW, Run.Outcome.SUCCEEDED);
        assertThat(refused(RestoreOptions.PROVEN, FailureKind.SNAPSHOT_UNKNOWN))
                .hasMessageContaining("is proven by a restore or drill");
        drill(OLD, true);

        SelectedSnapshot selected = select(RestoreOptions.PROVEN, false);

        assertThat(selected.id()).isEqualTo(OLD);
        assertThat(selected.proven()).isEmpty();
        assertThat(selected.passedOver()).containsExactly(NEW + " (good, not proven)");
        assertThat(select(RestoreOptions.LATEST, false).id()).isEqualTo(NEW);
        assertThat(select(RestoreOptions.LATEST, false).proven().orElseThrow().id())
                .isEqualTo(OLD);
        drill(OLD, false);
        refused(RestoreOptions.PROVEN, FailureKind.SNAPSHOT_UNKNOWN);
    }

    private Run drill(String id, boolean good) {
        Run.Outcome outcome = good ? Run.Outcome.SUCCEEDED : Run.Outcome.FAILED;
        return past.run(Run.Kind.DRILL, Duration.ofMinutes(1), outcome, run -> {
            run.snapshot(id);
            run.record(RunEvent.of("restored", Map.of()));
            if (good) {
                run.record(RunEvent.of("proven", Map.of()));
                return;
            }
            run.record(RunEvent.of("checked", Map.of("what", "storage", "result", "bad", "words", "0 are there")));
            run.end(
                    outcome,
                    Optional.of(new Run.Reason(FailureKind.DRILL_FAILED.code(), "storage is missing", "Look.")));
        });
    }

    @Test
    void latestPassesOverAForeignSnapshotWithADumpOfNoise() throws IOException {
        make(OLD);
        Files.writeString(make(NEW).resolve("mysql.sql.gz"), "no dump");

        assertThat(select(RestoreOptions.LATEST, false).id()).isEqualTo(OLD);
        refused(NEW, FailureKind.SNAPSHOT_IN_DOUBT, false);
    }

    private Path make(String id) throws IOException {
        Path snapshot = Files.createDirectory(volume.resolve("data").resolve(id));
        WholeFiles.write(snapshot, Planned.UUID);
        Files.writeString(snapshot.resolve("strategy"), "rsync\n");
        Files.writeString(snapshot.resolve("version"), "v3.11.0\n");
        Path repository = Files.createDirectories(snapshot.resolve("repositories/1/nw/a/b/c/1/1.git"));
        Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
        return snapshot;
    }

    private void ended(String id, Run.Outcome outcome) {
        past.run(Run.Kind.BACKUP, Duration.ofMinutes(1), outcome, run -> run.snapshot(id));
    }

    private Failure refused(String snapshot, FailureKind kind) {
        return refused(snapshot, kind, true);
    }

    private Failure refused(String snapshot, FailureKind kind, boolean acceptSuspect) {
        Failure failure = catchThrowableOfType(Failure.class, () -> select(snapshot, acceptSuspect));
        assertThat(failure).as(snapshot).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    private SelectedSnapshot select(String snapshot, boolean acceptSuspect) {
        Snapshots snapshots =
                new Snapshots(new DataSettings(volume.resolve("data"), Duration.ofDays(1)), new LocalDisk());
        return new SnapshotSelector(new ShrinkageSettings(10, 50, 50), id -> toolRunning)
                .select(
                        new RestoreOptions(
                                Planned.HOST,
                                snapshot,
                                false,
                                false,
                                acceptSuspect,
                                false,
                                false,
                                false,
                                false,
                                Map.of()),
                        new HistoryReader(past.journal(), snapshots).read(),
                        holder -> false);
    }
}
