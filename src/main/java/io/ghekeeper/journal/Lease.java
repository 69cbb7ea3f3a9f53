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

/** The right to run on this volume, held by at most one process at a time: a {@link LockFile}. */
public final class Lease {
    /** Who only looks, as a restore's plan does, holds it for some milliseconds, and must cost nobody a run. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path file;
    private final LockFile lock;

    Lease(Disk disk, Path stateDirectory) {
        this.file = stateDirectory.resolve("lease");
        this.lock = new LockFile(disk, file);
    }

    /**
     * Takes the lease, within a second.
     *
     * @throws Failure RUN_ACTIVE when it is held longer, by another process or by this one
     */
    public HeldLease acquire(ProcessIdentity holder) {
        try {
            return lock.take(holder + ", since " + holder.began() + ", boot " + holder.bootId() + "\n", PATIENCE)
                    .map(HeldLease::new)
                    .orElseThrow(this::active);
        } catch (IOException e) {
            throw Unwritable.failure("cannot lock " + file, file, e);
        }
    }

    /**
     * Whether it is held now. Writes nothing, and costs nobody a run.
     *
     * @throws IOException when it cannot be looked at
     */
    LockFile.LockUse state() throws IOException {
        return lock.look().use();
    }

    private Failure active() {
        return new Failure(
                FailureKind.RUN_ACTIVE,
                "another run is in progress on this volume (" + holder() + ")",
                "See how far it is with: ghe-keeper status. If it must end: ghe-keeper cancel running");
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

    /** The lease while it is held. Who is handed one may change the volume. */
    public static final class HeldLease implements AutoCloseable {
        private final LockFile.HeldFile held;

        private HeldLease(LockFile.HeldFile held) {
            this.held = held;
        }

        void requireOpen() {
            if (!held.isHeld()) {
                throw new IllegalStateException("the lease was given back");
            }
        }

        @Override
        public void close() {
            held.close();
        }
    }
}
