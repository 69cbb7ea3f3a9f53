package io.ghekeeper.metrics;

import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ReleaseReport;
import io.ghekeeper.monitor.StatusInputs.MarkerState;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.StatusReport.Since;
import java.time.ZoneOffset;

/** Whether there is a good backup, and what stands in the way of the next. */
final class StateFigures {
    private StateFigures() {}

    static void write(Observation observation, Samples samples) {
        StatusReport status = observation.status();
        samples.oneOf(Metric.STATUS, Label.word(status.state()));
        samples.oneOf(Metric.SUPERVISOR, Label.word(status.supervisor().state()));
        status.lastGood().ifPresent(good -> samples.add(Metric.LAST_GOOD, good.begin()));
        samples.add(Metric.MAX_AGE, status.maxAge());
        samples.add(Metric.GOOD_MISSING, status.missing().isPresent());
        samples.add(Metric.OBSERVED, status.at());
        samples.add(Metric.RUNS_UNREADABLE, status.unreadable().size());
        samples.add(Metric.RUNS_CUT_OFF, status.cutOff().size());
        samples.add(Metric.RUNS_FUTURE, status.future().size());
        since(status.since(), samples);
        schedule(observation, samples);
        releases(status.releases(), samples);
        samples.zeroes(Metric.MARKERS_PRESENT);
        status.markers().forEach(marker -> marker(marker, samples));
    }

    private static void since(Since since, Samples samples) {
        samples.add(Metric.SINCE_GOOD, since.suspects().size(), "suspect");
        samples.add(Metric.SINCE_GOOD, since.failed(), "failed");
        samples.add(Metric.SINCE_GOOD, since.interrupted(), "interrupted");
        samples.add(Metric.SINCE_GOOD, since.skipped(), "skipped");
    }

    private static void schedule(Observation observation, Samples samples) {
        for (Observation.Scheduled scheduled : observation.schedule()) {
            scheduled.next().ifPresent(next -> samples.add(Metric.NEXT_TICK, next, Label.word(scheduled.job())));
        }
    }

    private static void releases(ReleaseReport releases, Samples samples) {
        samples.zeroes(Metric.RELEASE_ADVICE);
        releases.advice().forEach(advice -> samples.add(Metric.RELEASE_ADVICE, 1, Label.word(advice.code())));
        releases.supportEnds()
                .ifPresent(ends -> samples.add(
                        Metric.SUPPORT_ENDS, ends.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    private static void marker(MarkerState marker, Samples samples) {
        samples.add(Metric.MARKERS_PRESENT, 1, marker.name(), marker.stale() ? "stale" : "alive");
    }
}
