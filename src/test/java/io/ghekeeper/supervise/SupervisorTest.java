package io.ghekeeper.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.RestoreRequest;
import io.ghekeeper.engine.Step;
import io.ghekeeper.engine.backuputils.Markers;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.key.Keys;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run a tick, whatever the clock does. The schedule: at 3, 9 and 15 h. */
class SupervisorTest {
    private static final Run.Trigger SCHEDULE = Run.Trigger.SCHEDULE;
    private static final Run.Trigger CATCH_UP = Run.Trigger.CATCH_UP;
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final String OBSTACLE = "run 20261120T070000Z-verify-0a1b, which reads or removes snapshots";

    @TempDir
    private Path volume;

    @TempDir
    private Path memory;

    private Path alive;
    private final SetClock clock = new SetClock("2026-11-20T08:00:00Z");
    private final ProcessCounters tally = new ProcessCounters(clock.instant());
    private final List<Run.Trigger> runs = new CopyOnWriteArrayList<>();
    private final List<Run.Cause> causes = new CopyOnWriteArrayList<>();
    private final List<Run.Trigger> drills = new CopyOnWriteArrayList<>();
    private final List<Instant> seals = new CopyOnWriteArrayList<>();
    private Duration jitter = Duration.ZERO;
    private List<String> drillLines = List.of();
    private BooleanSupplier drillMayBegin = () -> true;
    private String obstacle = OBSTACLE;
    private Consumer<Run.Cause> drill = cause -> drills.add(cause.trigger());
    private Consumer<Run> recorded = run -> {};

    @BeforeEach
    void heartbeat() {
        alive = memory.resolve("run/supervisor");
    }

    @Test
    void aTickGivesOneRun() throws Exception {
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofHours(24));

        assertThat(runs).containsExactly(SCHEDULE, SCHEDULE, SCHEDULE);
    }

    @Test
    void aSealIsLookedForAtTheStart() throws Exception {
        begun(false);

        assertThat(seals).containsExactly(clock.instant());
    }

    @Test
    void aRunKnowsTheTickThatItServes() throws Exception {
        jitter = Duration.ofMinutes(30);
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofHours(8));

        assertThat(causes)
                .extracting(cause -> cause.tick().orElseThrow())
                .containsExactly(Instant.parse("2026-11-20T09:00:00Z"), Instant.parse("2026-11-20T15:00:00Z"));
    }

    /** The clock went back an hour while the good run began: its tick came, whatever its begin says. */
    @Test
    void aTickThatAGoodRunServedIsNotCaughtUpWith() throws Exception {
        snapshot("20261120T080000");
        clock.set("2026-11-20T08:30:00Z");
        Journal journal = journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(
                    lease,
                    Run.Kind.BACKUP,
                    new Run.Cause(SCHEDULE, Optional.of(Instant.parse("2026-11-20T09:00:00Z"))),
                    Optional.empty());
            run.snapshot("20261120T080000");
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
        clock.set("2026-11-20T10:00:00Z");

        begun(true);

        assertThat(runs).isEmpty();
        assertThat(tally.counts().missed()).isEmpty();
    }

    @Test
    void aJumpOverThreeTicksGivesOneRun() throws Exception {
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(1));

        clock.set("2026-11-21T03:00:00Z");
        live(supervisor, Duration.ofHours(5));

        assertThat(runs).containsExactly(SCHEDULE);
        assertThat(tally.counts().missed()).containsExactly(Map.entry(ProcessCounters.JobName.BACKUP, 2L));
        live(supervisor, Duration.ofHours(2));
        assertThat(runs).containsExactly(SCHEDULE, SCHEDULE);
    }

    @Test
    void aClockSetBackNeverFiresATickTwice() throws Exception {
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofHours(8)); // 9 and 15 h

        clock.set("2026-11-20T08:30:00Z");
        live(supervisor, Duration.ofHours(8));
        clock.set("2026-11-20T14:30:00Z");
        live(supervisor, Duration.ofHours(8));

        assertThat(runs).hasSize(2);
        live(supervisor, Duration.ofHours(5)); // 3 h
        assertThat(runs).hasSize(3);
    }

    @Test
    void ofAJumpThatWasAMistakeOnlyTheTickThatRanIsGone() throws Exception {
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(1));
        clock.set("2026-11-22T00:00:00Z");
        live(supervisor, Duration.ofMinutes(1)); // the late one, for 9 h

        clock.set("2026-11-20T08:02:00Z");
        live(supervisor, Duration.ofHours(24)); // 15 h, 3 h

        assertThat(runs).hasSize(3);
    }

    @Test
    void aClockSetBackByYearsGoesOnFromTheNewNow() throws Exception {
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofHours(2));

        clock.set("2016-02-28T14:59:30Z");
        live(supervisor, Duration.ofMinutes(1));

        assertThat(runs).hasSize(2);
        live(supervisor, Duration.ofHours(24));
        assertThat(runs).hasSize(5);
    }

    @Test
    void aClockSetForwardByYearsIsSeenAtOnceAndGivesOneRun() throws Exception {
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(1));

        clock.set("2046-11-20T09:30:00Z");
        live(supervisor, Duration.ofHours(1));

        assertThat(runs).hasSize(1);
    }

    @Test
    void aClockSetBackWhileATickIsDelayedNeitherLosesNorDoublesIt() throws Exception {
        jitter = Duration.ofMinutes(30);
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofHours(1).plus(STEP)); // the tick of 9 h has come, and waits

        clock.set("2026-11-20T09:00:05Z");
        live(supervisor, Duration.ofHours(2));
        assertThat(runs).hasSize(1);
        clock.set("2026-11-20T08:50:00Z");
        live(supervisor, Duration.ofHours(2));

        assertThat(runs).hasSize(1);
    }

    @Test
    void waitsNoLongerThanToTheTickAndNeverLong() throws Exception {
        Supervisor supervisor = begun(false);

        assertThat(supervisor.work()).isEqualTo(STEP);
        clock.set("2026-11-20T08:59:53Z");
        assertThat(supervisor.work()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aMissedTickIsCaughtUpOnceAfterTheStart() throws Exception {
        goodRunAt("2026-11-20T03:00:00Z");
        clock.set("2026-11-20T10:00:00Z");

        live(begun(true), Duration.ofHours(4));

        assertThat(runs).containsExactly(CATCH_UP);
        assertThat(tally.counts().missed()).containsExactly(Map.entry(ProcessCounters.JobName.BACKUP, 1L));
    }

    @Test
    void withNoGoodBackupAtAllOneIsTakenAtTheStart() throws Exception {
        live(begun(true), Duration.ofMinutes(30));

        assertThat(runs).containsExactly(CATCH_UP);
    }

    @Test
    void nothingIsCaughtUpWhenTheLastGoodBackupIsNewerThanTheNewestTick() throws Exception {
        goodRunAt("2026-11-20T03:00:01Z");
        clock.set("2026-11-20T08:59:00Z");

        begun(true);

        assertThat(runs).isEmpty();
        assertThat(tally.counts().missed()).isEmpty();
    }

    @Test
    void catchUpCanBeTurnedOff() throws Exception {
        begun(false);

        assertThat(runs).isEmpty();
    }

    @Test
    void aSnapshotOfAnEarlierApplianceCountsWhereTheJournalKnowsNone() throws Exception {
        snapshot("20261120T030100");

        begun(true);

        assertThat(runs).isEmpty();
    }

    @Test
    void anIncompleteOneAndOneOfARunThatWasNotGoodDoNotCount() throws Exception {
        Files.createFile(snapshot("20261120T070000").resolve("incomplete"));
        snapshot("20261120T060000");
        snapshot("20990101T000000");
        snapshot("20269999T999999");
        runAt("2026-11-20T06:00:00Z", Run.Outcome.SUSPECT, "20261120T060000");
        snapshot("20261119T150000");

        begun(true);

        assertThat(runs).containsExactly(CATCH_UP);
    }

    @Test
    void aCatchUpThatFindsAnotherRunInProgressIsRecordedAsSkipped() throws Exception {
        Supervisor supervisor = supervisor(true, trigger -> {
            throw new Failure(FailureKind.RUN_ACTIVE, "another run is in progress on this volume", "Wait.");
        });

        supervisor.begin();
        supervisor.running().get();

        assertThat(journal().newest(9).readable()).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo(CATCH_UP);
            assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SKIPPED);
        });
    }

    @Test
    void aDrillHasTicksOfItsOwn() throws Exception {
        drillLines = List.of("30 10 * * *");
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofHours(2));
        assertThat(drills).isEmpty();
        live(supervisor, Duration.ofHours(24));

        assertThat(drills).containsExactly(SCHEDULE);
        assertThat(runs).hasSize(4);
    }

    @Test
    void aTickOfEitherKindDuringARunIsSkippedAndRecordedAsWhatItWas() throws Exception {
        drillLines = List.of("0 10,11 * * *");
        CountDownLatch end = new CountDownLatch(1);
        Supervisor supervisor = supervisor(false, trigger -> {
            ran(trigger);
            awaitUninterrupted(end);
        });
        supervisor.begin();
        for (String time : List.of("2026-11-20T09:00:00Z", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z")) {
            clock.set(time);
            supervisor.work();
        }
        clock.set("2026-11-20T15:00:00Z");
        supervisor.work();
        end.countDown();
        supervisor.running().get();

        assertThat(drills).isEmpty();
        assertThat(journal().newest(9).readable())
                .allMatch(run -> run.end().orElseThrow().outcome() == Run.Outcome.SKIPPED)
                .allMatch(run -> run.trigger() == SCHEDULE)
                .allMatch(run -> run.cause().tick().equals(Optional.of(run.begin())))
                .extracting(Run::kind)
                .containsExactly(Run.Kind.BACKUP, Run.Kind.DRILL, Run.Kind.DRILL);
    }

    @Test
    void aDrillThatFindsAnotherProcessesRunInProgressIsRecordedAsSkipped() throws Exception {
        drillLines = List.of("0 10 * * *");
        drill = trigger -> {
            throw new Failure(FailureKind.RUN_ACTIVE, "another run is in progress on this volume", "Wait.");
        };
        Supervisor supervisor = begun(false);

        clock.set("2026-11-20T08:59:00Z");
        live(supervisor, Duration.ofHours(2));

        assertThat(journal().newest(9).readable()).singleElement().satisfies(run -> {
            assertThat(run.kind()).isEqualTo(Run.Kind.DRILL);
            assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SKIPPED);
            assertThat(run.end().orElseThrow().reason().orElseThrow().code()).isEqualTo("run-active");
        });
    }

    @Test
    void aDrillThatMayNotBeginWaitsAndDelaysNoBackup() throws Exception {
        drillLines = List.of("30 8 * * *");
        drillMayBegin = () -> false;
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofHours(2));
        assertThat(runs).hasSize(1);
        assertThat(drills).isEmpty();
        drillMayBegin = () -> true;
        live(supervisor, STEP);

        assertThat(drills).containsExactly(SCHEDULE);
        live(supervisor, Duration.ofHours(2));
        assertThat(drills).hasSize(1);
        assertThat(journal().ids()).isEmpty();
        assertThat(tally.counts().missed()).isEmpty();
    }

    /** Not as missed: a supervisor was there. */
    @Test
    void aDrillThatWaitsGivesWayToTheNextTickAndIsRecordedAsSkipped() throws Exception {
        drillLines = List.of("30 8,9 * * *");
        drillMayBegin = () -> false;
        drill = causes::add;
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(100));
        causes.clear();

        drillMayBegin = () -> true;
        live(supervisor, Duration.ofMinutes(5));

        assertThat(causes)
                .extracting(cause -> cause.tick().orElseThrow())
                .containsExactly(Instant.parse("2026-11-20T09:30:00Z"));
        assertThat(tally.counts().missed()).isEmpty();
        assertSkipped("the drill of 2026-11-20T08:30:00Z waited 1 h for " + OBSTACLE + ", and did not run");
    }

    /** Both would be lost otherwise: the one that waited, and the one that finds the backup. */
    @Test
    void aTickInThePlaceOfOneThatWaitsWaitsForTheRunOnTheWay() throws Exception {
        drillLines = List.of("30 8 * * *", "0 9 * * *");
        drillMayBegin = () -> !clock.instant().isBefore(Instant.parse("2026-11-20T09:00:00Z"));
        drill = causes::add;
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofMinutes(65));

        assertThat(causes)
                .extracting(cause -> cause.tick().orElseThrow())
                .containsExactly(Instant.parse("2026-11-20T09:00:00Z"), Instant.parse("2026-11-20T09:00:00Z"));
        assertThat(runs).hasSize(1);
        assertSkipped("the drill of 2026-11-20T08:30:00Z waited 30 min for " + OBSTACLE + ", and did not run");
    }

    private void assertSkipped(String why) {
        assertThat(journal().newest(9).readable()).singleElement().satisfies(run -> {
            assertThat(run.kind()).isEqualTo(Run.Kind.DRILL);
            Run.End end = run.end().orElseThrow();
            assertThat(end.outcome()).isEqualTo(Run.Outcome.SKIPPED);
            assertThat(end.reason().orElseThrow().message()).isEqualTo(why);
        });
    }

    private List<WaitingTick> waiting() {
        return journal().waitingTicks().read();
    }

    /** The drill of 8:30, at 8:40. */
    private Supervisor waitingSupervisor() throws Exception {
        drillLines = List.of("30 8 * * *");
        drillMayBegin = () -> false;
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(40));
        return supervisor;
    }

    @Test
    void whatWaitsIsKeptOnTheVolumeUntilItRan() throws Exception {
        Supervisor supervisor = waitingSupervisor();

        assertThat(waiting())
                .containsExactly(new WaitingTick(
                        Run.Kind.DRILL,
                        Instant.parse("2026-11-20T08:30:00Z"),
                        Instant.parse("2026-11-20T08:30:00Z"),
                        Optional.of(Instant.parse("2026-11-21T08:30:00Z")),
                        OBSTACLE));

        drillMayBegin = () -> true;
        drill = cause -> assertThat(waiting()).hasSize(1); // one that is killed here is known to the next supervisor
        live(supervisor, STEP);

        assertThat(waiting()).isEmpty();
        assertThat(volume.resolve("state")).isDirectoryNotContaining("glob:**waiting*");
    }

    @Test
    void itIsKeptForWhatATickWaitsNow() throws Exception {
        Supervisor supervisor = waitingSupervisor();

        obstacle = "run 20261120T084000Z-archive-0a1b, which reads or removes snapshots";
        live(supervisor, STEP);

        assertThat(waiting()).extracting(WaitingTick::obstacle).containsExactly(obstacle);
        assertThat(waiting()).extracting(WaitingTick::since).containsExactly(Instant.parse("2026-11-20T08:30:00Z"));
    }

    @Test
    void theNextSupervisorTakesUpWhatWaitsAndRunsItOnce() throws Exception {
        waitingSupervisor();

        live(begun(false), Duration.ofMinutes(5));
        assertThat(drills).isEmpty();
        drillMayBegin = () -> true;
        live(begun(false), Duration.ofMinutes(5));
        live(begun(false), Duration.ofMinutes(5));

        assertThat(drills).containsExactly(SCHEDULE);
        assertThat(journal().ids()).isEmpty();
    }

    /** Its supervisor was killed in the middle of it. */
    @Test
    void aTickThatWaitedAndWhoseRunBeganIsNotRunAgain() throws Exception {
        waitingSupervisor();
        WaitingTick tick = waiting().get(0);
        Journal journal = journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.DRILL, tick.cause(), Optional.empty());
        }
        drillMayBegin = () -> true;

        live(begun(false), Duration.ofMinutes(5));

        assertThat(drills).isEmpty();
        assertThat(waiting()).isEmpty();
        assertThat(journal.newest(9).readable())
                .singleElement()
                .satisfies(run -> assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED));
    }

    private void served(WaitingTick tick) {
        Journal journal = journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.DRILL, tick.cause(), Optional.empty())
                    .end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
    }

    /** The clock was set back before it began, and right again afterwards. */
    @Test
    void aTickThatWaitedAndWhoseRunBeganByAnEarlierClockIsNotRunAgain() throws Exception {
        waitingSupervisor();
        clock.set("2026-11-20T08:10:00Z");
        served(waiting().get(0));
        clock.set("2026-11-20T08:45:00Z");
        drillMayBegin = () -> true;

        live(begun(false), Duration.ofMinutes(5));

        assertThat(drills).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aTickThatAnotherSupervisorRanMeanwhileIsNotRunAgain() throws Exception {
        Supervisor supervisor = waitingSupervisor();
        served(waiting().get(0));
        drillMayBegin = () -> true;

        live(supervisor, Duration.ofMinutes(5));

        assertThat(drills).isEmpty();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatCouldNotBeKeptIsKeptWhenTheVolumeTakesIt() throws Exception {
        drillLines = List.of("30 8 * * *");
        drillMayBegin = () -> false;
        Supervisor supervisor = begun(false);
        Path inTheWay = Files.createDirectories(volume.resolve("state/waiting.json/x"));
        live(supervisor, Duration.ofMinutes(40));
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());

        live(supervisor, STEP);

        assertThat(waiting()).hasSize(1);
    }

    /** As a backup that a person began. */
    @Test
    void aTickThatWaitedAndFindsARunOfAnotherProcessWaitsOn() throws Exception {
        Supervisor supervisor = waitingSupervisor();
        drillMayBegin = () -> true;
        AtomicInteger attempts = new AtomicInteger();
        drill = cause -> {
            if (attempts.incrementAndGet() <= 5) {
                throw new Failure(FailureKind.RUN_ACTIVE, "another run is in progress on this volume", "Wait.");
            }
            drills.add(cause.trigger());
        };

        live(supervisor, STEP);
        assertThat(waiting()).extracting(WaitingTick::obstacle).containsExactly("another run");
        Object written = Files.getAttribute(volume.resolve("state/waiting.json"), "unix:ino");
        live(supervisor, Duration.ofSeconds(1));
        assertThat(Files.getAttribute(volume.resolve("state/waiting.json"), "unix:ino"))
                .as("what did not change is not written again")
                .isEqualTo(written);
        live(supervisor, STEP.multipliedBy(3));

        assertThat(drills).containsExactly(SCHEDULE);
        assertThat(waiting()).isEmpty();
        assertThat(journal().ids()).isEmpty();
    }

    @Test
    void aTickWaitsForTheRunOnTheWayWhenNothingElseIsInItsWay() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        drillLines = List.of("30 8 * * *");
        drillMayBegin = () -> false;
        Supervisor supervisor = supervisor(false, cause -> awaitUninterrupted(end));
        supervisor.begin();
        live(supervisor, Duration.ofMinutes(40));
        clock.set("2026-11-20T09:00:00Z");
        supervisor.work();
        drillMayBegin = () -> true;

        supervisor.work();
        List<WaitingTick> during = waiting();
        end.countDown();
        supervisor.running().get();
        live(supervisor, STEP);

        assertThat(during).extracting(WaitingTick::obstacle).containsExactly("the run before it");
        assertThat(drills).containsExactly(SCHEDULE);
    }

    /** A kill in between loses a record, and no drill. */
    @Test
    void theTickThatTakesThePlaceOfOneThatWaitedIsKeptBeforeThatIsRecordedAsSkipped() throws Exception {
        drillLines = List.of("30 8,9 * * *");
        drillMayBegin = () -> false;
        List<WaitingTick> kept = new ArrayList<>();
        recorded = run -> kept.addAll(waiting());

        live(begun(false), Duration.ofMinutes(100));

        assertThat(kept).extracting(WaitingTick::tick).containsExactly(Instant.parse("2026-11-20T09:30:00Z"));
    }

    @Test
    void ofATickThatWaitedNoTimeIsSaidWhereTheClockWasSetBack() throws Exception {
        drillLines = List.of("30 7,8 * * *");
        drillMayBegin = () -> false;
        Supervisor supervisor = begun(false);
        live(supervisor, Duration.ofMinutes(40));

        clock.set("2026-11-20T07:00:00Z");
        live(supervisor, Duration.ofMinutes(40));

        assertSkipped("the drill of 2026-11-20T08:30:00Z waited for " + OBSTACLE + ", and did not run");
    }

    @Test
    void aTickThatWaitedUntilTheNextOneCameBetweenTwoSupervisorsIsRecordedAsSkipped() throws Exception {
        waitingSupervisor();
        clock.set("2026-11-21T09:00:00Z");
        drillMayBegin = () -> true;

        begun(false);

        assertThat(drills).isEmpty();
        assertThat(waiting()).isEmpty();
        assertSkipped("the drill of 2026-11-20T08:30:00Z waited 24 h 30 min for " + OBSTACLE + ", and did not run");
    }

    @Test
    void aTickThatTheScheduleHasNoMoreIsRecordedAsSkipped() throws Exception {
        waitingSupervisor();
        drillLines = List.of("31 8 * * *");
        drillMayBegin = () -> true;

        live(begun(false), STEP);

        assertThat(drills).isEmpty();
        assertThat(waiting()).isEmpty();
        assertSkipped("the drill of 2026-11-20T08:30:00Z waited for " + OBSTACLE
                + ", and the schedule does not have it any more");
    }

    /** The clock was set back between two supervisors: the tick comes again. */
    @Test
    void aTickThatWaitedAndIsStillToComeRunsOnce() throws Exception {
        waitingSupervisor();
        clock.set("2026-11-20T08:20:00Z");
        drillMayBegin = () -> true;

        live(begun(false), Duration.ofMinutes(30));

        assertThat(drills).containsExactly(SCHEDULE);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aSupervisorThatEndsKeepsWhatWaits() throws Exception {
        Supervisor supervisor = waitingSupervisor();
        CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> runUninterrupted(supervisor));
        await().until(() -> Files.exists(alive));

        supervisor.stop();
        loop.get();

        assertThat(waiting()).hasSize(1);
    }

    /** It may be of a newer ghe-keeper: it stays as it is. */
    @Test
    void whereWhatWaitsCannotBeReadTheSupervisorWorksOn() throws Exception {
        waitingSupervisor();
        Path file = volume.resolve("state/waiting.json");
        Files.writeString(file, "{\"format\": 2}");

        live(begun(false), Duration.ofMinutes(30));

        assertThat(runs).hasSize(1);
        assertThat(file).hasContent("{\"format\": 2}");
    }

    /** Another run took what it needs just before it. */
    @Test
    void aDrillThatCouldNotTakeWhatItNeedsWaits() throws Exception {
        drillLines = List.of("30 8 * * *");
        AtomicBoolean taken = new AtomicBoolean(true);
        Iterator<Boolean> free = List.of(true, false, true).iterator();
        drillMayBegin = () -> !free.hasNext() || free.next();
        drill = cause -> {
            if (taken.getAndSet(false)) {
                throw new Failure(FailureKind.RUN_ACTIVE, "another process reads or removes snapshots", "Wait.");
            }
            drills.add(cause.trigger());
        };
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofMinutes(40));

        assertThat(drills).containsExactly(SCHEDULE);
        assertThat(journal().ids()).isEmpty();
    }

    @Test
    void aDrillIsNeverCaughtUp() throws Exception {
        drillLines = List.of("0 7 * * *");

        live(begun(true), Duration.ofMinutes(30));

        assertThat(drills).isEmpty();
    }

    private static void runUninterrupted(Supervisor supervisor) {
        try {
            supervisor.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopUninterrupted(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void vouchesForItselfEachTimeItsLoopTurns() throws Exception {
        Supervisor supervisor = begun(false);
        assertThat(alive).doesNotExist(); // it is not ready yet

        supervisor.work();
        assertThat(vouchedUntil()).isEqualTo("2026-11-20T08:02:00Z");
        live(supervisor, Duration.ofHours(8));

        assertThat(vouchedUntil()).isEqualTo(clock.instant().plus(Duration.ofMinutes(2)));
    }

    @Test
    void theWordOfAKilledSupervisorDoesNotCountForOneThatCannotBegin() throws Exception {
        Files.createDirectories(alive.getParent());
        Files.createFile(alive);
        Files.createFile(volume.resolve("state")); // where its folder should be

        assertThatThrownBy(() -> supervisor(false, this::ran).run()).isInstanceOf(Failure.class);

        assertThat(alive).doesNotExist();
    }

    @Test
    void vouchesForItselfUntilItHasEnded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        goodRunAt("2026-11-20T02:00:00Z"); // a tick was missed since: a backup begins at once
        Supervisor supervisor = supervisor(true, trigger -> {
            begun.countDown();
            awaitUninterrupted(end);
        });
        CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> runUninterrupted(supervisor));
        begun.await();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stopUninterrupted(supervisor));

        await().until(() -> vouchedUntil().isAfter(clock.instant().plus(Duration.ofDays(1))));
        end.countDown();
        stop.join();
        loop.join();

        assertThat(alive).doesNotExist();
    }

    @Test
    void aHeartbeatThatCannotBeWrittenStopsNothing() throws Exception {
        Files.createFile(memory.resolve("run")); // where its folder should be
        Supervisor supervisor = begun(false);

        live(supervisor, Duration.ofHours(24));

        assertThat(runs).hasSize(3);
    }

    /** Lets real time go by, as the supervisor would see it. */
    private void live(Supervisor supervisor, Duration time) throws Exception {
        for (Duration left = time; !left.isZero(); ) {
            Duration wait = supervisor.work();
            supervisor.running().get();
            Duration step = wait.compareTo(left) < 0 ? wait : left;
            clock.pass(step);
            left = left.minus(step);
        }
        supervisor.work();
        supervisor.running().get();
    }

    private void ran(Run.Cause cause) {
        causes.add(cause);
        runs.add(cause.trigger());
    }

    private Supervisor begun(boolean catchUp) throws Exception {
        Supervisor supervisor = supervisor(catchUp, this::ran);
        supervisor.begin();
        supervisor.running().get();
        return supervisor;
    }

    private Supervisor supervisor(boolean catchUp, Consumer<Run.Cause> backup) {
        Journal journal = journal();
        Path data = volume.resolve("data");
        DataSettings settings = new DataSettings(data, Duration.ofDays(1));
        Keys keys = new Keys(
                new KeySettings(
                        KeySettings.Source.FILE,
                        volume.resolve("key"),
                        "NONE",
                        Optional.empty(),
                        volume.resolve("keys"),
                        true),
                new KmsSettings(Optional.empty(), Optional.empty(), Map.of()),
                Map.of());
        Recovery recovery = new Recovery(
                journal,
                new IdleEngine(),
                keys,
                new Markers(data, new LocalDisk(), new ProcessTable()),
                new IncompleteSnapshots(
                        settings,
                        new LocalDisk(),
                        new SnapshotRemoval(settings, new LocalDisk(), SnapshotRemoval.SnapshotRecords.NONE, 1),
                        clock),
                Duration.ofDays(3),
                clock);
        Housekeeping housekeeping = new Housekeeping(recovery, journal, () -> seals.add(clock.instant()), tally);
        JobSchedule backups =
                new JobSchedule(new Schedule(ZoneOffset.UTC, List.of("0 3,9,15 * * *")), jitter, new Random(1));
        return new Supervisor(
                List.of(
                        Job.run(ProcessCounters.JobName.BACKUP, Run.Kind.BACKUP, backups, backup),
                        Job.run(
                                        ProcessCounters.JobName.DRILL,
                                        Run.Kind.DRILL,
                                        new JobSchedule(new Schedule(ZoneOffset.UTC, drillLines)),
                                        cause -> drill.accept(cause))
                                .waitingFor(
                                        () -> drillMayBegin.getAsBoolean() ? Optional.empty() : Optional.of(obstacle))),
                new CatchUp(catchUp, backups, new HistoryReader(journal, new Snapshots(settings, new LocalDisk()))),
                () -> {},
                new RunningRestoreWait(journal, Duration.ZERO),
                housekeeping,
                journal,
                new Heartbeat(alive, clock),
                tally,
                clock);
    }

    private Instant vouchedUntil() throws IOException {
        return Files.getLastModifiedTime(alive).toInstant();
    }

    private Journal journal() {
        return new Journal(
                new JournalSettings(volume.resolve("state"), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                clock,
                run -> recorded.accept(run));
    }

    private void goodRunAt(String time) throws IOException {
        snapshot("20000101T000000");
        runAt(time, Run.Outcome.SUCCEEDED, "20000101T000000");
    }

    private void runAt(String time, Run.Outcome outcome, String snapshot) {
        clock.set(time);
        Journal journal = journal();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, SCHEDULE);
            run.snapshot(snapshot);
            run.end(outcome, Optional.empty());
        }
        clock.set("2026-11-20T08:00:00Z");
    }

    private Path snapshot(String id) throws IOException {
        Path snapshot = Files.createDirectories(volume.resolve("data").resolve(id));
        Files.writeString(snapshot.resolve("version"), "v3.11.0\n");
        return snapshot;
    }

    /** No process is running, and none left files. */
    private static final class IdleEngine implements Engine {
        @Override
        public EngineReport backup(BackupRequest request, Consumer<Step> progress) {
            throw new IllegalStateException("no test backs up");
        }

        @Override
        public EngineReport restore(RestoreRequest request, Consumer<Step> progress) {
            throw new IllegalStateException("no test restores");
        }

        @Override
        public boolean end(String runId) {
            return true;
        }

        @Override
        public boolean isRunning(String runId) {
            return false;
        }

        @Override
        public long transferred(String runId) {
            return 0;
        }

        @Override
        public int endLeftovers(Predicate<String> ownedHere) {
            return 0;
        }
    }
}
