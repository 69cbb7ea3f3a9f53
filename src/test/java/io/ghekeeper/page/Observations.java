package io.ghekeeper.page;

import io.ghekeeper.history.Progress;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.FleetReport;
import io.ghekeeper.monitor.NativeReport;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.ReleaseReport;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.monitor.VerifiedStore;
import io.ghekeeper.release.Advice;
import io.ghekeeper.release.Release;
import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What may be seen: on a good day, on a bad one, and on the first one. */
final class Observations {
    /** No run has recorded the appliance's release. */
    private static final ReleaseReport RELEASES = new ReleaseReport(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            LocalDate.of(2026, 11, 1),
            List.of());

    private static final ReleaseReport RELEASES_TO_MEND = new ReleaseReport(
            Release.read("3.18.2"),
            Optional.of(Instant.parse("2026-11-19T02:17:00Z")),
            Release.read("3.18.4"),
            Optional.of(LocalDate.of(2026, 10, 14)),
            LocalDate.of(2026, 11, 1),
            List.of(
                    new Advice(
                            Advice.Code.SUPPORT_ENDED,
                            Advice.AdviceLevel.BAD,
                            "GitHub's support of GHES 3.18 ended on 2026-10-14",
                            "Upgrade the appliance to GHES 3.20."),
                    new Advice(
                            Advice.Code.ENGINE_UNFIT_FOR_NEXT,
                            Advice.AdviceLevel.WARN,
                            "the installed backup-utils 3.18.4 does not serve the next release, GHES 3.19",
                            "Install backup-utils 3.19.2 or 3.20.1. Do so before the upgrade.")));

    static final Instant NOW = Instant.parse("2026-11-20T15:17:04Z");
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    static final SupervisorReport ALIVE = new SupervisorReport(
            SupervisorReport.SupervisorState.ALIVE,
            Optional.of("pid 7 on statefulset-ghe-backup-0"),
            Optional.of(Instant.parse("2026-11-01T08:00:00Z")));

    /** Beside the running backup. */
    private static final StatusReport.Running SEALING = new StatusReport.Running(
            "20261120T130500Z-seal-4f2a",
            Run.Kind.SEAL,
            Run.Trigger.SCHEDULE,
            Optional.empty(),
            Instant.parse("2026-11-20T13:05:00Z"),
            Duration.ofSeconds(7924),
            1,
            false,
            Optional.empty());

    private static final long GIB = 1L << 30;

    private Observations() {}

    /** 30 days of backups every six hours, one drill a week, one failure long ago, and a running run. */
    static Observation healthy() {
        List<RunSummary> runs = History.healthy(NOW);
        RunSummary good = History.newestGood(runs);
        StatusReport.Running running = new StatusReport.Running(
                runs.get(0).id(),
                Run.Kind.BACKUP,
                Run.Trigger.SCHEDULE,
                Optional.empty(),
                runs.get(0).begin(),
                Duration.between(runs.get(0).begin(), NOW),
                1,
                false,
                Optional.of(new Progress(7, 12, "Git repositories", 0.5634, Optional.of(Duration.ofMinutes(8)))));
        StatusReport status = new StatusReport(
                NOW,
                StatusReport.StatusState.OK,
                Duration.ofHours(26),
                Optional.of(good(good, false)),
                Optional.of(running),
                Optional.of(SEALING),
                new StatusReport.Since(1, 1, 0, 0, 0, Optional.empty(), Optional.empty(), List.of()),
                tick(Instant.parse("2026-11-20T20:17:00Z")),
                ALIVE,
                Optional.of(volume(new UsageTrend(UsageTrend.Trend.SHRINKING, 3.2 * GIB, 96.3))),
                List.of(new StatusInputs.MarkerState(
                        "in-progress", false, "pid 4711 (ghe-backup) of this run is alive")),
                new StatusReport.SnapshotCounts(39, 1, List.of(), List.of(), List.of(), 0),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(restored("20261014T091200Z-restore-77aa", Duration.ofDays(37), "ghe-new.example.com")),
                Optional.of(restored("20261117T010000Z-drill-1c2d", Duration.ofHours(85), "ghe-scratch.example.com")),
                RELEASES,
                "ghes.example.com",
                new EvidenceReport(
                        Optional.of(new EvidenceReport.RestorablePoint(
                                good.snapshot().orElseThrow(),
                                Duration.between(good.begin(), NOW),
                                List.of(
                                        SnapshotEntry.EvidenceRung.CAPTURED,
                                        SnapshotEntry.EvidenceRung.VERIFIED,
                                        SnapshotEntry.EvidenceRung.ARCHIVED),
                                Optional.of(NOW.minus(Duration.ofHours(2))),
                                Optional.of(NOW.minus(Duration.ofHours(1))),
                                Optional.empty(),
                                false)),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Optional.of(new EvidenceReport.ArchiveReport(
                                "s3://example-archive/production",
                                true,
                                Duration.ofDays(3),
                                Optional.of(new EvidenceReport.NewestArchived(
                                        good.snapshot().orElseThrow(),
                                        Duration.between(good.begin(), NOW),
                                        NOW.minus(Duration.ofHours(1)),
                                        Optional.of(NOW.plus(Duration.ofDays(35))))),
                                Optional.of(new VerifiedStore(
                                        NOW.minus(Duration.ofHours(5)),
                                        1234,
                                        Optional.of(NOW.minus(Duration.ofDays(20))),
                                        List.of(new EvidenceReport.DamagedSnapshot(
                                                "20261101T011700", "1 object of it is not whole")),
                                        List.of())),
                                Optional.empty()))),
                List.of(),
                Optional.empty());
        return observation(status, runs, History.troubles(runs), Stored.of(runs, NOW, 40));
    }

    /** A good day but for one thing. */
    static Observation in(StatusReport.StatusState state) {
        Observation good = healthy();
        StatusReport was = good.status();
        StatusReport.Trouble trouble = new StatusReport.Trouble(
                "20261120T131700Z-backup-4f2a",
                NOW.minus(Duration.ofHours(1)),
                Run.Outcome.FAILED,
                "engine-steps-failed",
                "these steps failed: pages",
                "Read what they printed in the run's log.");
        Optional<StatusReport.Trouble> failing =
                state == StatusReport.StatusState.FAILED ? Optional.of(trouble) : Optional.empty();
        List<StatusReport.Doubt> suspects = state == StatusReport.StatusState.SUSPECT
                ? List.of(
                        new StatusReport.Doubt(trouble.run(), Optional.of("20261120T131700"), List.of("pages: empty")))
                : List.of();
        StatusReport status = new StatusReport(
                was.at(),
                state,
                was.maxAge(),
                was.lastGood(),
                Optional.empty(),
                Optional.empty(),
                new StatusReport.Since(1, 1, failing.isPresent() ? 1 : 0, 0, 0, failing, failing, suspects),
                state == StatusReport.StatusState.STOPPED ? Optional.empty() : was.next(),
                state == StatusReport.StatusState.STOPPED
                        ? new SupervisorReport(SupervisorReport.SupervisorState.STALLED, ALIVE.holder(), ALIVE.since())
                        : ALIVE,
                was.volume(),
                List.of(),
                was.snapshots(),
                List.of(),
                List.of(),
                List.of(),
                state == StatusReport.StatusState.MISSING ? Optional.of("20261120T131700") : Optional.empty(),
                was.lastRestore(),
                was.lastDrill(),
                was.releases(),
                "ghes.example.com",
                EvidenceReport.NONE,
                List.of(),
                Optional.empty());
        return observation(status, good.runs(), good.troubles(), good.snapshots());
    }

    /** Nothing good since a day and a half: failures, a suspect snapshot, a marker in the way, and all that can be odd. */
    static Observation late() {
        List<RunSummary> runs = History.late(NOW);
        RunSummary good = History.newestGood(runs);
        List<RunDetails> troubles = History.troubles(runs);
        RunDetails last = troubles.stream()
                .filter(run -> run.state() == RunSummary.RunState.FAILED)
                .findFirst()
                .orElseThrow();
        Run.Reason reason = last.reason().orElseThrow();
        RunDetails suspect = troubles.stream()
                .filter(run -> run.state() == RunSummary.RunState.SUSPECT)
                .findFirst()
                .orElseThrow();
        StatusReport status = new StatusReport(
                NOW,
                StatusReport.StatusState.LATE,
                Duration.ofHours(26),
                Optional.of(good(good, true)),
                Optional.empty(),
                Optional.empty(),
                new StatusReport.Since(
                        7,
                        6,
                        3,
                        1,
                        1,
                        Optional.of(new StatusReport.Trouble(
                                last.id(),
                                last.summary().end().orElseThrow(),
                                Run.Outcome.FAILED,
                                reason.code(),
                                reason.message(),
                                reason.hint())),
                        Optional.empty(),
                        List.of(new StatusReport.Doubt(suspect.id(), suspect.snapshot(), suspect.losses()))),
                tick(Instant.parse("2026-11-21T02:17:00Z")),
                ALIVE,
                Optional.of(volume(new UsageTrend(UsageTrend.Trend.SHRINKING, 41.5 * GIB, 7.4))),
                List.of(
                        new StatusInputs.MarkerState(
                                "in-progress-backup", true, "its pid is another program's now: pid 812 (nginx)"),
                        new StatusInputs.MarkerState("in-progress", false, "pid 4711 (ghe-backup) is alive")),
                new StatusReport.SnapshotCounts(
                        38, 2, List.of("20261101-before-upgrade", "2fa-notes"), List.of(), List.of(), 0),
                List.of("20261119T201700Z-backup-9e9e"),
                List.of("20271120T031700Z-backup-0f0f"),
                List.of(
                        "the record of run 20261113T031700Z-backup-aaaa cannot be read: unexpected end of the document"),
                Optional.of("20261119T021700"),
                Optional.empty(),
                Optional.of(new StatusReport.LastRestore(
                        "20261117T010000Z-drill-1c2d",
                        NOW.minus(Duration.ofHours(85)),
                        Duration.ofHours(85),
                        Run.Outcome.FAILED,
                        false,
                        Optional.of("20261116T201700"),
                        Optional.of("ghe-scratch.example.com"),
                        Duration.ofMinutes(3),
                        Optional.of("appliance-unreachable"),
                        Optional.of("no SSH connection to ghe-scratch.example.com port 122: connection refused"),
                        SnapshotEntry.Checks.NONE)),
                RELEASES_TO_MEND,
                "ghes.example.com",
                new EvidenceReport(
                        Optional.empty(),
                        List.of(new EvidenceReport.DamagedSnapshot(
                                "20261101T031700",
                                "run 20261110T031700Z-verify-0b0b found 1 difference from its seal")),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(natives())),
                List.of(new WaitingTick(
                        Run.Kind.DRILL,
                        NOW.minusSeconds(7200),
                        NOW.minusSeconds(7199),
                        Optional.of(NOW.plusSeconds(500000)),
                        "run 20261120T120000Z-verify-0a1b, which reads or removes snapshots")),
                Optional.of(new StatusReport.Trouble(
                        "20261113T110000Z-drill-0a1c",
                        NOW.minusSeconds(604800),
                        Run.Outcome.SKIPPED,
                        "run-active",
                        "the drill of 2026-11-06T11:00:00Z waited 7 d for another process, and did not run",
                        "See why that takes so long: ghe-keeper runs.")));
        return observation(status, runs, troubles, Stored.of(runs, NOW, 40));
    }

    /** Nothing has run yet. */
    static Observation fresh() {
        StatusReport status = new StatusReport(
                NOW,
                StatusReport.StatusState.NONE,
                Duration.ofHours(26),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new StatusReport.Since(0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of()),
                tick(Instant.parse("2026-11-20T20:17:00Z")),
                ALIVE,
                Optional.of(new StatusReport.VolumeUse(
                        new DiskSpace(1000 * GIB, 999 * GIB, 0, 0),
                        new UsageTrend(UsageTrend.Trend.UNKNOWN, 0, Double.POSITIVE_INFINITY),
                        new UsageTrend(UsageTrend.Trend.UNKNOWN, 0, Double.POSITIVE_INFINITY),
                        Volume.Condition.WRITABLE)),
                List.of(),
                new StatusReport.SnapshotCounts(0, 0, List.of(), List.of(), List.of(), 0),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RELEASES,
                "ghes.example.com",
                EvidenceReport.NONE,
                List.of(),
                Optional.empty());
        return observation(status, List.of(), List.of(), List.of());
    }

    static Observation observation(
            StatusReport status, List<RunSummary> runs, List<RunDetails> troubles, List<SnapshotEntry> snapshots) {
        return new Observation(
                status,
                runs,
                Map.of(),
                Map.of(),
                troubles,
                snapshots,
                List.of(
                        new Observation.Scheduled(
                                ProcessCounters.JobName.BACKUP,
                                List.of("17 3,9,15,21 * * 1-6", "17 9,21 * * 0"),
                                status.next().map(StatusInputs.NextTick::at)),
                        new Observation.Scheduled(
                                ProcessCounters.JobName.MARKERS,
                                List.of("55 * * * *"),
                                Optional.of(Instant.parse("2026-11-20T15:55:00Z"))),
                        new Observation.Scheduled(ProcessCounters.JobName.DRILL, List.of(), Optional.empty())),
                ZONE,
                status.running().isPresent() ? Observation.LeaseState.HELD_HERE : Observation.LeaseState.FREE,
                runs.isEmpty() ? Optional.empty() : Optional.of(Instant.parse("2026-03-02T08:00:00Z")),
                new ProcessCounters.CounterValues(
                        Instant.parse("2026-11-12T06:30:00Z"), Map.of(), Map.of(), Map.of(), Map.of(), Map.of()));
    }

    private static StatusReport.Good good(RunSummary run, boolean accepted) {
        return new StatusReport.Good(
                run.id(),
                run.snapshot().orElseThrow(),
                run.begin(),
                Duration.between(run.begin(), NOW),
                accepted,
                List.of());
    }

    private static Optional<StatusInputs.NextTick> tick(Instant at) {
        return Optional.of(new StatusInputs.NextTick(at, Duration.ofMinutes(5), ZONE));
    }

    private static StatusReport.VolumeUse volume(UsageTrend growth) {
        return new StatusReport.VolumeUse(
                new DiskSpace(1000 * GIB, 308 * GIB, 65_536_000, 41_203_511),
                growth,
                new UsageTrend(UsageTrend.Trend.NOT_SHRINKING, 0, Double.POSITIVE_INFINITY),
                Volume.Condition.WRITABLE);
    }

    private static StatusReport.LastRestore restored(String run, Duration age, String host) {
        return new StatusReport.LastRestore(
                run,
                NOW.minus(age),
                age,
                Run.Outcome.SUCCEEDED,
                true,
                Optional.of("20261116T201700"),
                Optional.of(host),
                Duration.ofSeconds(2465),
                Optional.empty(),
                Optional.empty(),
                SnapshotEntry.Checks.NONE);
    }

    /** A run that begins then. */
    static RunSummary run(Instant begin, Run.Kind kind, RunSummary.RunState state, long seconds, long newBytes) {
        String id = Stored.ID.format(begin);
        boolean captured = newBytes > 0;
        return new RunSummary(
                id + "Z-" + kind.name().toLowerCase(java.util.Locale.ROOT) + "-"
                        + String.format("%04x", id.hashCode() & 0xffff),
                kind,
                Optional.empty(),
                begin,
                state == RunSummary.RunState.RUNNING || state == RunSummary.RunState.CUT_OFF
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(seconds)),
                state,
                state == RunSummary.RunState.FAILED ? Optional.of("appliance-unreachable") : Optional.empty(),
                captured ? Optional.of(id) : Optional.empty(),
                1,
                captured ? OptionalLong.of(newBytes) : OptionalLong.empty());
    }

    /** One that is late, one that is stuck. */
    private static NativeReport natives() {
        NativeSnapshot done = NativeSnapshot.asked(
                        "20261101T011900Z-native-0a1b",
                        "20261101T011700",
                        "vol-0123456789abcdef0",
                        NOW.minus(Duration.ofDays(19)),
                        List.of(NativeStep.planned(NativeStep.StepKind.COPY, "eu-central-1")
                                .now(
                                        NativeStep.StepState.FAILED,
                                        Optional.empty(),
                                        NOW.minus(Duration.ofHours(1)),
                                        Optional.of("EC2 <refused> it"))))
                .seen(
                        NativeSnapshot.State.COMPLETED,
                        Optional.of("snap-0123456789abcdef0"),
                        OptionalInt.of(100),
                        NOW.minus(Duration.ofDays(18)),
                        Optional.empty());
        NativeSnapshot asked = NativeSnapshot.asked(
                        "20261119T011900Z-native-0a1c",
                        "20261119T011700",
                        "vol-0123456789abcdef0",
                        NOW.minus(Duration.ofDays(1)),
                        List.of())
                .unseen("EC2 <cannot> be reached");
        return new NativeReport(
                Duration.ofDays(3),
                Duration.ofHours(12),
                Optional.of(new NativeReport.SeenSnapshot(done, Duration.ofDays(19))),
                List.of(new NativeReport.SeenSnapshot(asked, Duration.ofDays(1))),
                Optional.empty(),
                Optional.of(done.asked()),
                List.of(new NativeReport.UndoneStep(
                        "snap-0123456789abcdef0", done.steps().get(0))),
                Optional.of(new FleetReport(
                        Optional.of("vol-0123456789abcdef0"),
                        Optional.of(NOW.minus(Duration.ofMinutes(7))),
                        FleetTags.of(Map.of(
                                FleetTags.SCHEDULE, "00 08 noon",
                                FleetTags.RETENTION_DAYS, "14")),
                        List.of("the tag snapshot_schedule is \"00 08 <noon>\""))),
                Optional.empty());
    }
}
