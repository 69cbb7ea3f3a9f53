package io.ghekeeper.backup;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Reliance;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Instant;
import java.util.Optional;

/** Whether a backup is to be taken at once when the supervisor starts, since a tick came while none was at work. */
public final class CatchUp {
    private final boolean wanted;
    private final Ticks ticks;
    private final Journal journal;
    private final Reliance reliance;

    public CatchUp(boolean wanted, Ticks ticks, Journal journal, Snapshots snapshots) {
        this.wanted = wanted;
        this.ticks = ticks;
        this.journal = journal;
        this.reliance = new Reliance(journal, snapshots);
    }

    /** Why there is something to catch up with; nothing when there is not. */
    Optional<String> reason(Instant now) {
        if (!wanted) {
            return Optional.empty();
        }
        Optional<Instant> good = lastGood(now);
        return ticks.after(Ticks.Job.BACKUP, good.orElse(Instant.EPOCH))
                .map(Ticks.Tick::at)
                .filter(tick -> !tick.isAfter(now))
                .map(tick -> good.map(begin ->
                                "the last good backup began at " + begin + ", and the tick of " + tick + " came since")
                        .orElse("there is no good backup"));
    }

    /** How many ticks came since the last backup began, and found no supervisor; counted up to a thousand. */
    long missed(Instant now) {
        return journal.ids().stream()
                .filter(id -> Journal.isOf(Run.Kind.BACKUP, id) && !journal.isFuture(id))
                .findFirst()
                .flatMap(this::begin)
                .map(begin -> ticks.count(Ticks.Job.BACKUP, begin, now))
                .orElse(0L);
    }

    private Optional<Instant> begin(String runId) {
        try {
            return Optional.of(journal.find(runId).begin());
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Instant> lastGood(Instant now) {
        return reliance.lastGood().map(Run::begin).or(() -> newestFromBefore(now));
    }

    /**
     * The newest complete snapshot that an earlier appliance left, which may have had no journal. One of a run of ours does
     * not count: were it good, the journal would have said so.
     */
    private Optional<Instant> newestFromBefore(Instant now) {
        return reliance.foreign().stream()
                .flatMap(snapshot -> snapshot.begin().stream())
                .filter(begin -> !begin.isAfter(now))
                .findFirst();
    }
}
