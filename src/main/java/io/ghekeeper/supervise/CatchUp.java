package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.LastGoodSnapshot;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.journal.WaitingTick;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the supervisor makes up for when it starts: a backup whose tick came while none was running, and ticks that waited. */
public final class CatchUp {
    private final boolean wanted;
    private final JobSchedule schedule;
    private final HistoryReader reader;

    public CatchUp(boolean wanted, JobSchedule schedule, HistoryReader reader) {
        this.wanted = wanted;
        this.schedule = schedule;
        this.reader = reader;
    }

    /**
     * Why a backup is due.
     *
     * @param tick the first that it makes up for; nothing where there is no good backup to count from
     */
    record CatchUpReason(Optional<Instant> tick, String words) {}

    /**
     * What came while no supervisor was running.
     *
     * @param missed how many ticks came since the last backup began; counted up to a thousand
     * @param reason for a backup at once; nothing where none is due
     */
    record Backlog(long missed, Optional<CatchUpReason> reason) {}

    /**
     * The ticks that the supervisor before this one let wait, and that no run has served.
     *
     * @throws io.ghekeeper.failure.Failure JOURNAL_UNREADABLE
     */
    List<WaitingTick> waiting() {
        return reader.read().waitingTicks();
    }

    /** Whether a run has served a tick that waits: one of another supervisor. Not where that is unknown: who begins it hears why. */
    boolean isServed(Run.Kind kind, Run.Cause cause) {
        try {
            return reader.read().isServed(kind, cause);
        } catch (Failure unseen) {
            return false;
        }
    }

    Backlog backlog(Instant now) {
        History history = reader.read();
        return new Backlog(missed(history, now), wanted ? reason(history.reliance(), now) : Optional.empty());
    }

    private Optional<CatchUpReason> reason(LastGoodSnapshot reliance, Instant now) {
        Optional<Instant> served = reliance.lastGood().map(Run::serves).or(() -> newestFromBefore(reliance, now));
        return schedule.after(served.orElse(Instant.EPOCH))
                .map(JobSchedule.Tick::at)
                .filter(tick -> !tick.isAfter(now))
                .map(tick -> served.map(good -> new CatchUpReason(
                                Optional.of(tick),
                                "the last good backup is of " + good + ", and the tick of " + tick + " came since"))
                        .orElse(new CatchUpReason(Optional.empty(), "there is no good backup")));
    }

    private long missed(History history, Instant now) {
        // Of the newest backup only: were it unreadable, an older one would count too many.
        return history.ids().stream()
                .filter(id -> RunIds.isOf(Run.Kind.BACKUP, id) && !history.isFuture(id))
                .findFirst()
                .flatMap(history::readable)
                .map(run -> schedule.count(run.serves(), now))
                .orElse(0L);
    }

    /**
     * The newest complete snapshot that an earlier appliance left, which may have had no journal. One of a run of ours does
     * not count: were it good, the journal would have said so.
     */
    private static Optional<Instant> newestFromBefore(LastGoodSnapshot reliance, Instant now) {
        return reliance.foreign().stream()
                .flatMap(snapshot -> snapshot.begin().stream())
                .filter(begin -> !begin.isAfter(now))
                .findFirst();
    }
}
