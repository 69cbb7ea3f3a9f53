package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.SealEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DeepChecks;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import java.util.List;

/** The deep checks of a snapshot, within a run. What they find is evidence of the snapshot. */
public final class SnapshotChecks {
    private final DeepChecks checks;
    private final EvidenceFiles evidence;
    private final Disk disk;

    public SnapshotChecks(DeepChecks checks, EvidenceFiles evidence, Disk disk) {
        this.checks = checks;
        this.evidence = evidence;
        this.disk = disk;
    }

    /** Whether there is nothing left to be done for this snapshot. */
    boolean isDone(String snapshotId) {
        Evidence known = evidence.of(snapshotId);
        return known.checks().isPresent() || known.unreadable().isPresent();
    }

    /** Those of the snapshot's files, none of them done. */
    FileChecks files(Snapshot snapshot, ReadProgress progress) {
        return checks.files(snapshot, progress);
    }

    /**
     * Does them, and records each result.
     *
     * @param files of the snapshot; those that were not done are done now
     * @throws Failure CHECK_FAILED when the snapshot is suspect now
     */
    void check(Snapshot snapshot, FileChecks files, ReadProgress progress, RunContext context) {
        CheckResults results = checks.check(snapshot, files, context.id(), progress);
        results.checks()
                .forEach(check -> context.record(new SealEvent.ContentChecked(
                        check.name(), check.outcome().word(), check.words().orElse(""))));
        evidence.checks(disk, snapshot.id(), results);
        List<String> doubts = results.doubts();
        if (!doubts.isEmpty()) {
            throw new Failure(
                    FailureKind.CHECK_FAILED,
                    "snapshot " + snapshot.id() + " is suspect now: " + String.join("; ", doubts),
                    "Look at the appliance and at ghe-keeper logs " + context.id()
                            + "; then take a backup: ghe-keeper backup");
        }
    }
}
