package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The right to run in a lane on this volume, held by at most one process at a time: a {@link LockFile}. */
final class Lease {
    /** A reader, as a restore's plan, holds it for some milliseconds. No run may fail because of that. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Lane lane;
    private final Path file;
    private final LockFile lock;

    Lease(Lane lane, Disk disk, Path stateDirectory) {
        this.lane = lane;
        this.file = stateDirectory.resolve(lane.file());
        this.lock = new LockFile(disk, file);
    }

    /**
     * Takes the lease, within a second.
     *
     * @throws Failure RUN_ACTIVE when it is held longer, by another process or by this one
     */
    LockFile.HeldFile acquire() {
        return take(PATIENCE).orElseThrow(this::active);
    }

    /** The same; nothing where it is held just now. */
    Optional<LockFile.HeldFile> acquireIfFree() {
        return take(Duration.ZERO);
    }

    private Optional<LockFile.HeldFile> take(Duration patience) {
        ProcessIdentity holder = ProcessIdentity.thisProcess();
        try {
            return lock.take(holder + ", since " + holder.began() + ", boot " + holder.bootId() + "\n", patience);
        } catch (IOException e) {
            throw Unwritable.failure("cannot lock " + file, file, e);
        }
    }

    /**
     * Whether it is held now. Writes nothing, and makes no run fail.
     *
     * @throws IOException when it cannot be looked at
     */
    LockFile.LockUse state() throws IOException {
        return lock.look().use();
    }

    private Failure active() {
        return switch (lane) {
            case CAPTURE ->
                new Failure(
                        FailureKind.RUN_ACTIVE,
                        "another run is in progress on this volume (" + holder() + ")",
                        "See how far it is with: ghe-keeper status. If it must end: ghe-keeper cancel running");
            case KEEP ->
                new Failure(
                        FailureKind.RUN_ACTIVE,
                        "another process reads or removes snapshots on this volume (" + holder() + ")",
                        "Wait until that process ends, then repeat the command.");
        };
    }

    private String holder() {
        try {
            LockFile.LockLook look = lock.look();
            String printable = look.use() == LockFile.LockUse.HELD_HERE ? "this process" : PlainText.of(look.text());
            return printable.isEmpty() ? "unknown" : printable;
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
