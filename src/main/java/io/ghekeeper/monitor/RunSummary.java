package io.ghekeeper.monitor;

import io.ghekeeper.history.RunEvents;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A run in short: small enough that those of years are kept in memory. No text in it holds control characters.
 *
 * @param tick of the schedule that it serves, or for which it was skipped; nothing where a person began it
 * @param took empty while it goes on, and where it is unknown
 * @param code of the failure, where it was no success
 * @param attempts how often it was tried; at least 1
 * @param newBytes of its snapshot that no other one had, where it was captured
 */
public record RunSummary(
        String id,
        Run.Kind kind,
        Optional<Instant> tick,
        Instant begin,
        Optional<Duration> took,
        RunState state,
        Optional<String> code,
        Optional<String> snapshot,
        int attempts,
        OptionalLong newBytes) {
    /** How it stands. */
    public enum RunState {
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

        /** In small letters, as it is shown and typed: {@code succeeded}, {@code cut-off}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public RunSummary {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(begin);
        Objects.requireNonNull(state);
    }

    /** @param gone whether a keeper's process is proven gone */
    @SuppressWarnings("MissingSummary")
    public static RunSummary of(Run run, Predicate<ProcessIdentity> gone) {
        return new RunSummary(
                run.id(),
                run.kind(),
                run.cause().tick(),
                run.begin(),
                run.duration(),
                state(run, gone),
                run.end().flatMap(Run.End::reason).map(Run.Reason::code).map(PlainText::of),
                run.snapshot().map(PlainText::of),
                RunEvents.attempts(run),
                run.last(BackupEvent.SnapshotCaptured.class)
                        .map(BackupEvent.SnapshotCaptured::newBytes)
                        .orElse(OptionalLong.empty()));
    }

    private static RunState state(Run run, Predicate<ProcessIdentity> gone) {
        if (run.isOpen()) {
            return gone.test(run.keeper()) ? RunState.CUT_OFF : RunState.RUNNING;
        }
        return switch (run.end().orElseThrow().outcome()) {
            case SUCCEEDED -> RunState.SUCCEEDED;
            case SUSPECT -> run.isSuspect() ? RunState.SUSPECT : RunState.ACCEPTED;
            case FAILED -> RunState.FAILED;
            case INTERRUPTED -> RunState.INTERRUPTED;
            case SKIPPED -> RunState.SKIPPED;
        };
    }

    /** When it ended. */
    public Optional<Instant> end() {
        return took.map(begin::plus);
    }
}
