package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which snapshot is sealed next. */
public final class NextSeal {
    private static final String CHOOSE = "List them with: ghe-keeper snapshots";

    private final HistoryReader reader;
    private final Sealer sealer;
    private final SnapshotChecks checks;

    public NextSeal(HistoryReader reader, Sealer sealer, SnapshotChecks checks) {
        this.reader = reader;
        this.sealer = sealer;
        this.checks = checks;
    }

    /**
     * The newest good snapshot, when the supervisor is to have it sealed: it has no seal or was not checked, and no seal of
     * it failed or was cancelled within the last hour, and no three were killed.
     */
    public Optional<String> due(Instant now) {
        History history = reader.read();
        return history.reliance()
                .lastGood()
                .flatMap(Run::snapshot)
                .filter(id -> !isDone(id))
                .filter(id -> RepeatedAttempts.allow(history, Run.Kind.SEAL, id, now));
    }

    private boolean isDone(String id) {
        return sealer.sealed().contains(id) && checks.isDone(id);
    }

    /**
     * The newest good snapshot without a seal or unchecked, for a person who names none; nothing where each has one.
     *
     * @throws Failure SNAPSHOT_UNKNOWN when there is no good snapshot
     */
    public Optional<String> newestWithout() {
        Set<String> sealed = new HashSet<>(sealer.sealed());
        var good = reader.read().snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(entry -> entry.state() == SnapshotEntry.SnapshotState.GOOD)
                .map(SnapshotEntry::id)
                .toList();
        if (good.isEmpty()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_UNKNOWN,
                    "there is no good snapshot that could be sealed",
                    "Take one with: ghe-keeper backup");
        }
        return good.stream()
                .filter(id -> !sealed.contains(id) || !checks.isDone(id))
                .findFirst();
    }

    /**
     * The complete snapshots that have a seal, the newest first.
     */
    public List<String> sealedOnes() {
        Set<String> sealed = new HashSet<>(sealer.sealed());
        return reader.read().catalogue().all().stream()
                .filter(Snapshot::complete)
                .map(Snapshot::id)
                .filter(sealed::contains)
                .toList();
    }

    /**
     * Whether this snapshot has a seal, and was checked.
     *
     * @throws Failure SNAPSHOT_UNKNOWN, SNAPSHOT_BEING_WRITTEN or SNAPSHOT_INCOMPLETE when it cannot be sealed
     */
    public boolean isSealed(String snapshotId) {
        require(reader.read(), snapshotId);
        return isDone(snapshotId);
    }

    /**
     * The snapshot of this id.
     *
     * @throws Failure SNAPSHOT_UNKNOWN, SNAPSHOT_BEING_WRITTEN or SNAPSHOT_INCOMPLETE when it cannot be sealed
     */
    static Snapshot require(History history, String id) {
        Snapshot snapshot = history.catalogue()
                .find(id)
                .orElseThrow(() -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN,
                        "there is no snapshot '" + PlainText.of(id) + "' in "
                                + history.catalogue().directory(),
                        CHOOSE));
        Optional<Run> writer = Optional.ofNullable(history.makers().get(id))
                .filter(run -> run.isOpen() && !run.keeper().isProvenGone());
        if (writer.isPresent()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_BEING_WRITTEN,
                    "snapshot " + id + " is being written by run "
                            + writer.get().id(),
                    "Wait for that run: ghe-keeper status");
        }
        if (!snapshot.complete()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_INCOMPLETE,
                    "snapshot " + id + " is incomplete: its backup did not come to its end",
                    CHOOSE);
        }
        return snapshot;
    }
}
