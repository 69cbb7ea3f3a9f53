package io.ghekeeper.backup;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Reliance;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a backup is to be taken at once when the supervisor starts, since a tick came while none was at work. */
public final class CatchUp {
    /** Runs that are asked for the snapshots they made; more would cost more on every start. */
    private static final int RUNS_ASKED = 100;

    private final boolean wanted;
    private final Ticks ticks;
    private final Journal journal;
    private final Snapshots snapshots;
    private final Reliance reliance;

    public CatchUp(boolean wanted, Ticks ticks, Journal journal, Snapshots snapshots) {
        this.wanted = wanted;
        this.ticks = ticks;
        this.journal = journal;
        this.snapshots = snapshots;
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

    private Optional<Instant> lastGood(Instant now) {
        return reliance.lastGood().map(Run::begin).or(() -> newestFromBefore(now));
    }

    /**
     * The newest complete snapshot that an earlier appliance left, which may have had no journal. One of a run of ours does
     * not count: were it good, the journal would have said so.
     */
    private Optional<Instant> newestFromBefore(Instant now) {
        Set<String> ours = journal.newest(RUNS_ASKED).readable().stream()
                .flatMap(run -> run.snapshot().stream())
                .collect(Collectors.toSet());
        return snapshots.all().stream()
                .filter(Snapshot::complete)
                .filter(snapshot -> !ours.contains(snapshot.id()))
                .flatMap(snapshot -> snapshot.begin().stream())
                .filter(begin -> !begin.isAfter(now))
                .findFirst();
    }
}
