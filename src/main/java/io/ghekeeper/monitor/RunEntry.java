package io.ghekeeper.monitor;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Holder;
import io.ghekeeper.journal.Run;
import java.time.Duration;
import java.time.Instant;
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
        List<String> losses) {
    public RunEntry {
        Objects.requireNonNull(id);
        Objects.requireNonNull(outcome);
        losses = List.copyOf(losses);
    }

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public static RunEntry of(Run run, Predicate<Holder> gone) {
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
                run.event(Events.ACCEPTED).isPresent(),
                RunEvents.attempts(run),
                run.snapshot().map(PlainText::of),
                run.end().flatMap(Run.End::reason).map(RunEntry::plain),
                RunEvents.losses(run));
    }

    private static Run.Reason plain(Run.Reason reason) {
        return new Run.Reason(PlainText.of(reason.code()), PlainText.of(reason.message()), PlainText.of(reason.hint()));
    }
}
