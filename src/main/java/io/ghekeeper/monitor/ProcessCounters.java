package io.ghekeeper.monitor;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Counts of what happened since this process began, which no single record of the journal holds. For all threads. */
public final class ProcessCounters {
    private final Instant begin;
    private final Map<Ended, Long> runs = new HashMap<>();
    private final Map<FailureLabel, Long> failures = new HashMap<>();
    private final Map<Run.Kind, Long> retries = new HashMap<>();
    private final Map<JobName, Long> missed = new HashMap<>();
    private final Map<Cleared, Long> markers = new HashMap<>();

    public ProcessCounters(Instant begin) {
        this.begin = Objects.requireNonNull(begin);
    }

    /** What the schedule sets off. */
    public enum JobName {
        BACKUP,
        MARKERS,
        DRILL,
        VERIFY,
        ARCHIVE,
        ARCHIVE_VERIFY,
        NATIVE
    }

    /** A run that ended so. */
    public record Ended(Run.Kind kind, Run.Outcome outcome) {}

    /** A run that ended with a failure of this code. */
    public record FailureLabel(Run.Kind kind, String code) {}

    /** A marker of this name that was removed, and a word for the proof that its run was dead. */
    public record Cleared(String marker, String why) {}

    /**
     * The counts at an instant; what is not in a map did not happen.
     *
     * @param begin since when is counted
     * @param retries attempts after the first one
     * @param missed ticks at which no supervisor was running, or that the clock jumped over
     */
    public record CounterValues(
            Instant begin,
            Map<Ended, Long> runs,
            Map<FailureLabel, Long> failures,
            Map<Run.Kind, Long> retries,
            Map<JobName, Long> missed,
            Map<Cleared, Long> markers) {
        public CounterValues {
            Objects.requireNonNull(begin);
            runs = Map.copyOf(runs);
            failures = Map.copyOf(failures);
            retries = Map.copyOf(retries);
            missed = Map.copyOf(missed);
            markers = Map.copyOf(markers);
        }
    }

    Instant begin() {
        return begin;
    }

    /** Counts a run that has ended, with the markers that it cleared. */
    public synchronized void ended(Run run) {
        Run.End end = run.end().orElseThrow();
        runs.merge(new Ended(run.kind(), end.outcome()), 1L, Long::sum);
        if (end.outcome() != Run.Outcome.SKIPPED) {
            end.reason()
                    .ifPresent(reason -> failures.merge(new FailureLabel(run.kind(), reason.code()), 1L, Long::sum));
        }
        int again = RunEvents.attempts(run) - 1;
        if (again > 0) {
            retries.merge(run.kind(), (long) again, Long::sum);
        }
        run.all(RunEvent.MarkerCleared.class).forEach(marker -> cleared(marker.marker(), marker.why()));
    }

    public synchronized void missed(JobName job, long ticks) {
        missed.merge(job, ticks, Long::sum);
    }

    public synchronized void cleared(String marker, String why) {
        markers.merge(new Cleared(marker, why), 1L, Long::sum);
    }

    public synchronized CounterValues counts() {
        return new CounterValues(begin, runs, failures, retries, missed, markers);
    }
}
