package io.ghekeeper.monitor;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is shown over the network, as it was at one instant ({@link StatusReport#at}). No text in it holds control
 * characters, and none is a secret.
 *
 * @param runs all that the journal has, the newest first
 * @param latest for each kind that has one, the newest run that has ended and was not skipped
 * @param latestSuccess for each kind that has one, the newest run that did what it was to do
 * @param troubles the newest failed, interrupted and suspect runs that are not of the future, at most
 *     {@value #MOST_TROUBLES}
 * @param snapshots the newest first
 * @param schedule what the supervisor does by itself
 * @param zone of the schedule; people read times in it
 * @param keySince when the key that was used last was first used, as far back as the journal goes
 * @param counts since this process began
 */
public record Observation(
        StatusReport status,
        List<RunSummary> runs,
        Map<Run.Kind, RunDetails> latest,
        Map<Run.Kind, RunSummary> latestSuccess,
        List<RunDetails> troubles,
        List<SnapshotEntry> snapshots,
        List<Scheduled> schedule,
        ZoneId zone,
        LeaseState lease,
        Optional<Instant> keySince,
        ProcessCounters.CounterValues counts) {
    /** At most this many troubles are reported with their text. */
    public static final int MOST_TROUBLES = 5;

    /** Whether a run is running on the volume. */
    public enum LeaseState {
        FREE,
        /** By this process. */
        HELD_HERE,
        HELD_ELSEWHERE,
        /** It cannot be looked at. */
        UNKNOWN
    }

    /**
     * A job of the schedule.
     *
     * @param lines as cron has them; none where the job is not scheduled
     * @param next when it comes, its delay by chance not counted
     */
    public record Scheduled(ProcessCounters.JobName job, List<String> lines, Optional<Instant> next) {
        public Scheduled {
            Objects.requireNonNull(job);
            lines = List.copyOf(lines);
            Objects.requireNonNull(next);
        }
    }

    public Observation {
        Objects.requireNonNull(status);
        runs = List.copyOf(runs);
        latest = Map.copyOf(latest);
        latestSuccess = Map.copyOf(latestSuccess);
        troubles = List.copyOf(troubles);
        snapshots = List.copyOf(snapshots);
        schedule = List.copyOf(schedule);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(lease);
        Objects.requireNonNull(keySince);
        Objects.requireNonNull(counts);
    }
}
