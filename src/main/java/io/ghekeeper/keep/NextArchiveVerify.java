package io.ghekeeper.keep;

import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When the supervisor has the store verified. */
public final class NextArchiveVerify implements KeepTask {
    private final HistoryReader history;
    private final ArchiveSettings settings;
    private final Function<Instant, Optional<Instant>> nextTick;
    private final Instant begin;

    /**
     * The question.
     *
     * @param nextTick of {@code archive.verify-schedule}: the first tick after an instant; nothing where none is scheduled
     * @param begin of the supervisor: no tick before that is made up for where there was no verification yet
     */
    public NextArchiveVerify(
            HistoryReader history,
            ArchiveSettings settings,
            Function<Instant, Optional<Instant>> nextTick,
            Instant begin) {
        this.history = history;
        this.settings = settings;
        this.nextTick = nextTick;
        this.begin = begin;
    }

    /** One is due when a tick came since the last one began, or when that was cut off. Nothing where there is no store. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        if (settings.store().isEmpty() || nextTick.apply(now).isEmpty()) {
            return Optional.empty();
        }
        Optional<Run> last = history.read()
                .runs(Run.Kind.ARCHIVE_VERIFY)
                .filter(run -> run.cause().trigger() == Run.Trigger.SCHEDULE)
                .findFirst();
        boolean due = last.filter(Run::isCutOff).isPresent()
                || nextTick.apply(last.map(Run::begin).orElse(begin))
                        .filter(tick -> !tick.isAfter(now))
                        .isPresent();
        return due
                ? Optional.of(new KeepWork(
                        Run.Kind.ARCHIVE_VERIFY, List.of("archive-verify", "--scheduled"), "verifying the store"))
                : Optional.empty();
    }
}
