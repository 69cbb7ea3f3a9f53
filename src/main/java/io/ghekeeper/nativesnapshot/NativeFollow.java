package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.volume.Disk;
import java.util.List;
import java.util.Optional;

/** Follows the native snapshots that are not known to be completed, and keeps what is known of them. It needs no lease. */
public final class NativeFollow {
    /** Records of snapshots that are followed no more. EC2's own list has all. */
    private static final int MOST_CLOSED = 50;

    private final NativeSnapshotFiles files;
    private final NativeSearch search;
    private final Disk disk;

    public NativeFollow(NativeSnapshotFiles files, NativeSearch search, Disk disk) {
        this.files = files;
        this.search = search;
        this.disk = disk;
    }

    /**
     * Asks EC2 about each that is open, and records the answers. Where EC2 does not answer, the record says why, and the others
     * are asked about all the same.
     *
     * @throws Failure the first reason why one could not be seen; of a VOLUME kind
     */
    public void follow(Ec2 ec2) {
        Optional<Failure> unseen = Optional.empty();
        for (NativeSnapshot record : files.all()) {
            if (!record.state().isOpen()) {
                continue;
            }
            try {
                files.write(disk, search.look(record, ec2));
            } catch (Failure failure) {
                files.write(disk, record.unseen(failure.getMessage()));
                unseen = unseen.or(() -> Optional.of(failure));
            }
        }
        forgetOld();
        unseen.ifPresent(failure -> {
            throw failure;
        });
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
                .filter(record -> newest.filter(record::equals).isEmpty())
                .forEach(record -> files.remove(disk, record));
    }
}
