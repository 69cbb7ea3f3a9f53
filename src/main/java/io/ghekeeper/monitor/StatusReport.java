package io.ghekeeper.monitor;

import io.ghekeeper.history.Progress;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.volume.DiskSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state at an instant; all that there is to know at a glance. No text in it holds control characters.
 *
 * @param maxAge of the last good backup, beyond which the state is {@link StatusState#LATE}
 * @param next the schedule's next backup; nothing where no supervisor is going to begin it
 * @param running the running backup, restore or drill; nothing while there is none
 * @param runningInKeepLane what reads snapshots meanwhile, as a seal
 * @param cutOff open runs whose process is gone; the next run closes them
 * @param future runs dated later than now: the clock was wrong then, or is now
 * @param unreadable a sentence for each record that cannot be read, among the newest
 * @param missing the snapshot of a good run that is no longer whole on the volume; that run does not count
 * @param lastRestore the newest that has ended
 * @param lastDrill the newest that has ended
 * @param appliance host of the appliance that is backed up, as it is configured
 * @param evidence how far snapshots are proven
 * @param waiting ticks whose run may not begin yet
 * @param skippedDrill the newest drill, where it was skipped
 */
public record StatusReport(
        Instant at,
        StatusState state,
        Duration maxAge,
        Optional<Good> lastGood,
        Optional<Running> running,
        Optional<Running> runningInKeepLane,
        Since since,
        Optional<StatusInputs.NextTick> next,
        SupervisorReport supervisor,
        Optional<VolumeUse> volume,
        List<StatusInputs.MarkerState> markers,
        SnapshotCounts snapshots,
        List<String> cutOff,
        List<String> future,
        List<String> unreadable,
        Optional<String> missing,
        Optional<LastRestore> lastRestore,
        Optional<LastRestore> lastDrill,
        ReleaseReport releases,
        String appliance,
        EvidenceReport evidence,
        List<WaitingTick> waiting,
        Optional<Trouble> skippedDrill) {

    /**
     * The answer in a word. Where several hold, the first of them in this order is the state; the others are still shown
     * below it. Tests, scripts and alerts rely on the exit statuses: none ever changes.
     */
    public enum StatusState {
        NONE(1, "There is no good backup that could be restored."),
        LATE(1, "The last good backup is older than `status.max-age`."),
        MISSING(
                6,
                "The snapshot of the newest good backup is no longer whole on the volume. An older good one is left,"
                        + " and it is young enough."),
        SUSPECT(3, "A snapshot that is newer than the last good backup is suspect, and no person has accepted it."),
        STOPPED(
                5,
                "No supervisor is alive on this volume, or its loop stands still: no backup is going to begin by"
                        + " itself. Never where `schedule.runner` is `external`, and not where it cannot be seen from"
                        + " here."),
        FAILED(
                4,
                "The last backup failed, or two or more were interrupted, and none was good since. One interrupted,"
                        + " cancelled or skipped backup is no failure."),
        OK(0, "The last good backup is young enough, and nothing of the above holds.");

        private final int exitStatus;
        private final String meaning;

        StatusState(int exitStatus, String meaning) {
            this.exitStatus = exitStatus;
            this.meaning = meaning;
        }

        /** What {@code ghe-keeper status} ends with. */
        public int exitStatus() {
            return exitStatus;
        }

        /** When it holds, in a sentence or two of Markdown. */
        public String meaning() {
            return meaning;
        }
    }

    /** The running runs, of both lanes. */
    public Stream<Running> allRunning() {
        return Stream.concat(running.stream(), runningInKeepLane.stream());
    }

    /** By how much the last good backup is older than it may be; nothing unless it is. */
    public Optional<Duration> lateBy() {
        return lastGood.map(good -> good.age().minus(maxAge)).filter(over -> over.compareTo(Duration.ZERO) > 0);
    }

    /**
     * The last good backup.
     *
     * @param begin of its run: what came to the appliance later is not in it
     * @param age since that begin
     * @param accepted whether it was suspect, and a person took it for good
     * @param findings what the engine itself reported as missing in it, which a person accepted
     */
    public record Good(
            String run, String snapshot, Instant begin, Duration age, boolean accepted, List<String> findings) {
        public Good {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A running run.
     *
     * @param target the appliance that a restore or drill writes to
     * @param attempt counts from 1
     * @param progress nothing before its first step
     */
    public record Running(
            String run,
            Run.Kind kind,
            Run.Trigger trigger,
            Optional<String> target,
            Instant begin,
            Duration elapsed,
            int attempt,
            boolean cancelRequested,
            Optional<Progress> progress) {}

    /**
     * How a restore or drill ended.
     *
     * @param proven whether the checks after the restore were made and passed
     * @param took the whole run: the measured time to recover
     * @param code of the failure, when it was no success
     * @param checks which parts were checked afterwards, and which could not be
     */
    public record LastRestore(
            String run,
            Instant end,
            Duration age,
            Run.Outcome outcome,
            boolean proven,
            Optional<String> snapshot,
            Optional<String> target,
            Duration took,
            Optional<String> code,
            Optional<String> message,
            SnapshotEntry.Checks checks) {}

    /**
     * What ended since the last good backup and was none.
     *
     * @param runs how many runs began since
     * @param examined how many of them, the newest, the counts are of
     * @param last the newest that failed or was interrupted
     * @param failing for which the last backup counts as failed; nothing while one interrupted backup is all there is
     */
    public record Since(
            int runs,
            int examined,
            int failed,
            int interrupted,
            int skipped,
            Optional<Trouble> last,
            Optional<Trouble> failing,
            List<Doubt> suspects) {}

    /** How a run ended that was no success. */
    public record Trouble(String run, Instant end, Run.Outcome outcome, String code, String message, String hint) {}

    /** A suspect run, and what its snapshot lacks. */
    public record Doubt(String run, Optional<String> snapshot, List<String> losses) {}

    /**
     * The volume, and what of it goes.
     *
     * @param condition whether anything more can be written on it
     */
    public record VolumeUse(
            DiskSpace space, UsageTrend bytes, UsageTrend inodes, io.ghekeeper.volume.Volume.Condition condition) {
        /** Whether the inodes will be used up before the bytes are. */
        public boolean inodesEndFirst() {
            return inodes.daysLeft() < bytes.daysLeft();
        }
    }

    /**
     * How many snapshots there are.
     *
     * @param stray names that are no snapshots, though they look like it to backup-utils
     * @param failed the whole ones that failed a restore or drill, the newest first
     * @param pruningObstacles a sentence for each thing there for which backup-utils may not prune
     * @param damaged folders that are named like complete snapshots and cannot be
     */
    public record SnapshotCounts(
            int complete,
            int incomplete,
            List<String> stray,
            List<FailedSnapshot> failed,
            List<String> pruningObstacles,
            int damaged) {
        public SnapshotCounts {
            stray = List.copyOf(stray);
            failed = List.copyOf(failed);
            pruningObstacles = List.copyOf(pruningObstacles);
        }
    }

    /** A whole snapshot that a restore or drill disproved. */
    public record FailedSnapshot(String snapshot, SnapshotEntry.FailedRestore failed) {}
}
