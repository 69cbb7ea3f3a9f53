package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DeletedBytes;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.RemovalPermits;
import io.ghekeeper.snapshot.RemovalProgress;
import io.ghekeeper.snapshot.SnapshotReaders;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Deletes snapshots of a plan, one at a time, and records what became of each. */
public final class SnapshotDeletion {
    private final SnapshotRemoval removal;
    private final RemovalPermits permits;
    private final EvidenceFiles evidence;
    private final DeletedBytes bytes;
    private final Clock clock;
    private final SnapshotReaders readers;

    public SnapshotDeletion(
            SnapshotRemoval removal,
            RemovalPermits permits,
            EvidenceFiles evidence,
            DeletedBytes bytes,
            SnapshotReaders readers,
            Clock clock) {
        this.removal = removal;
        this.permits = permits;
        this.evidence = evidence;
        this.bytes = bytes;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * Ends what an earlier run began: gives those their names back that were only renamed, and removes the rest.
     *
     * @param whole the snapshots that the volume has, asked when those have their names back
     * @throws Failure what {@code progress} throws
     */
    void resume(Supplier<List<String>> whole, RunContext context, RemovalProgress progress) {
        removal.giveBackWhole()
                .forEach(id -> context.warn("snapshot " + id + " has its name back: a deletion of it ended at once"));
        List<String> begun = removal.begun();
        if (begun.isEmpty()) {
            return;
        }
        List<String> others = new ArrayList<>(whole.get());
        others.addAll(begun);
        for (String id : begun) {
            others.remove(id);
            recorded(id, context, () -> end(id, "an earlier run had begun it", others, context, progress));
        }
    }

    /**
     * Deletes it, unless that is wrong by now.
     *
     * @param others the snapshots that stay for now, whatever the plan says of them
     * @throws Failure what {@code progress} throws
     */
    void delete(PlannedSnapshot one, List<String> others, RunContext context, RemovalProgress progress) {
        String id = one.id();
        recorded(id, context, () -> {
            if (!removal.begin(id, permits, aside -> isStillDeleted(one, aside))) {
                context.record(new RetentionEvent.SnapshotSpared(
                        id, "it was pinned or changed just now, or a run or an export may be using it"));
                return;
            }
            end(id, RetentionPlan.words(one.reasons()), others, context, progress);
        });
    }

    /** The seal, which says what goes, goes with the snapshot. */
    private void end(String id, String why, List<String> others, RunContext context, RemovalProgress progress) {
        OptionalLong gone = bytes.of(List.of(id), others, progress::removed);
        removal.end(id, progress);
        context.record(new RetentionEvent.SnapshotDeleted(id, why, gone));
    }

    /** Asked when it has no name any more that a person could pin, or a run choose. */
    private boolean isStillDeleted(PlannedSnapshot one, Path aside) {
        Evidence now = evidence.of(one.id());
        boolean pinned = now.unreadable().isPresent()
                || now.pin().filter(pin -> pin.holds(clock.instant())).isPresent();
        boolean completed = one.facts().state() == SnapshotState.INCOMPLETE && !Snapshots.isIncomplete(aside);
        return !pinned && !completed && !isRead(one.id());
    }

    /** What cannot be found out keeps it. */
    private boolean isRead(String id) {
        try {
            return readers.has(id);
        } catch (IOException e) {
            return true;
        }
    }

    private static void recorded(String id, RunContext context, Runnable deletion) {
        try {
            deletion.run();
        } catch (Failure failure) {
            if (context.watch().reason().isPresent()) {
                throw failure;
            }
            context.record(new RetentionEvent.DeletionFailed(id, failure.getMessage()));
        }
    }
}
