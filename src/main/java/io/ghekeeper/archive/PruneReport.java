package io.ghekeeper.archive;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a prune run found, and what it did. Each version and each delete marker counts for itself.
 *
 * @param appliance whose store it is, by its uuid
 * @param roots that have no tombstone
 * @param live what these need
 * @param due announced a day ago, and still needed by none: what goes now
 * @param waiting announced, and not for a day yet
 * @param nextDue when the first of these can go; nothing where none waits
 * @param found for the first time: announced by this run
 * @param young younger than a day
 * @param unfinished put after the newest root, perhaps by an archive that goes on
 * @param locked by the store
 * @param locks their ends; nothing where none is locked
 * @param earlier roots that have a later one of the same snapshot, and what holds them
 * @param superseded what only those of these need whose place a later one takes: 0 where that is deleted as all else
 * @param foreign objects with names that the archive does not give
 * @param strange which objects only have the name of a tombstone, as a clause
 * @param deleted by this run
 * @param refused how many the store did not delete
 * @param firstRefusal why; nothing where none was refused
 */
public record PruneReport(
        String appliance,
        long roots,
        Amount live,
        Amount due,
        Amount waiting,
        Optional<Instant> nextDue,
        Amount found,
        Amount young,
        Amount unfinished,
        Amount locked,
        Optional<LockSpan> locks,
        List<EarlierRoot> earlier,
        Amount superseded,
        long foreign,
        Optional<String> strange,
        Amount deleted,
        long refused,
        Optional<String> firstRefusal) {
    /** So many versions, with so many bytes. */
    public record Amount(long versions, long bytes) {
        public static final Amount NONE = new Amount(0, 0);

        Amount plus(long more) {
            return new Amount(versions + 1, bytes + more);
        }
    }

    /** The earliest and the latest end of locks. */
    public record LockSpan(Instant earliest, Instant latest) {
        static LockSpan with(Optional<LockSpan> ends, Instant end) {
            return ends.map(known -> new LockSpan(
                            end.isBefore(known.earliest()) ? end : known.earliest(),
                            end.isAfter(known.latest()) ? end : known.latest()))
                    .orElse(new LockSpan(end, end));
        }
    }

    public PruneReport {
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(nextDue);
        Objects.requireNonNull(locks);
        earlier = List.copyOf(earlier);
        Objects.requireNonNull(strange);
        Objects.requireNonNull(firstRefusal);
    }

    /** Whether no snapshot would be left. */
    public boolean removesAll() {
        return roots == 0 && due.versions() + waiting.versions() + found.versions() > 0;
    }

    PruneReport with(Amount gone, long notDeleted, Optional<String> why) {
        return new PruneReport(
                appliance,
                roots,
                live,
                due,
                waiting,
                nextDue,
                found,
                young,
                unfinished,
                locked,
                locks,
                earlier,
                superseded,
                foreign,
                strange,
                gone,
                notDeleted,
                why);
    }
}
