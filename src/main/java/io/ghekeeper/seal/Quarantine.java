package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts the damaged files of the snapshot that an engine links to where the engine does not find them, so that it fetches
 * them: it links a file of the same size and time whatever its content is. They are moved within the snapshot, into
 * {@link Snapshot#PUT_ASIDE}, and go when it goes. The caller holds the capture lease.
 */
public final class Quarantine {
    private final DamageLists lists;
    private final EvidenceFiles evidence;
    private final Disk disk;
    private final Clock clock;

    public Quarantine(Path stateDirectory, Disk disk, Clock clock) {
        this.lists = new DamageLists(stateDirectory, disk);
        this.evidence = new EvidenceFiles(stateDirectory);
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * What was put aside.
     *
     * @param files how many, or folders of such
     * @param first the first of them
     * @param failure why one could not be, as a clause; then the engine may link to it
     */
    public record PutAside(long files, String first, Optional<String> failure) {
        public PutAside {
            Objects.requireNonNull(first);
            Objects.requireNonNull(failure);
        }
    }

    /**
     * Puts aside what a verification found damaged in this snapshot. A file that is another one now stays.
     *
     * @param run that does it
     * @param goOn is called between two files, and throws when it must end
     * @throws io.ghekeeper.failure.Failure what {@code goOn} throws; of a VOLUME kind when the snapshot is not recorded as
     *     damaged yet, and cannot be: then nothing was put aside
     */
    public PutAside putAside(Snapshot current, String run, Runnable goOn) {
        try (DamageListReader damaged = lists.read(current.id())) {
            if (damaged.isAtEnd()) {
                return new PutAside(0, "", Optional.empty());
            }
            requireRecorded(current.id(), damaged.file(), run);
            try (QuarantineMove move = new QuarantineMove(disk, current.directory())) {
                for (; !damaged.isAtEnd(); damaged.next()) {
                    goOn.run();
                    move.take(damaged.file());
                }
                return move.end();
            }
        } catch (IOException e) {
            return new PutAside(0, "", Optional.of(lists.file(current.id()).getFileName() + ": " + FileError.words(e)));
        }
    }

    /** A verification writes the list first, and may have been killed in between. */
    private void requireRecorded(String id, DamagedFile first, String run) {
        Evidence recorded = evidence.of(id);
        if (recorded.damage().isEmpty() && recorded.unreadable().isEmpty()) {
            String words = Difference.shown(first.path()) + ": a verification found it damaged";
            evidence.readBack(disk, id, new ReadBack(clock.instant(), run, 1, Optional.of(words)));
        }
    }
}
