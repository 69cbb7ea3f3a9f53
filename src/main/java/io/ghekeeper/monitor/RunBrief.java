package io.ghekeeper.monitor;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Holder;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A run in short: small enough that those of years are kept in memory. No text in it holds control characters.
 *
 * @param took nothing while it goes on, and where nobody knows
 * @param code of the failure, where it was no success
 * @param attempts how often it was tried; at least 1
 * @param newBytes of its snapshot that no other one had, where it was captured
 */
public record RunBrief(
        String id,
        Run.Kind kind,
        Instant begin,
        Optional<Duration> took,
        State state,
        Optional<String> code,
        Optional<String> snapshot,
        int attempts,
        OptionalLong newBytes) {
    /** How it stands. */
    public enum State {
        SUCCEEDED,
        /** It was suspect, and a person took its snapshot for good. */
        ACCEPTED,
        SUSPECT,
        FAILED,
        INTERRUPTED,
        SKIPPED,
        RUNNING,
        /** Its process is gone, and nothing has closed it yet. */
        CUT_OFF;

        /** Whether nothing more is going to be said of it, but that a person accepts it. */
        boolean isLast() {
            return this != RUNNING && this != CUT_OFF && this != SUSPECT;
        }
    }

    public RunBrief {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(begin);
        Objects.requireNonNull(state);
    }

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public static RunBrief of(Run run, Predicate<Holder> gone) {
        return new RunBrief(
                run.id(),
                run.kind(),
                run.begin(),
                run.duration(),
                state(run, gone),
                run.end().flatMap(Run.End::reason).map(Run.Reason::code).map(PlainText::of),
                run.snapshot().map(PlainText::of),
                RunEvents.attempts(run),
                run.last(BackupEvent.Captured.class)
                        .map(BackupEvent.Captured::newBytes)
                        .orElse(OptionalLong.empty()));
    }

    private static State state(Run run, Predicate<Holder> gone) {
        if (run.isOpen()) {
            return gone.test(run.keeper()) ? State.CUT_OFF : State.RUNNING;
        }
        return switch (run.end().orElseThrow().outcome()) {
            case SUCCEEDED -> State.SUCCEEDED;
            case SUSPECT -> run.isSuspect() ? State.SUSPECT : State.ACCEPTED;
            case FAILED -> State.FAILED;
            case INTERRUPTED -> State.INTERRUPTED;
            case SKIPPED -> State.SKIPPED;
        };
    }

    /** When it ended. */
    public Optional<Instant> end() {
        return took.map(begin::plus);
    }
}
