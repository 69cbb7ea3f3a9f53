package io.ghekeeper.monitor;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.BackupEvent;
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
 * A run as a line in a list. No text in it holds control characters.
 *
 * @param outcome one of the journal's in small letters, {@code running}, or {@code cut-off} when its process is gone and
 *     nothing has closed it yet
 * @param accepted whether it was suspect, and a person took its snapshot for good
 * @param attempts how often it was tried; at least 1
 * @param reason where it was no success
 * @param losses what a suspect snapshot lacks
 * @param steps of the last attempt, without the one at work
 * @param remarks what else its record says of the snapshot
 */
public record RunEntry(
        String id,
        Run.Kind kind,
        Run.Trigger trigger,
        Instant begin,
        Optional<Instant> end,
        Optional<Duration> took,
        String outcome,
        boolean accepted,
        int attempts,
        Optional<String> snapshot,
        Optional<Run.Reason> reason,
        List<String> losses,
        List<StepTime> steps,
        SnapshotRemarks remarks) {

    /** One without remarks. */
    public RunEntry(
            String id,
            Run.Kind kind,
            Run.Trigger trigger,
            Instant begin,
            Optional<Instant> end,
            Optional<Duration> took,
            String outcome,
            boolean accepted,
            int attempts,
            Optional<String> snapshot,
            Optional<Run.Reason> reason,
            List<String> losses,
            List<StepTime> steps) {
        this(
                id,
                kind,
                trigger,
                begin,
                end,
                took,
                outcome,
                accepted,
                attempts,
                snapshot,
                reason,
                losses,
                steps,
                SnapshotRemarks.NONE);
    }

    /** A step of the last attempt. */
    public record StepTime(String title, Instant begin, Duration took) {}

    public RunEntry {
        Objects.requireNonNull(id);
        Objects.requireNonNull(outcome);
        losses = List.copyOf(losses);
        steps = List.copyOf(steps);
        Objects.requireNonNull(remarks);
    }

    /** What was done, as people read it. */
    public String kindWords() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What made it begin, as people read it. */
    public String triggerWords() {
        return trigger.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public static RunEntry of(Run run, Predicate<ProcessIdentity> gone) {
        return new RunEntry(
                run.id(),
                run.kind(),
                run.trigger(),
                run.begin(),
                run.end().map(Run.End::at),
                run.duration(),
                run.end()
                        .map(end -> end.outcome().name().toLowerCase(Locale.ROOT))
                        .orElseGet(() -> gone.test(run.keeper()) ? "cut-off" : "running"),
                isAccepted(run),
                RunEvents.attempts(run),
                run.snapshot().map(PlainText::of),
                run.end().flatMap(Run.End::reason).map(RunEntry::plain),
                RunEvents.losses(run),
                steps(run),
                SnapshotRemarks.of(run));
    }

    /** Whatever a record says besides: only a doubt can be lifted. */
    private static boolean isAccepted(Run run) {
        return run.has(BackupEvent.Accepted.class)
                && run.end().filter(end -> end.outcome() == Run.Outcome.SUSPECT).isPresent();
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
