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
    private final TaskTicks ticks;

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
        this.ticks = new TaskTicks(nextTick, begin);
    }

    /** One is due when a tick came since the last one began, or when that was cut off. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        Optional<Run> last = TaskTicks.last(history.read(), Run.Kind.VERIFY);
        boolean due = last.filter(Run::isCutOff).isPresent() || ticks.cameSince(last, now);
        if (!due || !ticks.areScheduled(now) || seals.sealedOnes().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KeepWork(
                Run.Kind.VERIFY, List.of("verify-oldest", "--scheduled"), "verifying what was read longest ago"));
    }
}
