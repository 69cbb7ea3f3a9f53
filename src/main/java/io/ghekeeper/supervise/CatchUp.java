package io.ghekeeper.supervise;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.Reliance;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import java.time.Instant;
import java.util.Optional;

/** Whether a backup is to be taken at once when the supervisor starts, since a tick came while none was at work. */
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
    record Reason(Optional<Instant> tick, String words) {}

    /** Why there is something to catch up with; nothing when there is not. */
    Optional<Reason> reason(Instant now) {
        if (!wanted) {
            return Optional.empty();
        }
        Optional<Instant> served = lastGood(now);
        return schedule.after(served.orElse(Instant.EPOCH))
                .map(JobSchedule.Tick::at)
                .filter(tick -> !tick.isAfter(now))
                .map(tick -> served.map(good -> new Reason(
                                Optional.of(tick),
                                "the last good backup is of " + good + ", and the tick of " + tick + " came since"))
                        .orElse(new Reason(Optional.empty(), "there is no good backup")));
    }

    /** How many ticks came since the last backup began, and found no supervisor; counted up to a thousand. */
    long missed(Instant now) {
        History history = reader.read();
        // Of the newest backup only: were it unreadable, an older one would count too many.
        return history.ids().stream()
                .filter(id -> Journal.isOf(Run.Kind.BACKUP, id) && !history.isFuture(id))
                .findFirst()
                .flatMap(history::readable)
                .map(run -> schedule.count(run.serves(), now))
                .orElse(0L);
    }

    private Optional<Instant> lastGood(Instant now) {
        Reliance reliance = reader.read().reliance();
        return reliance.lastGood().map(Run::serves).or(() -> newestFromBefore(reliance, now));
    }

    /**
     * The newest complete snapshot that an earlier appliance left, which may have had no journal. One of a run of ours does
     * not count: were it good, the journal would have said so.
     */
    private static Optional<Instant> newestFromBefore(Reliance reliance, Instant now) {
        return reliance.foreign().stream()
                .flatMap(snapshot -> snapshot.begin().stream())
                .filter(begin -> !begin.isAfter(now))
                .findFirst();
    }
}
