package io.ghekeeper.journal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LockFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to supervise this volume, held by at most one process for all its life.
 *
 * <p>It is a {@link LockFile} in the state directory, as the {@link Lease} is. A holder that ends by itself empties it.
 */
public final class SupervisorLock {
    private static final Pattern TEXT = Pattern.compile("pid (\\d{1,9}) on (\\S+), since (\\S+), boot (\\S+)");

    /** Their locks may hold on one machine only. */
    private static final Pattern SHARED =
            Pattern.compile("nfs3?|cifs|smb.*|9p|virtiofs|fuse.*|ceph|glusterfs|lustre|gpfs|afs|vboxsf");

    private final Path file;
    private final LockFile lock;

    public SupervisorLock(Disk disk, Path stateDirectory) {
        this.file = stateDirectory.resolve("supervisor");
        this.lock = new LockFile(disk, file);
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
        ProcessIdentity self = ProcessIdentity.thisProcess();
        try {
            return lock.take(words(self) + ", boot " + self.bootId() + "\n", patience)
                    .map(HeldLock::new)
                    .orElseThrow(this::active);
        } catch (IOException e) {
            throw Unwritable.failure("cannot lock " + file, file, e);
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

    /**
     * Whether a process holds it now. Writes nothing, and works on a read-only volume.
     *
     * @throws IOException when it cannot be looked at
     */
    public LockHolder look() throws IOException {
        LockFile.LockLook look = lock.look();
        Optional<ProcessIdentity> holder = holder(look.text().strip());
        return switch (look.use()) {
            case FREE -> new LockHolder(free(holder), holder);
            case HELD_HERE -> new LockHolder(LockStatus.HELD_HERE, Optional.of(ProcessIdentity.thisProcess()));
            case HELD_ELSEWHERE -> new LockHolder(LockStatus.HELD_ELSEWHERE, holder);
        };
    }

    private LockStatus free(Optional<ProcessIdentity> left) throws IOException {
        boolean ofAnotherMachine =
                left.filter(holder -> !holder.isOfThisMachine()).isPresent();
        return ofAnotherMachine
                        && SHARED.matcher(Files.getFileStore(file).type()).matches()
                ? LockStatus.UNKNOWN
                : LockStatus.FREE;
    }

    private static Optional<ProcessIdentity> holder(String text) {
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
        private final LockFile.HeldFile held;

        private HeldLock(LockFile.HeldFile held) {
            this.held = held;
        }

        @Override
        public void close() {
            held.closeAndForget();
        }
    }
}
