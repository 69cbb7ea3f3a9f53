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
    private final TaskTicks ticks;

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
        this.ticks = new TaskTicks(nextTick, begin);
    }

    /** One is due when a tick came since the last one began, or when that was cut off. Nothing where there is no store. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        if (settings.store().isEmpty() || !ticks.areScheduled(now)) {
            return Optional.empty();
        }
        Optional<Run> last = TaskTicks.last(history.read(), Run.Kind.ARCHIVE_VERIFY);
        boolean due = last.filter(Run::isCutOff).isPresent() || ticks.cameSince(last, now);
        return due
                ? Optional.of(new KeepWork(
                        Run.Kind.ARCHIVE_VERIFY, List.of("archive-verify", "--scheduled"), "verifying the store"))
                : Optional.empty();
    }
}
