package io.ghekeeper.keep;

import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When the supervisor has parts of all snapshots verified. */
public final class NextVerify implements KeepTask {
    private final HistoryReader history;
    private final NextSeal seals;
    private final Function<Instant, Optional<Instant>> nextTick;
    private final Instant begin;

    /**
     * The question.
     *
     * @param nextTick the first tick after an instant; nothing where none is scheduled
     * @param begin of the supervisor: no tick before that is made up for where there was no verification yet
     */
    public NextVerify(
            HistoryReader history, NextSeal seals, Function<Instant, Optional<Instant>> nextTick, Instant begin) {
        this.history = history;
        this.seals = seals;
        this.nextTick = nextTick;
        this.begin = begin;
    }

    /** One is due when a tick came since the last one began, or when that was cut off. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        Optional<Run> last = history.read()
                .runs(Run.Kind.VERIFY)
                .filter(run -> run.cause().trigger() == Run.Trigger.SCHEDULE)
                .findFirst();
        boolean due = last.filter(Run::isCutOff).isPresent()
                || nextTick.apply(last.map(Run::begin).orElse(begin))
                        .filter(tick -> !tick.isAfter(now))
                        .isPresent();
        if (!due || nextTick.apply(now).isEmpty() || seals.sealedOnes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KeepWork(
                Run.Kind.VERIFY, List.of("verify-oldest", "--scheduled"), "verifying what was read longest ago"));
    }
}
