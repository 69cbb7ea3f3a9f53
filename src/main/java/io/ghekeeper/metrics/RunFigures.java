package io.ghekeeper.metrics;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusReport.Running;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The newest run of each kind, the running ones, and the counters. Never reads all runs. */
final class RunFigures {
    private RunFigures() {}

    static void write(Observation observation, Samples samples) {
        for (Run.Kind kind : Run.Kind.values()) {
            String name = Label.word(kind);
            Optional<RunDetails> latest =
                    Optional.ofNullable(observation.latest().get(kind));
            Optional<Running> ofKind = observation
                    .status()
                    .allRunning()
                    .filter(run -> run.kind() == kind)
                    .findFirst();
            Stream.concat(latest.map(run -> run.summary().begin()).stream(), ofKind.map(Running::begin).stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(begin -> samples.add(Metric.LAST_ATTEMPT, begin, name));
            observation.runs().stream()
                    .filter(run -> run.kind() == kind)
                    .flatMap(run -> run.tick().stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(tick -> samples.add(Metric.LAST_TICK, tick, name));
            latest.ifPresent(run -> ended(run, name, samples));
            success(observation.latestSuccess().get(kind), name, samples);
            samples.add(Metric.ACTIVE, ofKind.isPresent(), name);
            ofKind.ifPresent(run -> active(run, name, samples));
        }
        counts(observation.counts(), samples);
    }

    private static void ended(RunDetails run, String kind, Samples samples) {
        String outcome = run.state().toString();
        run.summary().end().ifPresent(end -> samples.add(Metric.LAST_END, end, kind));
        run.summary().took().ifPresent(took -> samples.add(Metric.LAST_DURATION, took, kind));
        samples.oneOf(Metric.LAST_OUTCOME, outcome, kind);
        if (run.state() != RunSummary.RunState.SUCCEEDED && run.state() != RunSummary.RunState.ACCEPTED) {
            samples.add(
                    Metric.LAST_FAILURE,
                    1,
                    kind,
                    label(run.reason().map(Run.Reason::code).orElse("")));
        }
        samples.add(Metric.LAST_ATTEMPTS, run.summary().attempts(), kind);
        samples.add(Metric.LAST_FINDINGS, run.remarks().findings().size(), kind);
        run.steps().forEach(step -> samples.add(Metric.STEP_DURATION, step.took(), kind, step.title()));
    }

    /** Nothing but a plain success is one, whatever is handed here. */
    private static void success(RunSummary run, String kind, Samples samples) {
        Optional.ofNullable(run)
                .filter(brief -> brief.state() == RunSummary.RunState.SUCCEEDED)
                .flatMap(RunSummary::end)
                .ifPresent(end -> samples.add(Metric.LAST_SUCCESS, end, kind));
    }

    private static void active(Running run, String kind, Samples samples) {
        samples.add(Metric.ACTIVE_BEGIN, run.begin(), kind);
        samples.add(Metric.ACTIVE_ATTEMPT, run.attempt(), kind);
        samples.add(Metric.ACTIVE_CANCEL, run.cancelRequested(), kind);
        run.progress().ifPresent(progress -> {
            samples.add(Metric.ACTIVE_STEP, progress.number(), kind);
            samples.add(Metric.ACTIVE_STEPS, progress.total(), kind);
            samples.add(Metric.ACTIVE_PROGRESS, progress.share(), kind);
        });
    }

    private static void counts(ProcessCounters.CounterValues counts, Samples samples) {
        samples.zeroes(Metric.FAILURES, labels -> canFail(labels.get(0), labels.get(1)));
        Stream.of(Metric.RUNS, Metric.RETRIES, Metric.TICKS_MISSED, Metric.MARKERS_CLEARED)
                .forEach(samples::zeroes);
        counts.runs()
                .forEach((ended, count) ->
                        samples.add(Metric.RUNS, count, Label.word(ended.kind()), Label.word(ended.outcome())));
        counts.failures()
                .forEach((failed, count) ->
                        samples.add(Metric.FAILURES, count, Label.word(failed.kind()), label(failed.code())));
        counts.retries().forEach((kind, count) -> samples.add(Metric.RETRIES, count, Label.word(kind)));
        counts.missed().forEach((job, count) -> samples.add(Metric.TICKS_MISSED, count, Label.word(job)));
        counts.markers()
                .forEach((cleared, count) -> samples.add(
                        Metric.MARKERS_CLEARED,
                        count,
                        cleared.marker(),
                        cleared.why().replace('-', '_')));
    }

    /** What only reads snapshots asks neither AWS nor an appliance; what archives, and native snapshots, ask AWS. */
    private static boolean canFail(String kind, String failure) {
        Optional<Run.Kind> known = Stream.of(Run.Kind.values())
                .filter(one -> Label.word(one).equals(kind))
                .findFirst();
        Optional<FailureKind> kindOfFailure = Stream.of(FailureKind.values())
                .filter(one -> one.metricLabel().equals(failure))
                .findFirst();
        if (kindOfFailure.filter(FailureKind::isOfNativeSnapshots).isPresent()) {
            return known.filter(Run.Kind.NATIVE::equals).isPresent();
        }
        boolean callsAws = known.filter(Run.Kind::callsAws).isPresent();
        return known.filter(Run.Kind::callsEngine).isPresent()
                || kindOfFailure
                        .filter(one -> one.isOfAnotherMachine() && !(callsAws && one.isOfAws()))
                        .isEmpty();
    }

    /** Codes come from records, which anybody may have written. */
    private static String label(String code) {
        return FailureKind.of(code).map(FailureKind::metricLabel).orElse(Label.OTHER);
    }
}
