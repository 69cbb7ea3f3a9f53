package io.ghekeeper.metrics;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.Progress;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.EvidenceReport;
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
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.RebuildAdvice;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** An observation made by hand: of a keeper that has seen nothing yet, and what a test adds to it. */
final class Observed {
    static final Instant NOW = Instant.parse("2026-11-20T15:17:00Z");
    static final Instant GOOD_BEGIN = NOW.minus(Duration.ofHours(14));
    static final Duration TOOK = Duration.ofMinutes(40);
    static final Duration MAX_AGE = Duration.ofHours(26);

    StatusReport.StatusState state = StatusReport.StatusState.NONE;
    SupervisorReport.SupervisorState supervisor = SupervisorReport.SupervisorState.ALIVE;
    Optional<StatusReport.Good> good = Optional.empty();
    Optional<StatusReport.Running> running = Optional.empty();
    Optional<StatusReport.Running> runningInKeepLane = Optional.empty();
    StatusReport.Since since = new StatusReport.Since(0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), List.of());
    Optional<StatusReport.VolumeUse> volume = Optional.empty();
    List<StatusInputs.MarkerState> markers = List.of();
    ReleaseReport releases = new ReleaseReport(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            LocalDate.of(2026, 11, 1),
            List.of());
    List<String> strays = List.of();
    List<String> cutOff = List.of();
    List<String> future = List.of();
    List<String> unreadable = List.of();
    Optional<String> missing = Optional.empty();
    List<RunSummary> runs = List.of();
    final Map<Run.Kind, RunDetails> latest = new EnumMap<>(Run.Kind.class);
    final Map<Run.Kind, RunSummary> latestSuccess = new EnumMap<>(Run.Kind.class);
    List<SnapshotEntry> snapshots = List.of();
    List<Observation.Scheduled> schedule = List.of();
    Observation.LeaseState lease = Observation.LeaseState.FREE;
    Optional<Instant> keySince = Optional.empty();
    Optional<EvidenceReport.ArchiveReport> archive = Optional.empty();
    Optional<NativeReport> natives = Optional.empty();
    ProcessCounters tally = new ProcessCounters(NOW.minus(Duration.ofDays(3)));

    Observation observation() {
        return new Observation(
                status(),
                runs,
                latest,
                latestSuccess,
                List.of(),
                snapshots,
                schedule,
                ZoneOffset.UTC,
                lease,
                keySince,
                tally.counts());
    }

    private StatusReport status() {
        return new StatusReport(
                NOW,
                state,
                MAX_AGE,
                good,
                running,
                runningInKeepLane,
                since,
                Optional.empty(),
                new SupervisorReport(supervisor, Optional.empty(), Optional.empty()),
                volume,
                markers,
                new StatusReport.SnapshotCounts(0, 0, strays, List.of(), List.of(), 0),
                cutOff,
                future,
                unreadable,
                missing,
                Optional.empty(),
                Optional.empty(),
                releases,
                "ghes.example.com",
                new EvidenceReport(
                        Optional.empty(),
                        List.of(),
                        Map.of(SnapshotEntry.EvidenceRung.VERIFIED, Duration.ofDays(8)),
                        Map.of(),
                        archive,
                        natives),
                List.of(),
                Optional.empty());
    }

    /** A good backup fourteen hours ago, and its snapshot. */
    Observed withGood() {
        state = StatusReport.StatusState.OK;
        good = Optional.of(new StatusReport.Good(
                "20261120T011700Z-backup-4f2a",
                "20261120T011700",
                GOOD_BEGIN,
                Duration.between(GOOD_BEGIN, NOW),
                false,
                List.of()));
        latest.put(Run.Kind.BACKUP, ended(Run.Kind.BACKUP, GOOD_BEGIN, "succeeded", Optional.empty()));
        latestSuccess.put(Run.Kind.BACKUP, brief(Run.Kind.BACKUP, GOOD_BEGIN, RunSummary.RunState.SUCCEEDED));
        runs = List.of(brief(Run.Kind.BACKUP, GOOD_BEGIN, RunSummary.RunState.SUCCEEDED));
        snapshots = List.of(snapshot("20261120T011700", GOOD_BEGIN, SnapshotEntry.SnapshotState.GOOD));
        return this;
    }

    /** The newest backup, an hour ago, failed so. */
    Observed failedWith(String code) {
        return endedAs("failed", Optional.of(code));
    }

    Observed endedAs(String outcome, Optional<String> code) {
        latest.put(Run.Kind.BACKUP, ended(Run.Kind.BACKUP, NOW.minus(Duration.ofHours(1)), outcome, code));
        return this;
    }

    Observed withSteps(RunDetails.StepTime... steps) {
        RunDetails run = latest.get(Run.Kind.BACKUP);
        latest.put(
                Run.Kind.BACKUP,
                new RunDetails(
                        run.summary(), run.trigger(), run.reason(), run.losses(), List.of(steps), run.remarks()));
        return this;
    }

    /** One that is completed, and a later one that goes on. */
    static NativeReport natives() {
        NativeReport.SeenSnapshot done = seen("20261119T011900Z-native-0a1b", NativeSnapshot.State.COMPLETED, 24);
        return new NativeReport(
                Duration.ofDays(3),
                Duration.ofHours(12),
                Optional.of(done),
                List.of(seen("20261120T011900Z-native-0a1c", NativeSnapshot.State.PENDING, 2)),
                Optional.empty(),
                Optional.of(done.snapshot().asked()),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static NativeReport.SeenSnapshot seen(String run, NativeSnapshot.State state, int hours) {
        NativeSnapshot snapshot = NativeSnapshot.asked(
                        run, "20261119T011700", "vol-0123456789abcdef0", NOW.minus(Duration.ofHours(hours)), List.of())
                .seen(state, Optional.of("snap-0123456789abcdef0"), OptionalInt.of(73), NOW, Optional.empty());
        return new NativeReport.SeenSnapshot(snapshot, Duration.ofHours(hours));
    }

    private static EvidenceReport.ArchiveReport archive() {
        return new EvidenceReport.ArchiveReport(
                "s3://bucket/prefix",
                true,
                Duration.ofDays(3),
                Optional.of(new EvidenceReport.NewestArchived("20261120T011700", Duration.ZERO, NOW, Optional.of(NOW))),
                Optional.of(new VerifiedStore(NOW, 5, Optional.of(NOW), List.of(), List.of())),
                Optional.of(new RebuildAdvice(NOW, "stale", "the store is newer")));
    }

    /** With something in every metric that an observation gives. */
    static Observed full() {
        Observed full = new Observed().withGood().failedWith(FailureKind.CONNECTION_LOST.code());
        full.withSteps(new RunDetails.StepTime("Git repositories", GOOD_BEGIN, Duration.ofMinutes(20)));
        full.archive = Optional.of(archive());
        full.natives = Optional.of(natives());
        full.since = new StatusReport.Since(3, 3, 1, 1, 1, Optional.empty(), Optional.empty(), List.of());
        full.running = Optional.of(running(Run.Kind.DRILL));
        full.volume = Optional.of(volume(new UsageTrend(UsageTrend.Trend.SHRINKING, 1e9, 40)));
        full.markers = List.of(new StatusInputs.MarkerState("in-progress", true, "no process has pid 4711"));
        full.schedule = List.of(
                new Observation.Scheduled(
                        ProcessCounters.JobName.BACKUP,
                        List.of("17 3 * * *"),
                        Optional.of(NOW.plus(Duration.ofHours(12)))),
                new Observation.Scheduled(ProcessCounters.JobName.DRILL, List.of(), Optional.empty()));
        full.keySince = Optional.of(NOW.minus(Duration.ofDays(90)));
        full.missing = Optional.of("20261120T091700");
        full.releases = new ReleaseReport(
                Release.read("3.18.2"),
                Optional.of(NOW),
                Optional.empty(),
                Optional.of(LocalDate.of(2026, 10, 14)),
                LocalDate.of(2026, 11, 1),
                List.of(new Advice(Advice.Code.SUPPORT_ENDED, Advice.AdviceLevel.BAD, "it ended", "Upgrade.")));
        return full;
    }

    static StatusReport.Running running(Run.Kind kind) {
        return new StatusReport.Running(
                "20261120T150000Z-drill-0a1b",
                kind,
                Run.Trigger.SCHEDULE,
                Optional.of("github-drill.example.com"),
                NOW.minus(Duration.ofMinutes(17)),
                Duration.ofMinutes(17),
                2,
                true,
                Optional.of(new Progress(3, 14, "MySQL database", 0.25, Optional.empty())));
    }

    static StatusReport.VolumeUse volume(UsageTrend bytes) {
        return new StatusReport.VolumeUse(
                new DiskSpace(1000L << 30, 400L << 30, 65_536_000, 60_000_000),
                bytes,
                new UsageTrend(UsageTrend.Trend.NOT_SHRINKING, 0, Double.POSITIVE_INFINITY),
                Volume.Condition.WRITABLE);
    }

    static RunDetails ended(Run.Kind kind, Instant begin, String outcome, Optional<String> code) {
        RunSummary.RunState state = RunSummary.RunState.valueOf(outcome.toUpperCase(Locale.ROOT));
        return new RunDetails(
                brief(kind, begin, state),
                Run.Trigger.SCHEDULE,
                code.map(known -> new Run.Reason(known, "something went wrong", "Look at it.")),
                List.of(),
                List.of(),
                SnapshotRemarks.NONE);
    }

    static RunSummary brief(Run.Kind kind, Instant begin, RunSummary.RunState state) {
        return new RunSummary(
                "20261120T011700Z-backup-4f2a",
                kind,
                Optional.of(begin),
                begin,
                Optional.of(TOOK),
                state,
                Optional.empty(),
                Optional.of("20261120T011700"),
                1,
                OptionalLong.of(17));
    }

    static SnapshotEntry snapshot(String id, Instant begun, SnapshotEntry.SnapshotState state) {
        return new SnapshotEntry(
                id,
                begun,
                state,
                true,
                Optional.of("3.12.0"),
                Optional.of("20261120T011700Z-backup-4f2a"),
                Optional.of(new SnapshotEntry.FileCounts(1000, 750, 5_000_000, 1_000_000)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SnapshotRemarks.NONE,
                Evidence.NONE);
    }

    /** As many as years make. */
    static Observed large() {
        Observed large = full();
        List<SnapshotEntry> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(snapshot("s" + i, NOW.minus(Duration.ofHours(i)), SnapshotEntry.SnapshotState.GOOD));
        }
        large.snapshots = many;
        large.runs = Collections.nCopies(10_000, brief(Run.Kind.BACKUP, GOOD_BEGIN, RunSummary.RunState.SUCCEEDED));
        return large;
    }
}
