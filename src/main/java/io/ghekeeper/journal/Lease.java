package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to run on this volume, held by at most one process at a time.
 *
 * <p>It is an operating-system lock on a file, so it ends with its process however that ends, and it holds across
 * containers on the same machine. The file's text says who holds it and is only meant for people.
 */
public final class Lease {
    private static final int LONGEST_HOLDER_TEXT = 1024;

    /** Who only looks, as a restore's plan does, holds it for some milliseconds, and must cost nobody a run. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path file;

    /**
     * Whether this process holds it. A POSIX lock is lost as soon as its process closes any other channel to the same
     * file, so a second one must not even be opened.
     */
    private final AtomicBoolean held = new AtomicBoolean();

    private final Disk disk;

    Lease(Disk disk, Path stateDirectory) {
        this.disk = disk;
        this.file = stateDirectory.resolve("lease");
    }

    /**
     * Takes the lease, within a second.
     *
     * @throws Failure RUN_ACTIVE when it is held longer, by another process or by this one
     */
    public HeldLease acquire(ProcessIdentity holder) {
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return take(holder);
            } catch (Failure failure) {
                if (failure.kind() != FailureKind.RUN_ACTIVE || System.nanoTime() >= patientUntil || !pause()) {
                    throw failure;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HeldLease take(ProcessIdentity holder) {
        if (!held.compareAndSet(false, true)) {
            throw active("this process");
        }
        FileChannel channel = null;
        try {
            channel = disk.open(file);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw active(text(channel));
            }
            String text = holder + ", since " + holder.began() + ", boot " + holder.bootId() + "\n";
            disk.write(channel, text.getBytes(StandardCharsets.UTF_8));
            return new HeldLease(this, channel);
        } catch (IOException e) {
            abandon(channel);
            throw Unwritable.failure("cannot lock " + file, file, e);
        } catch (Failure busy) {
            abandon(channel);
            throw busy;
        }
    }

    /** Whether a run is at work. */
    public enum LeaseStatus {
        FREE,
        /** In this process. */
        HELD_HERE,
        HELD_ELSEWHERE
    }

    /**
     * Whether it is held now. Writes nothing, and costs nobody a run: whoever takes the lease is more patient than this
     * takes.
     *
     * @throws IOException when it cannot be looked at
     */
    LeaseStatus state() throws IOException {
        if (Files.notExists(file)) {
            return LeaseStatus.FREE;
        }
        if (!held.compareAndSet(false, true)) {
            return LeaseStatus.HELD_HERE;
        }
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = channel.tryLock()) {
            return lock == null ? LeaseStatus.HELD_ELSEWHERE : LeaseStatus.FREE;
        } finally {
            held.set(false);
        }
    }

    private static Failure active(String holder) {
        return new Failure(
                FailureKind.RUN_ACTIVE,
                "another run is in progress on this volume (" + holder + ")",
                "See how far it is with: ghe-keeper status. If it must end: ghe-keeper cancel running");
    }

    private void abandon(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyUnusable) {
                // Nothing was held through it.
            }
        }
        held.set(false);
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HOLDER_TEXT);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        String printable = PlainText.of(text);
        return printable.isEmpty() ? "unknown" : printable;
    }

    /** The lease while it is held. Who is handed one may change the volume. */
    public static final class HeldLease implements AutoCloseable {
        private final Lease lease;
        private final FileChannel channel;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private HeldLease(Lease lease, FileChannel channel) {
            this.lease = lease;
            this.channel = channel;
        }

        void requireOpen() {
            if (!open.get()) {
                throw new IllegalStateException("the lease was given back");
            }
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                lease.abandon(channel);
            }
        }
    }
}
