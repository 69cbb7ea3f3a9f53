package io.ghekeeper.nativesnapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.NativeSnapshot;
import java.util.List;
import java.util.Optional;

/** The backup that a native snapshot is taken of: that of the newest backup run, where it is good. */
public final class NewestBackup {
    private NewestBackup() {}

    /** Its id; nothing where the newest backup failed, is suspect, or goes on. An older one is no reason to pay for a snapshot. */
    public static Optional<String> good(History history) {
        return history.runs(Run.Kind.BACKUP)
                .filter(run -> run.end()
                        .filter(end -> end.outcome() == Run.Outcome.SKIPPED)
                        .isEmpty())
                .findFirst()
                .filter(Run::isGood)
                .flatMap(Run::snapshot)
                .filter(id -> history.snapshots(ProcessIdentity::isProvenGone).stream()
                        .filter(entry -> entry.id().equals(id))
                        .map(SnapshotEntry::state)
                        .anyMatch(SnapshotState.GOOD::equals));
    }

    /** The same. Fails with SNAPSHOT_UNKNOWN where there is none. */
    static String require(History history) {
        return good(history)
                .orElseThrow(() -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN,
                        "the newest backup is not good, and a native snapshot is only taken with a good one in it",
                        "Take a backup first: ghe-keeper backup"));
    }

    /** The native snapshot that has a backup in it, as far as is known. */
    public static Optional<NativeSnapshot> taken(String backup, List<NativeSnapshot> records) {
        return records.stream()
                .filter(record -> record.backup().equals(backup))
                .filter(record -> record.state() == NativeSnapshot.State.PENDING
                        || record.state() == NativeSnapshot.State.COMPLETED)
                .findFirst();
    }
}
