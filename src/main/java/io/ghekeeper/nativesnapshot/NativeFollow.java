package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.NativeSnapshotFiles.DueSnapshot;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.snapshot.NativeStep.StepKind;
import io.ghekeeper.snapshot.NativeStep.StepState;
import io.ghekeeper.volume.Disk;
import java.util.List;
import java.util.Optional;

/** Follows the native snapshots that are not known to be completed, and keeps what is known of them. It needs no lease. */
public final class NativeFollow {
    /** Records of snapshots that are followed no more. EC2's own list has all. */
    private static final int MOST_CLOSED = 50;

    private final NativeSnapshotFiles files;
    private final NativeSearch search;
    private final NativeProtection protection;
    private final Disk disk;

    public NativeFollow(NativeSnapshotFiles files, NativeSearch search, NativeProtection protection, Disk disk) {
        this.files = files;
        this.search = search;
        this.protection = protection;
        this.disk = disk;
    }

    /**
     * Asks EC2 about each that is open, does what is due of its steps, and records the answers. Where EC2 does not answer, the
     * record says why, and the others are asked about all the same. While another process does it, nothing is done.
     *
     * @throws Failure the first reason why one could not be seen; of a VOLUME kind
     */
    public void follow(Ec2 ec2) {
        Failure[] unseen = new Failure[1];
        files.following(disk, () -> {
            for (DueSnapshot due : files.due(search.now())) {
                try {
                    follow(due, ec2);
                } catch (Failure failure) {
                    unseen[0] = unseen[0] == null ? failure : unseen[0];
                }
            }
            forgetOld();
        });
        if (unseen[0] != null) {
            throw unseen[0];
        }
    }

    private void follow(DueSnapshot due, Ec2 ec2) {
        NativeSnapshot record = due.snapshot();
        if (record.state().isOpen()) {
            try {
                record = search.look(record, ec2);
            } catch (Failure failure) {
                files.write(disk, record.unseen(failure.getMessage()));
                throw failure;
            }
            files.write(disk, record);
        }
        if (record.id().isEmpty()) {
            return;
        }
        for (NativeStep step : record.dueSteps(due.retried(), search.now())) {
            record = record.with(protection.advanced(record, step, ec2));
            files.write(disk, record);
        }
    }

    /** The newest completed one stays, whatever came after it. */
    private void forgetOld() {
        List<NativeSnapshot> closed =
                files.all().stream().filter(record -> !record.state().isOpen()).toList();
        Optional<NativeSnapshot> newest = closed.stream()
                .filter(record -> record.state() == NativeSnapshot.State.COMPLETED)
                .findFirst();
        closed.stream()
                .skip(MOST_CLOSED)
                .filter(record -> newest.filter(record::equals).isEmpty() && !isCopied(record))
                .forEach(record -> files.remove(disk, record));
    }

    /** Its copies are looked at as long as they are there. */
    private static boolean isCopied(NativeSnapshot record) {
        return record.steps().stream().anyMatch(step -> step.kind() == StepKind.COPY && step.state() == StepState.DONE);
    }
}
