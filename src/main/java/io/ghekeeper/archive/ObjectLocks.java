package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Locks the objects that a snapshot needs for as long as promised, before its root is written. An object that an earlier
 * snapshot brought has an earlier lock: without a later one, it could be deleted while today's snapshot needs it.
 */
final class ObjectLocks {
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final ObjectStore store;
    private final Optional<LockPolicy> policy;
    private final Clock clock;

    ObjectLocks(ObjectStore store, Optional<LockPolicy> policy, Clock clock) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Until when objects are to be locked, as of now; nothing where they are not locked.
     *
     * @throws Failure STORE_FAILED when the clocks of the store and of this machine differ
     */
    Optional<Instant> until() {
        return policy.map(lock -> lock.until(storeTime()));
    }

    /**
     * The locks that are too short, as of now; nothing where objects are not locked. Throws as {@link #until} does.
     */
    Optional<ShortLocks> shortLocks() {
        return policy.map(lock -> {
            Instant now = storeTime();
            return new ShortLocks(end -> lock.isShort(end, now), lock.until(now));
        });
    }

    /**
     * Which locks are extended, and how far.
     *
     * @param isShort of the end of a lock
     */
    record ShortLocks(Predicate<Instant> isShort, Instant until) {}

    private Instant storeTime() {
        Instant there = store.now();
        Instant here = clock.instant();
        if (Duration.between(there, here).abs().compareTo(CLOCKS_APART) > 0) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "nothing is locked: the store's clock says " + there + ", and that of this machine " + here,
                    "Set the clock that is wrong, by NTP. A lock with a wrong end cannot be taken back.");
        }
        return there;
    }

    /** Locks an object that is there, if it is not locked for as long. */
    void extend(ObjectKey key, Instant until) {
        boolean locked = store.find(key)
                .flatMap(StoredObject::retainedUntil)
                .filter(end -> !end.isBefore(until))
                .isPresent();
        if (!locked) {
            store.retain(key, until);
        }
    }

    /**
     * Locks what is not locked for as long by the store's own word. A failure fails the run.
     *
     * @param rows lines of {@link StateTable#OBJECTS}, whose locks are not known
     */
    void extend(Path rows, Instant until, PackLanes lanes, ArchiveProgress progress)
            throws IOException, InterruptedException {
        try (LineCursor needed = new SortedLines(rows)) {
            for (; !needed.isAtEnd(); needed.next()) {
                ObjectRow row = ObjectRow.parse(needed.peek());
                lanes.submit(() -> {
                    store.retain(row.key(), row.namedVersion(), until);
                    progress.answered();
                });
            }
            lanes.finish();
        }
    }

    /**
     * Locks what is not locked for as long, and notes that in the state. A failure fails the run: no root is written.
     *
     * @param rows lines of {@link StateTable#OBJECTS}
     * @return the same objects with their locks
     */
    Path extend(Path rows, Instant until, ArchiveState state, StateChange change, WorkFolder work, PackLanes lanes)
            throws IOException, InterruptedException {
        long extended = 0;
        Path locked;
        try (LineCursor needed = new SortedLines(rows);
                SortedLinesWriter writer = new SortedLinesWriter(work.disk(), work.file("locked"))) {
            for (; !needed.isAtEnd(); needed.next()) {
                ObjectRow row = ObjectRow.parse(needed.peek());
                if (row.isLockedUntil(until)) {
                    writer.write(row.line());
                } else {
                    lanes.submit(() -> store.retain(row.key(), row.namedVersion(), until));
                    writer.write(row.locked(until).line());
                    extended++;
                }
            }
            lanes.finish();
            locked = writer.finish();
        }
        if (extended > 0) {
            note(locked, state, change);
        }
        return locked;
    }

    private static void note(Path locked, ArchiveState state, StateChange change) throws IOException {
        try (LineCursor all = state.lines(StateTable.OBJECTS);
                LineCursor rows = new SortedLines(locked)) {
            for (; !all.isAtEnd(); all.next()) {
                rows.skipTo(all.key());
                change.add(StateTable.OBJECTS, rows.isAt(all.key()) ? rows.peek() : all.peek());
            }
            rows.drain();
        }
        state.replace(EnumSet.of(StateTable.OBJECTS), change);
    }
}
