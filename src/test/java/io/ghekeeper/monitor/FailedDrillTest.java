package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A snapshot that failed its drill is relied on nowhere, until a later restore proves it. */
class FailedDrillTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T03:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = MONDAY.plus(Duration.ofDays(2));
    private static final Instant THURSDAY = MONDAY.plus(Duration.ofDays(3));
    private static final Instant FRIDAY = MONDAY.plus(Duration.ofDays(4));
    private static final String OLD = "20261116T030000";
    private static final String NEW = "20261117T030000";

    @TempDir
    private Path volume;

    private Past past;
    private Run old;

    @BeforeEach
    void begin() {
        past = new Past(volume, MONDAY);
        old = good(MONDAY);
        good(TUESDAY);
    }

    @ParameterizedTest
    @EnumSource(names = {"DRILL", "RESTORE"})
    void marksItsSnapshotWithTheCheckThatFailed(Run.Kind kind) {
        Run run = past.disproof(WEDNESDAY, kind, NEW);

        SnapshotEntry entry = entry(NEW);
        assertThat(entry.state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);
        assertThat(entry.stateWords())
                .isEqualTo(kind == Run.Kind.DRILL ? "failed its drill" : "failed its restore checks");
        assertThat(entry.restored()).isEmpty();
        assertThat(entry.failed()).hasValueSatisfying(failed -> {
            assertThat(failed.run()).isEqualTo(run.id());
            assertThat(failed.host()).isEqualTo("scratch.example.com");
            assertThat(failed.checks()).containsExactly("storage: 0 are there, and the snapshot has 3");
        });
        assertThat(entry(OLD).state()).isEqualTo(SnapshotEntry.SnapshotState.GOOD);
    }

    @Test
    void aLaterProofOfTheSameSnapshotClearsIt() {
        past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);
        past.proof(THURSDAY, Run.Kind.RESTORE, OLD);
        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);

        past.proof(FRIDAY, Run.Kind.DRILL, NEW);

        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.GOOD);
        assertThat(entry(NEW).failed()).isEmpty();
        assertThat(entry(NEW).restored()).isPresent();
    }

    @Test
    void aLaterFailureTakesTheProofAway() {
        past.proof(WEDNESDAY, Run.Kind.DRILL, NEW);
        past.disproof(THURSDAY, Run.Kind.RESTORE, NEW);

        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);
        assertThat(entry(NEW).restored()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "APPLIANCE_UNREACHABLE",
                "CONNECTION_LOST",
                "KEY_REFUSED",
                "ENGINE_MISSING",
                "TARGET_FULL",
                "RUN_CANCELLED",
                "RESTORE_FAILED"
            })
    void whatSaysNothingAboutTheSnapshotDoesNotMarkIt(FailureKind kind) {
        Run run = past.restore(WEDNESDAY, Run.Kind.DRILL, NEW, Optional.of(kind), open -> {});

        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.GOOD);
        assertThat(entry(NEW).attempt()).contains(run.id() + ": " + kind.code());
        assertThat(reliance().lastGood().flatMap(Run::snapshot)).contains(NEW);
    }

    @Test
    void aRestoreThatNeverSaidThatItFinishedDoesNotMarkIt() {
        past.restore(WEDNESDAY, Run.Kind.RESTORE, NEW, Optional.of(FailureKind.RESTORE_UNPROVEN), open -> {});

        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.GOOD);
    }

    @Test
    void anInconclusiveRunAfterItChangesNothing() {
        past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);
        past.restore(THURSDAY, Run.Kind.DRILL, NEW, Optional.of(FailureKind.KEY_REFUSED), open -> {});

        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);
    }

    @Test
    void theOlderGoodOneIsReliedOnMeasuredByAndSpared() {
        past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);

        assertThat(reliance().lastGood()).contains(old);
        assertThat(reliance().measuresOf("20261118T030000"))
                .extracting(Snapshot::id)
                .containsExactly(OLD);
        assertThat(reliance().toBeSpared()).isEqualTo(2);
        assertThat(reliance().gone()).isEmpty();
    }

    /** Without a measure every later backup would be suspect, and no drill would ever take one. */
    @Test
    void whereAllFailedTheNextBackupStillHasAMeasureAndIsTheLatest() {
        past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);
        past.disproof(WEDNESDAY.plusSeconds(3600), Run.Kind.DRILL, OLD);

        assertThat(reliance().lastGood()).isEmpty();
        assertThat(reliance().measuresOf("20261119T030000"))
                .extracting(Snapshot::id)
                .containsExactly(NEW);
        assertThat(reliance().toBeSpared()).isEqualTo(1);

        Run next = good(THURSDAY);
        assertThat(reliance().lastGood()).contains(next);
    }

    @Test
    void theStateSaysWhichFailedAndAges() {
        past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);

        StatusReport report = past.report(WEDNESDAY.plusSeconds(7200));

        assertThat(report.lastGood().orElseThrow().snapshot()).isEqualTo(OLD);
        assertThat(report.state()).isEqualTo(StatusReport.StatusState.LATE);
        assertThat(report.missing()).isEmpty();
        assertThat(report.snapshots().failed()).singleElement().satisfies(failed -> {
            assertThat(failed.snapshot()).isEqualTo(NEW);
            assertThat(failed.failed().words()).isEqualTo("failed its drill");
        });
    }

    @Test
    void aSuspectSnapshotThatFailedIsFailed() {
        past.ended(
                WEDNESDAY,
                Duration.ofMinutes(1),
                Run.Outcome.SUSPECT,
                run -> run.record(RunEvent.of("loss", Map.of("what", "less"))));
        past.disproof(THURSDAY, Run.Kind.DRILL, "20261118T030000");

        SnapshotEntry entry = entry("20261118T030000");
        assertThat(entry.state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);
        assertThat(entry.losses()).containsExactly("less");
    }

    /** Its record would else go by age, and the snapshot be called good again. */
    @Test
    void theRunThatMarksASnapshotAndTheOneThatIsReliedOnAreNeverPruned() {
        Run failed = past.disproof(WEDNESDAY, Run.Kind.DRILL, NEW);
        past.at(MONDAY.plus(Duration.ofDays(1000)));
        try (CaptureLease lease = past.journal().acquireCapture()) {
            past.journal().prune(lease);
        }

        assertThat(past.journal().ids()).contains(failed.id(), old.id());
        assertThat(entry(NEW).state()).isEqualTo(SnapshotEntry.SnapshotState.FAILED_ITS_DRILL);
        assertThat(reliance().lastGood()).contains(old);
    }

    private Run good(Instant begin) {
        return past.good(begin, Duration.ofMinutes(10), run -> {});
    }

    private SnapshotEntry entry(String id) {
        List<SnapshotEntry> all = past.history().snapshots(holder -> false);
        return all.stream().filter(entry -> entry.id().equals(id)).findFirst().orElseThrow();
    }

    private LastGoodSnapshot reliance() {
        return past.history().reliance();
    }
}
