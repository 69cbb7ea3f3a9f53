package io.ghekeeper.notify;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.ReleaseReport;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.monitor.VerifiedStore;
import io.ghekeeper.snapshot.RebuildAdvice;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** States by hand. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");
    static final String HOST = "github.example.com";

    private static final Duration MAX_AGE = Duration.ofHours(26);
    private static final long GIB = 1L << 30;

    private Samples() {}

    static Notification notice(String subject, String sentence) {
        return new Notification(
                Topic.BACKUP,
                "failing",
                subject,
                List.of(sentence),
                HOST,
                Optional.of("20261120T091700Z-backup-4f2a"),
                NOW);
    }

    /** All is well: the last good backup is two hours old. */
    static Report fine() {
        return new Report().good(Duration.ofHours(2));
    }

    /** A report that is put together. */
    static final class Report {
        private Instant at = NOW;
        private Optional<StatusReport.Good> good = Optional.empty();
        private Optional<StatusReport.Running> running = Optional.empty();
        private Optional<StatusReport.Trouble> trouble = Optional.empty();
        private List<StatusReport.Doubt> doubts = List.of();
        private Optional<StatusReport.VolumeUse> volume = Optional.empty();
        private List<String> cutOff = List.of();
        private List<String> future = List.of();
        private Optional<StatusReport.LastRestore> restore = Optional.empty();
        private Optional<StatusReport.LastRestore> drill = Optional.empty();
        private Optional<StatusReport.Trouble> skippedDrill = Optional.empty();
        private List<EvidenceReport.DamagedSnapshot> damaged = List.of();
        private Map<EvidenceRung, Duration> bounds = Map.of();
        private Map<EvidenceRung, Instant> newest = Map.of();
        private Optional<EvidenceReport.ArchiveReport> archive = Optional.empty();

        Report at(Instant instant) {
            at = instant;
            return this;
        }

        Report good(Duration age) {
            good = Optional.of(new StatusReport.Good(
                    "20261120T073000Z-backup-0001", "20261120T073000", NOW.minus(age), age, false, List.of()));
            return this;
        }

        Report none() {
            good = Optional.empty();
            return this;
        }

        Report failed(String run, String code) {
            return trouble(run, Run.Outcome.FAILED, code, NOW.minusSeconds(600));
        }

        Report trouble(String run, Run.Outcome outcome, String code, Instant end) {
            trouble = Optional.of(
                    new StatusReport.Trouble(run, end, outcome, code, "the connection broke", "Look at the network."));
            return this;
        }

        Report suspect(String run, String snapshot) {
            doubts = List.of(
                    new StatusReport.Doubt(run, Optional.of(snapshot), List.of("90 of 100 repositories are gone")));
            return this;
        }

        Report running(String run, Run.Kind kind, String target) {
            running = Optional.of(new StatusReport.Running(
                    run,
                    kind,
                    Run.Trigger.HAND,
                    Optional.ofNullable(target),
                    NOW.minusSeconds(60),
                    Duration.ofMinutes(1),
                    1,
                    false,
                    Optional.empty()));
            return this;
        }

        Report daysLeft(double bytes, double inodes) {
            volume = Optional.of(new StatusReport.VolumeUse(
                    new DiskSpace(1000 * GIB, 100 * GIB, 1_000_000, 500_000),
                    growth(bytes, 100 * GIB),
                    growth(inodes, 500_000),
                    Volume.Condition.WRITABLE));
            return this;
        }

        Report growthUnknown() {
            UsageTrend unknown = new UsageTrend(UsageTrend.Trend.UNKNOWN, 0, Double.POSITIVE_INFINITY);
            volume = Optional.of(new StatusReport.VolumeUse(
                    new DiskSpace(1000 * GIB, 100 * GIB, 1_000_000, 500_000),
                    unknown,
                    unknown,
                    Volume.Condition.WRITABLE));
            return this;
        }

        private static UsageTrend growth(double days, double free) {
            return Double.isFinite(days)
                    ? new UsageTrend(UsageTrend.Trend.SHRINKING, free / days, days)
                    : new UsageTrend(UsageTrend.Trend.NOT_SHRINKING, 0, days);
        }

        /** The newest first. */
        /** Verified and restored snapshots may be 30 d and 90 d old. */
        Report evidence(Map<EvidenceRung, Duration> ages) {
            bounds = Map.of(
                    EvidenceRung.VERIFIED, Duration.ofDays(30),
                    EvidenceRung.ARCHIVED, Duration.ofDays(3),
                    EvidenceRung.RESTORED, Duration.ofDays(90));
            newest = ages.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, age -> at.minus(age.getValue())));
            return this;
        }

        /** The store was verified, and does not have these snapshots whole. */
        Report verifiedStore(List<String> lockedShort, String... notWhole) {
            VerifiedStore found = new VerifiedStore(
                    NOW.minusSeconds(600),
                    7,
                    Optional.empty(),
                    Stream.of(notWhole)
                            .map(id -> new EvidenceReport.DamagedSnapshot(id, "1 object of it is not whole"))
                            .toList(),
                    lockedShort);
            archive = Optional.of(new EvidenceReport.ArchiveReport(
                    "s3://bucket/prefix",
                    true,
                    Duration.ofDays(3),
                    Optional.empty(),
                    Optional.of(found),
                    Optional.empty()));
            return this;
        }

        /** With an archive, and what the supervisor saw of the data directory. */
        Report rebuild(String state) {
            archive = Optional.of(new EvidenceReport.ArchiveReport(
                    "s3://bucket/prefix",
                    true,
                    Duration.ofDays(3),
                    Optional.empty(),
                    Optional.empty(),
                    state.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new RebuildAdvice(NOW, state, "it has no snapshot"))));
            return this;
        }

        Report damaged(String... snapshots) {
            damaged = Stream.of(snapshots)
                    .map(id -> new EvidenceReport.DamagedSnapshot(
                            id,
                            "run 20261120T060000Z-verify-000d found 1 difference from its seal; pages/1a/site: its content"
                                    + " is not the one that was sealed"))
                    .toList();
            return this;
        }

        private Optional<EvidenceReport.RestorablePoint> restorable() {
            return good.map(last -> new EvidenceReport.RestorablePoint(
                    last.snapshot(),
                    last.age(),
                    List.of(SnapshotEntry.EvidenceRung.CAPTURED, SnapshotEntry.EvidenceRung.SEALED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false));
        }

        Report cutOff(String run) {
            cutOff = List.of(run);
            return this;
        }

        Report future(String run) {
            future = List.of(run);
            return this;
        }

        Report restored(String run, Run.Outcome outcome, Duration ago) {
            restore = Optional.of(ended(run, outcome, ago));
            return this;
        }

        Report drillSkipped(String run, String why) {
            skippedDrill = Optional.of(new StatusReport.Trouble(
                    run, at, Run.Outcome.SKIPPED, "run-active", why, "See why that takes so long: ghe-keeper runs."));
            return this;
        }

        Report drilled(String run, Run.Outcome outcome, String code) {
            StatusReport.LastRestore ended = ended(run, outcome, Duration.ofHours(1));
            drill = Optional.of(new StatusReport.LastRestore(
                    ended.run(),
                    ended.end(),
                    ended.age(),
                    ended.outcome(),
                    ended.proven(),
                    ended.snapshot(),
                    ended.target(),
                    ended.took(),
                    Optional.ofNullable(code),
                    ended.message(),
                    SnapshotEntry.Checks.NONE));
            return this;
        }

        private static StatusReport.LastRestore ended(String run, Run.Outcome outcome, Duration ago) {
            boolean good = outcome == Run.Outcome.SUCCEEDED;
            return new StatusReport.LastRestore(
                    run,
                    NOW.minus(ago),
                    ago,
                    outcome,
                    good,
                    Optional.of("20261120T073000"),
                    Optional.of("github-new.example.com"),
                    Duration.ofMinutes(42),
                    good ? Optional.empty() : Optional.of("engine-failed"),
                    good ? Optional.empty() : Optional.of("ghe-restore ended with 1"),
                    SnapshotEntry.Checks.NONE);
        }

        StatusReport report() {
            StatusReport.StatusState state = good.isEmpty()
                    ? StatusReport.StatusState.NONE
                    : good.get().age().compareTo(MAX_AGE) > 0
                            ? StatusReport.StatusState.LATE
                            : StatusReport.StatusState.OK;
            return new StatusReport(
                    at,
                    state,
                    MAX_AGE,
                    good,
                    running,
                    Optional.empty(),
                    new StatusReport.Since(3, 3, 3, 0, 0, trouble, Optional.empty(), doubts),
                    Optional.empty(),
                    new SupervisorReport(SupervisorReport.SupervisorState.ALIVE, Optional.empty(), Optional.empty()),
                    volume,
                    List.of(),
                    new StatusReport.SnapshotCounts(1, 0, List.of(), List.of(), List.of(), 0),
                    cutOff,
                    future,
                    List.of(),
                    Optional.empty(),
                    restore,
                    drill,
                    new ReleaseReport(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            LocalDate.of(2026, 11, 1),
                            List.of()),
                    "ghes.example.com",
                    new EvidenceReport(restorable(), damaged, bounds, newest, archive),
                    List.of(),
                    skippedDrill);
        }
    }
}
