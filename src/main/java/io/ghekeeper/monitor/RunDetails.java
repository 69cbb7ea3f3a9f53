package io.ghekeeper.monitor;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A run with what a person asks about one run. No text in it holds control characters.
 *
 * @param reason where it was no success
 * @param losses what a suspect snapshot lacks
 * @param steps of the last attempt, without the running one
 * @param remarks what else its record says of the snapshot
 */
public record RunDetails(
        RunSummary summary,
        Run.Trigger trigger,
        Optional<Run.Reason> reason,
        List<String> losses,
        List<StepTime> steps,
        SnapshotRemarks remarks) {
    /** A step of the last attempt. */
    public record StepTime(String title, Instant begin, Duration took) {}

    public RunDetails {
        Objects.requireNonNull(summary);
        losses = List.copyOf(losses);
        steps = List.copyOf(steps);
        Objects.requireNonNull(remarks);
    }

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public static RunDetails of(Run run, Predicate<ProcessIdentity> gone) {
        return new RunDetails(
                RunSummary.of(run, gone),
                run.trigger(),
                run.end().flatMap(Run.End::reason).map(RunDetails::plain),
                RunEvents.losses(run),
                steps(run),
                SnapshotRemarks.of(run));
    }

    /** Of {@link #summary}. */
    public String id() {
        return summary.id();
    }

    /** Of {@link #summary}. */
    public RunSummary.RunState state() {
        return summary.state();
    }

    /** Of {@link #summary}. */
    public Optional<String> snapshot() {
        return summary.snapshot();
    }

    /** What made it begin, as people read it. */
    public String triggerWords() {
        return trigger.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<StepTime> steps(Run run) {
        List<RunEvents.StepAt> begun = RunEvents.steps(run);
        List<StepTime> steps = new ArrayList<>();
        for (int i = 0; i < begun.size(); i++) {
            RunEvents.StepAt step = begun.get(i);
            Optional<Instant> until =
                    i + 1 < begun.size() ? Optional.of(begun.get(i + 1).at()) : RunEvents.engineEnd(run);
            until.ifPresent(
                    end -> steps.add(new StepTime(step.step().title(), step.at(), Duration.between(step.at(), end))));
        }
        return List.copyOf(steps);
    }

    private static Run.Reason plain(Run.Reason reason) {
        return new Run.Reason(PlainText.of(reason.code()), PlainText.of(reason.message()), PlainText.of(reason.hint()));
    }
}
