package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ghekeeper.history.Progress;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.release.Advice;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseSettings;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    private static final Instant NOW = Instant.parse("2026-11-20T15:17:00Z");
    private static final Duration TOOK = Duration.ofMinutes(40);

    @TempDir
    private Path volume;

    private Past past;

    @BeforeEach
    void begin() {
        past = new Past(volume, NOW);
    }

    @Test
    void isOkWhileTheLastGoodBackupIsYoungEnough() {
        Run run = past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});

        StatusReport report = past.report(NOW);

        assertThat(report.state()).isEqualTo(StatusReport.StatusState.OK);
        assertThat(report.lastGood().orElseThrow().run()).isEqualTo(run.id());
        assertThat(report.lastGood().orElseThrow().snapshot()).isEqualTo("20261120T131700");
        assertThat(report.lastGood().orElseThrow().age()).isEqualTo(Duration.ofHours(2));
        assertThat(report.running()).isEmpty();
    }

    @Test
    void theAgeIsThatOfTheBeginBecauseWhatCameLaterIsNotInIt() {
        past.good(NOW.minus(Duration.ofHours(26)), Duration.ofHours(12), open -> {});

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.OK);
        assertThat(past.report(NOW.plusSeconds(1)).state()).isEqualTo(StatusReport.StatusState.LATE);
    }

    @Test
    void isNoneWithoutAGoodBackup() {
        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.NONE);

        past.failed(NOW.minusSeconds(60));

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.NONE);
        assertThat(past.report(NOW).since().failed()).isEqualTo(1);
    }

    @Test
    void countsWhatCameSinceTheLastGoodAndReportsTheNewestReason() {
        past.failed(NOW.minus(Duration.ofHours(9)));
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        past.failed(NOW.minus(Duration.ofHours(7)));
        Run last = past.failed(NOW.minus(Duration.ofHours(6)));
        past.at(NOW.minus(Duration.ofHours(5)));
        past.journal().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Past.REASON);

        StatusReport.Since since = past.report(NOW).since();

        assertThat(since.runs()).isEqualTo(3);
        assertThat(since.failed()).isEqualTo(2);
        assertThat(since.skipped()).isEqualTo(1);
        assertThat(since.last().orElseThrow().run()).isEqualTo(last.id());
        assertThat(since.last().orElseThrow().code()).isEqualTo("connection-lost");
    }

    @Test
    void saysByHowMuchItIsLate() {
        past.good(NOW.minus(Duration.ofHours(28)), TOOK, open -> {});

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.LATE);
        assertThat(past.report(NOW).lateBy()).contains(Duration.ofHours(2));
        assertThat(past.report(NOW.minus(Duration.ofHours(2))).lateBy()).isEmpty();
    }

    @Test
    void aFailedLastBackupIsAStateOfItsOwnUntilOneIsGood() {
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        Run failed = past.failed(NOW.minus(Duration.ofHours(2)));

        StatusReport report = past.report(NOW);

        assertThat(report.state()).isEqualTo(StatusReport.StatusState.FAILED);
        assertThat(StatusHint.of(report).orElseThrow()).contains("ghe-keeper logs " + failed.id());
        assertThat(past.report(NOW.plus(Duration.ofHours(20))).state()).isEqualTo(StatusReport.StatusState.LATE);

        past.good(NOW.minus(Duration.ofHours(1)), TOOK, open -> {});

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.OK);
        assertThat(StatusHint.of(past.report(NOW))).isEmpty();
    }

    @Test
    void skippedTicksNeverHideThatTheLastBackupFailed() {
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        past.failed(NOW.minus(Duration.ofHours(7)));
        for (int tick = 0; tick < 70; tick++) {
            past.at(NOW.minus(Duration.ofHours(5)).plus(Duration.ofMinutes(tick)));
            past.journal().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Past.REASON);
        }

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.FAILED);
    }

    private WaitingTick waiting(Instant tick, String obstacle) {
        past.at(tick);
        past.journal().createDirectories();
        WaitingTick waiting =
                new WaitingTick(Run.Kind.DRILL, tick, tick, Optional.of(tick.plus(Duration.ofDays(7))), obstacle);
        past.journal().waitingTicks().write(List.of(waiting));
        return waiting;
    }

    @Test
    void aTickThatWaitsIsShownUntilARunServesIt() {
        WaitingTick waiting = waiting(NOW.minus(Duration.ofHours(2)), "run \u001b[2Jx");

        assertThat(past.report(NOW).waiting()).containsExactly(waiting);
        assertThat(waiting.obstacle()).doesNotContain("\u001b");

        past.at(NOW.minus(Duration.ofHours(1)));
        try (CaptureLease lease = past.journal().acquireCapture()) {
            Run unused = past.journal()
                    .begin(lease, Run.Kind.DRILL, waiting.cause(), Optional.empty())
                    .run();
            assertThat(past.report(NOW).waiting()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadOfThatIsSaid() throws IOException {
        waiting(NOW.minus(Duration.ofHours(2)), "a run");
        Path file = past.journal().directory().resolve("waiting.json");
        Files.writeString(file, Files.readString(file).replace("DRILL", "SPILL"));

        assertThat(past.report(NOW).waiting()).isEmpty();
        assertThat(past.report(NOW).unreadable()).singleElement().asString().contains(file.toString());
    }

    @Test
    void aDrillThatWasSkippedIsShownUntilOneRan() {
        past.at(NOW.minus(Duration.ofHours(3)));
        past.journal().skip(Run.Kind.DRILL, new Run.Cause(Run.Trigger.SCHEDULE, Optional.of(NOW)), Past.REASON);

        assertThat(past.report(NOW).skippedDrill().orElseThrow().message()).isEqualTo(Past.REASON.message());
        assertThat(past.report(NOW).lastDrill()).isEmpty();

        past.restore(NOW.minus(Duration.ofHours(2)), Run.Kind.DRILL, "20261116T030000", Optional.empty(), open -> {});

        assertThat(past.report(NOW).skippedDrill()).isEmpty();
    }

    @Test
    void sealsNeverHideThatTheLastBackupFailed() {
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        past.failed(NOW.minus(Duration.ofHours(7)));
        for (int minute = 0; minute < 70; minute++) {
            past.failedSeal(NOW.minus(Duration.ofHours(5)).plus(Duration.ofMinutes(minute)));
        }

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.FAILED);
    }

    @Test
    void aFailedSealMakesNoGoodBackupAFailedOne() {
        Run good = past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        past.failedSeal(NOW.minus(Duration.ofHours(7)));

        StatusReport report = past.report(NOW);

        assertThat(report.state()).isEqualTo(StatusReport.StatusState.OK);
        assertThat(report.lastGood().orElseThrow().run()).isEqualTo(good.id());
        assertThat(report.since().runs()).isZero();
        assertThat(report.since().last()).isEmpty();
    }

    @Test
    void aRunningSealIsShownBesideTheRunningBackup() {
        Run backup = past.open(NOW.minus(Duration.ofHours(2)), run -> {});
        past.at(NOW.minus(Duration.ofHours(1)));
        try (KeepLease lease = past.journal().acquireKeep()) {
            Run seal =
                    past.journal().begin(lease, Run.Kind.SEAL, Run.Trigger.HAND).run();

            StatusReport report = past.report(NOW);

            assertThat(report.running().orElseThrow().run()).isEqualTo(backup.id());
            assertThat(report.runningInKeepLane().orElseThrow().run()).isEqualTo(seal.id());
            assertThat(report.runningInKeepLane().orElseThrow().progress()).isEmpty();
        }
    }

    @Test
    void oneInterruptedCancelledOrSkippedBackupIsNoFailedOne() {
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        past.interrupted(NOW.minus(Duration.ofHours(7)), "run-interrupted");
        past.interrupted(NOW.minus(Duration.ofHours(6)), "run-cancelled");
        past.interrupted(NOW.minus(Duration.ofHours(5)), "run-cancelled");
        past.at(NOW.minus(Duration.ofHours(4)));
        past.journal().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Past.REASON);

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.OK);

        Run second = past.interrupted(NOW.minus(Duration.ofHours(3)), "run-interrupted");

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.FAILED);
        assertThat(past.report(NOW).since().failing().orElseThrow().run()).isEqualTo(second.id());
    }

    @Test
    void aSuspectSnapshotIsAStateOfItsOwnWhateverFailedSince() {
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        Run suspect = past.ended(NOW.minus(Duration.ofHours(3)), TOOK, Run.Outcome.SUSPECT, open -> {});
        past.failed(NOW.minus(Duration.ofHours(1)));

        StatusReport report = past.report(NOW);

        assertThat(report.state()).isEqualTo(StatusReport.StatusState.SUSPECT);
        assertThat(StatusHint.of(report).orElseThrow())
                .contains("ghe-keeper snapshots accept " + suspect.snapshot().orElseThrow());
    }

    @Test
    void advisesByTheReleaseThatTheNewestRunRecorded() {
        past.good(NOW.minus(Duration.ofHours(9)), TOOK, open -> probed(open, "3.21.1", "none"));
        past.good(NOW.minus(Duration.ofHours(5)), TOOK, open -> probed(open, "3.18.2", "seen"));
        past.failed(NOW.minus(Duration.ofHours(2)));

        ReleaseReport releases = past.report(NOW).releases();

        assertThat(releases.appliance().map(Release::text)).contains("3.18.2");
        assertThat(releases.asked()).contains(NOW.minus(Duration.ofHours(5)));
        assertThat(releases.supportEnds()).contains(LocalDate.of(2026, 10, 14));
        assertThat(releases.advice())
                .extracting(Advice::code)
                .containsExactly(Advice.Code.SUPPORT_ENDED, Advice.Code.TWO_BACKUP_TOOLS);
    }

    @Test
    void advisesNothingForAReleaseThatNoRunRecorded() {
        past.failed(NOW.minus(Duration.ofHours(2)));

        ReleaseReport releases = past.report(NOW).releases();

        assertThat(releases.appliance()).isEmpty();
        assertThat(releases.supportEnds()).isEmpty();
        assertThat(releases.advice()).isEmpty();
    }

    @Test
    void namesATableOfReleasesThatCannotBeUsed() {
        KnownReleases known = KnownReleases.of(
                new ReleaseTables(new ReleaseSettings(Optional.of(past.data().resolve("absent.csv")))),
                Optional.empty());

        ReleaseReport releases = known.report(Optional.empty(), NOW);

        assertThat(releases.table()).isEqualTo(ReleaseTables.own().date());
        assertThat(releases.advice()).singleElement().satisfies(advice -> {
            assertThat(advice.code()).isEqualTo(Advice.Code.TABLE_UNUSABLE);
            assertThat(advice.sentence()).contains("absent.csv", "the program's own table is used");
            assertThat(advice.hint()).contains("releases.file");
        });
    }

    private static void probed(OpenRun run, String version, String otherTool) {
        run.record(RunEvent.of("appliance probed", Map.of("version", version, "other-backup-tool", otherTool)));
    }

    @Test
    void isNeverOkNorNamesANextBackupWithoutASupervisor() {
        past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});
        StatusInputs.NextTick tick = new StatusInputs.NextTick(NOW.plusSeconds(60), Duration.ZERO, ZoneOffset.UTC);
        for (SupervisorReport.SupervisorState state : SupervisorReport.SupervisorState.values()) {
            StatusReport report = past.report(new StatusInputs(
                    NOW,
                    Optional.of(tick),
                    new SupervisorReport(state, Optional.empty(), Optional.empty()),
                    List.of(),
                    Optional.empty(),
                    Volume.Condition.WRITABLE,
                    Past.RELEASES,
                    holder -> false));

            boolean stopped =
                    state == SupervisorReport.SupervisorState.NONE || state == SupervisorReport.SupervisorState.STALLED;
            assertThat(report.state())
                    .as(state.name())
                    .isEqualTo(stopped ? StatusReport.StatusState.STOPPED : StatusReport.StatusState.OK);
            assertThat(report.next().isPresent())
                    .as(state.name())
                    .isEqualTo(state == SupervisorReport.SupervisorState.ALIVE
                            || state == SupervisorReport.SupervisorState.UNKNOWN);
        }
    }

    @Test
    void eachStateOutranksThoseBehindIt() {
        assertThat(StatusReport.StatusState.values())
                .containsExactly(
                        StatusReport.StatusState.NONE,
                        StatusReport.StatusState.LATE,
                        StatusReport.StatusState.MISSING,
                        StatusReport.StatusState.SUSPECT,
                        StatusReport.StatusState.STOPPED,
                        StatusReport.StatusState.FAILED,
                        StatusReport.StatusState.OK);
    }

    @Test
    void aSuspectRunIsTheLastGoodOneOnlyWhenItIsAccepted() {
        Run good = past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        Run suspect = past.ended(
                NOW.minus(Duration.ofHours(2)),
                TOOK,
                Run.Outcome.SUSPECT,
                open -> open.record(RunEvent.of("loss", Map.of("what", "pages: 3 instead of 12"))));

        StatusReport doubted = past.report(NOW);

        assertThat(doubted.lastGood().orElseThrow().run()).isEqualTo(good.id());
        assertThat(doubted.since().suspects())
                .containsExactly(
                        new StatusReport.Doubt(suspect.id(), suspect.snapshot(), List.of("pages: 3 instead of 12")));

        try (CaptureLease lease = past.journal().acquireCapture()) {
            past.journal().accept(lease, suspect.id());
        }

        assertThat(past.report(NOW).lastGood().orElseThrow().run()).isEqualTo(suspect.id());
        assertThat(past.report(NOW).lastGood().orElseThrow().accepted()).isTrue();
        assertThat(past.report(NOW).since().suspects()).isEmpty();
    }

    @Test
    void neverCountsARunWhoseSnapshotIsNoLongerWhole() throws IOException {
        Run older = past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> {});
        Run newer = past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});
        Path snapshot = past.data().resolve(newer.snapshot().orElseThrow());

        Files.writeString(snapshot.resolve("incomplete"), "");

        StatusReport report = past.report(NOW);
        assertThat(report.lastGood().orElseThrow().run()).isEqualTo(older.id());
        assertThat(report.missing()).isEqualTo(newer.snapshot());
        assertThat(report.state()).isEqualTo(StatusReport.StatusState.MISSING);

        Files.writeString(past.data().resolve(older.snapshot().orElseThrow()).resolve("incomplete"), "");

        assertThat(past.report(NOW).state()).isEqualTo(StatusReport.StatusState.NONE);
    }

    @Test
    void aRunDatedInTheFutureIsReportedAndNeverTheLastGoodOne() {
        Run good = past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});
        Run future = past.good(NOW.plus(Duration.ofDays(30)), TOOK, open -> {});

        StatusReport report = past.report(NOW);

        assertThat(report.lastGood().orElseThrow().run()).isEqualTo(good.id());
        assertThat(report.future()).containsExactly(future.id());
        assertThat(report.since().runs()).isZero();
    }

    @Test
    void aRunningRunIsMeasuredByTheStepsOfTheLastGoodOne() {
        List<String> titles = List.of("secrets", "MySQL", "repositories", "pages");
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> past.steps(open, titles, Duration.ofMinutes(10)));
        Instant begin = NOW.minus(Duration.ofMinutes(15));
        past.open(begin, open -> past.steps(open, titles.subList(0, 2), Duration.ofMinutes(10)));

        StatusReport.Running running = past.report(NOW).running().orElseThrow();

        assertThat(running.elapsed()).isEqualTo(Duration.ofMinutes(15));
        Progress progress = running.progress().orElseThrow();
        assertThat(progress.title()).isEqualTo("MySQL");
        assertThat(progress.share()).isEqualTo(15.0 / 40, within(0.001));
        assertThat(progress.left()).contains(Duration.ofMinutes(25));
    }

    @Test
    void aStepThatTakesLongerThanEverLeavesWhatIsBehindIt() {
        List<String> titles = List.of("secrets", "MySQL", "repositories", "pages");
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> past.steps(open, titles, Duration.ofMinutes(10)));
        past.open(
                NOW.minus(Duration.ofHours(3)), open -> past.steps(open, titles.subList(0, 2), Duration.ofMinutes(10)));

        Progress progress = past.report(NOW).running().orElseThrow().progress().orElseThrow();

        assertThat(progress.left()).contains(Duration.ofMinutes(20));
        assertThat(progress.share()).isEqualTo(0.5, within(0.001));
    }

    @Test
    void withoutAPastARunIsMeasuredByTheCountOfStepsAndNoTimeIsPromised() {
        past.open(
                NOW.minusSeconds(60),
                open -> open.record(RunEvent.of("step", Map.of("step", "4/12 Git repositories"))));

        Progress progress = past.report(NOW).running().orElseThrow().progress().orElseThrow();

        assertThat(progress).isEqualTo(new Progress(4, 12, "Git repositories", 0.25, Optional.empty()));
    }

    @Test
    void aFailedAttemptsStepsDoNotCount() {
        List<String> titles = List.of("secrets", "MySQL", "pages", "storage");
        past.good(NOW.minus(Duration.ofHours(8)), TOOK, open -> past.steps(open, titles, Duration.ofMinutes(10)));
        past.open(NOW.minusSeconds(60), open -> {
            past.steps(open, titles, Duration.ofSeconds(1));
            open.record(RunEvent.of("attempt failed", Map.of("attempt", "1", "code", "connection-lost", "wait", "60")));
            past.steps(open, List.of("secrets"), Duration.ofSeconds(1));
        });

        StatusReport.Running running = past.report(NOW).running().orElseThrow();

        assertThat(running.attempt()).isEqualTo(2);
        assertThat(running.progress().orElseThrow().share()).isLessThan(0.05);
    }

    @Test
    void anOpenRunWhoseProcessIsGoneIsCutOffAndNotRunning() {
        Run run = past.open(NOW.minusSeconds(60), open -> {});
        StatusInputs dead = new StatusInputs(
                NOW,
                Optional.empty(),
                Past.ALIVE,
                List.of(),
                Optional.empty(),
                Volume.Condition.WRITABLE,
                Past.RELEASES,
                run.keeper()::equals);

        assertThat(past.report(dead).running()).isEmpty();
        assertThat(past.report(dead).cutOff()).containsExactly(run.id());
        assertThat(past.report(NOW).running()).isPresent();
        assertThat(past.report(NOW).cutOff()).isEmpty();
    }

    @Test
    void theVolumesGrowthIsReadFromWhatRunsFoundAtTheirEnd() {
        for (int day = 5; day >= 1; day--) {
            String free = Long.toString(500 + day * 100L);
            past.good(
                    NOW.minus(Duration.ofDays(day)),
                    TOOK,
                    open -> open.record(RunEvent.of(
                            "volume",
                            Map.of(
                                    "total-bytes",
                                    "1000",
                                    "free-bytes",
                                    free,
                                    "total-inodes",
                                    "10",
                                    "free-inodes",
                                    "7"))));
        }
        StatusInputs around = new StatusInputs(
                NOW,
                Optional.empty(),
                Past.ALIVE,
                List.of(),
                Optional.of(new DiskSpace(1000, 500, 10, 7)),
                Volume.Condition.WRITABLE,
                Past.RELEASES,
                holder -> false);

        StatusReport.VolumeUse found = past.report(around).volume().orElseThrow();

        assertThat(found.bytes().trend()).isEqualTo(UsageTrend.Trend.SHRINKING);
        assertThat(found.bytes().daysLeft()).isEqualTo(5, within(0.01));
        assertThat(found.inodes().trend()).isEqualTo(UsageTrend.Trend.NOT_SHRINKING);
        assertThat(found.inodesEndFirst()).isFalse();
    }

    @Test
    void countsWholeSnapshotsAndOthersAndNamesThatAreNone() throws IOException {
        past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});
        past.snapshot(NOW.minus(Duration.ofHours(1)), false);
        Files.createDirectory(past.data().resolve("2fa-notes"));
        Files.writeString(past.data().resolve("20261101T000000"), "a file");
        Files.createDirectory(past.data().resolve("notes"));

        assertThat(past.report(NOW).snapshots())
                .isEqualTo(new StatusReport.SnapshotCounts(
                        1,
                        1,
                        List.of("20261101T000000", "2fa-notes"),
                        List.of(),
                        List.of(
                                "'20261101T000000' begins with a digit and is no snapshot",
                                "'2fa-notes' begins with a digit and is no snapshot"),
                        0));
    }

    @Test
    void whatCannotBeReadIsReportedAndDisturbsNothing() throws IOException {
        Run good = past.good(NOW.minus(Duration.ofHours(2)), TOOK, open -> {});
        Path broken = Files.createDirectory(volume.resolve("ghe-keeper/runs/20261120T150000Z-backup-0000"));
        Files.writeString(broken.resolve("run.json"), "{\"format\": 1, \"id\u001b[31m");

        StatusReport report = past.report(NOW);

        assertThat(report.lastGood().orElseThrow().run()).isEqualTo(good.id());
        assertThat(report.unreadable())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .contains("20261120T150000Z-backup-0000")
                        .doesNotContain("\u001b", "\n"));
    }

    @Test
    void textsFromRecordsCarryNoControlCharacters() {
        past.open(
                NOW.minusSeconds(60),
                open -> open.record(RunEvent.of(
                        "step", Map.of("number", "1", "total", "2", "title", "a\u001b[2J\nb\u009b31m\u202ec"))));

        assertThat(past.report(NOW)
                        .running()
                        .orElseThrow()
                        .progress()
                        .orElseThrow()
                        .title())
                .isEqualTo("a b c");
    }
}
