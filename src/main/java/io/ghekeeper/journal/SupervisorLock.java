package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to supervise this volume, held by at most one process for all its life.
 *
 * <p>It is an operating-system lock on a file in the state directory, as the {@link Lease} is: it ends with its process
 * however that ends, and it holds across the containers of one machine. The file's text names the holder. It is emptied
 * when the holder ends by itself; behind a killed one it stays, and then proves nothing.
 */
public final class SupervisorLock {
    private static final int LONGEST_TEXT = 1024;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Pattern TEXT = Pattern.compile("pid (\\d{1,9}) on (\\S+), since (\\S+), boot (\\S+)");

    /** Their locks may hold on one machine only. */
    private static final Pattern SHARED =
            Pattern.compile("nfs3?|cifs|smb.*|9p|virtiofs|fuse.*|ceph|glusterfs|lustre|gpfs|afs|vboxsf");

    private final Disk disk;
    private final Path file;

    /** A POSIX lock is lost as soon as its process closes any other channel to the file. */
    private final AtomicBoolean held = new AtomicBoolean();

    public SupervisorLock(Disk disk, Path stateDirectory) {
        this.disk = disk;
        this.file = stateDirectory.resolve("supervisor");
    }

    /** Whether a process holds it, and which one. */
    public record LockHolder(LockStatus state, Optional<ProcessIdentity> holder) {}

    /** Whether a process holds it. */
    public enum LockStatus {
        FREE,
        HELD_HERE,
        HELD_ELSEWHERE,
        /** It looks free, but a process on another machine may hold it: the file system does not share its locks. */
        UNKNOWN
    }

    /**
     * Takes it, and waits for a supervisor that is just ending.
     *
     * @param patience how long that one may take
     * @throws Failure SUPERVISOR_ACTIVE when another one goes on; of a VOLUME kind when the file cannot be locked
     */
    public HeldLock acquire(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Optional<HeldLock> taken = take();
        while (taken.isEmpty() && System.nanoTime() < until && pause()) {
            taken = take();
        }
        return taken.orElseThrow(this::active);
    }

    private Optional<HeldLock> take() {
        if (!held.compareAndSet(false, true)) {
            throw active();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = disk.open(file);
            locked = channel.tryLock() != null;
            if (locked) {
                ProcessIdentity self = ProcessIdentity.thisProcess();
                disk.write(channel, text(self).getBytes(StandardCharsets.UTF_8));
            }
            return locked ? Optional.of(new HeldLock(this, channel)) : Optional.empty();
        } catch (IOException e) {
            locked = false;
            throw Unwritable.failure("cannot lock " + file, file, e);
        } finally {
            if (!locked) {
                release(channel);
            }
        }
    }

    private void release(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException alreadyUnusable) {
                // Nothing is held through it.
            }
        }
        held.set(false);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Failure active() {
        String name;
        try {
            name = look().holder().map(SupervisorLock::words).orElse("which one is not recorded");
        } catch (IOException unseen) {
            name = "which one cannot be read";
        }
        return new Failure(
                FailureKind.SUPERVISOR_ACTIVE,
                "another supervisor is running on this volume (" + name + ")",
                "Stop that one first. One supervisor is enough for a volume: ghe-keeper status shows it.");
    }

    private static String words(ProcessIdentity holder) {
        return holder + ", since " + holder.began();
    }

    private static String text(ProcessIdentity holder) {
        return words(holder) + ", boot " + holder.bootId() + "\n";
    }

    /**
     * Whether a process holds it now. Writes nothing, and works on a read-only volume.
     *
     * @throws IOException when it cannot be looked at
     */
    public LockHolder look() throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new LockHolder(LockStatus.FREE, Optional.empty());
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file");
        }
        if (!held.compareAndSet(false, true)) {
            return new LockHolder(LockStatus.HELD_HERE, Optional.of(ProcessIdentity.thisProcess()));
        }
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            Optional<ProcessIdentity> holder = holder(channel);
            return new LockHolder(lock == null ? LockStatus.HELD_ELSEWHERE : free(holder), holder);
        } finally {
            held.set(false);
        }
    }

    private LockStatus free(Optional<ProcessIdentity> left) throws IOException {
        boolean ofAnotherMachine =
                left.filter(holder -> !holder.isOfThisMachine()).isPresent();
        return ofAnotherMachine
                        && SHARED.matcher(Files.getFileStore(file).type()).matches()
                ? LockStatus.UNKNOWN
                : LockStatus.FREE;
    }

    private static Optional<ProcessIdentity> holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_TEXT);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
        Matcher matcher = TEXT.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(new ProcessIdentity(
                            matcher.group(2),
                            matcher.group(4),
                            Long.parseLong(matcher.group(1)),
                            Instant.parse(matcher.group(3))))
                    : Optional.empty();
        } catch (DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    /** The lock while it is held. */
    public static final class HeldLock implements AutoCloseable {
        private final SupervisorLock lock;
        private final FileChannel channel;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private HeldLock(SupervisorLock lock, FileChannel channel) {
            this.lock = lock;
            this.channel = channel;
        }

        /** The name goes first, so that nobody reads it behind a lock that is free. */
        @Override
        public void close() {
            if (!open.compareAndSet(true, false)) {
                return;
            }
            try {
                channel.truncate(0);
            } catch (IOException unwritable) {
                // The lock proves it alone.
            }
            lock.release(channel);
        }
    }
}
