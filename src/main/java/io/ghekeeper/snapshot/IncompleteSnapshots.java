package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.MountTable;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The incomplete snapshots of dead runs. backup-utils removes them after a wholly good backup only, so that they fill the
 * volume while backups keep failing.
 *
 * <p>One is first renamed to {@code .ghe-keeper-removing-<id>}, which backup-utils does not take for a snapshot; its
 * {@code incomplete} goes last. Killed at any instant, this leaves nothing that looks complete, and the next call ends
 * what this one began.
 */
public final class IncompleteSnapshots {
    static final String REMOVING = ".ghe-keeper-removing-";

    private static final Path INCOMPLETE = Path.of("incomplete");

    private final Path directory;
    private final Duration keep;
    private final DataDirectory data;
    private final Snapshots snapshots;
    private final Disk disk;
    private final Clock clock;

    /**
     * An incomplete snapshot, or what is left of one whose removal was cut short.
     *
     * @param age since something was last put into it or taken from it, directly; never negative
     * @param due whether its age is beyond the bound and nothing needs it; whether its run is alive is not asked
     */
    public record AgedSnapshot(String id, Duration age, boolean due) {
        public AgedSnapshot {
            Objects.requireNonNull(id);
            Objects.requireNonNull(age);
        }
    }

    /** An incomplete snapshot that was removed, and how old it was. */
    public record Removed(String id, Duration age) {
        public Removed {
            Objects.requireNonNull(id);
            Objects.requireNonNull(age);
        }
    }

    public IncompleteSnapshots(DataSettings settings, Disk disk, Clock clock) {
        this.directory = settings.directory();
        this.keep = settings.keepIncomplete();
        this.data = new DataDirectory(directory);
        this.snapshots = new Snapshots(settings, disk);
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * Looks, and changes nothing.
     *
     * @return what removals left, which is due whatever its age; then the others by name
     * @throws Failure VOLUME_UNUSABLE when the data directory cannot be read
     */
    public List<AgedSnapshot> found() {
        List<AgedSnapshot> found = new ArrayList<>();
        Catalogue there = snapshots.list();
        there.halfRemoved().forEach(name -> leftover(name).ifPresent(found::add));
        List<Snapshot> oldestFirst = new ArrayList<>(there.all());
        Collections.reverse(oldestFirst);
        oldestFirst.forEach(snapshot -> incomplete(snapshot).ifPresent(found::add));
        return found;
    }

    /**
     * Ends removals that were cut short, then removes what is due. Each is looked at again just before. Where one cannot
     * be removed, the others are, before that is said.
     *
     * @param permits are asked for each that is not renamed yet; without a permit it stays
     * @throws Failure VOLUME_FULL or VOLUME_UNUSABLE, with the place where it ended
     */
    public List<Removed> remove(RemovalPermits permits) {
        List<Removed> removed = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (AgedSnapshot found : found()) {
            try {
                if (isLeft(found.id()) || (isDue(found.id()) && setAside(found.id(), permits))) {
                    removeSetAside(found.id());
                    removed.add(new Removed(found.id(), found.age()));
                }
            } catch (Failure failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            Failure first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return removed;
    }

    /** Renames it; false where a run may use it, or it was completed just then: it keeps its name. */
    private boolean setAside(String id, RemovalPermits permits) {
        Path place = directory.resolve(id);
        requireNothingMounted(id, place);
        try {
            boolean renamed = rename(id, place, permits);
            if (renamed) {
                disk.sync(directory);
            }
            return renamed;
        } catch (IOException e) {
            throw unremoved(id, place, e);
        }
    }

    private boolean rename(String id, Path place, RemovalPermits permits) throws IOException {
        Optional<RemovalPermits.RemovalPermit> permit = permits.permit(id);
        if (permit.isEmpty()) {
            return false;
        }
        try (RemovalPermits.RemovalPermit held = permit.get()) {
            Path aside = directory.resolve(REMOVING + id);
            disk.move(place, aside);
            if (Snapshots.isIncomplete(aside) && held.holds()) {
                return true;
            }
            disk.move(aside, place);
            return false;
        }
    }

    private void removeSetAside(String id) {
        Path name = Path.of(REMOVING + id);
        requireNothingMounted(id, directory.resolve(name));
        try (SecureDirectoryStream<Path> open = data.open();
                TreeRemoval removal = new TreeRemoval(disk, open, INCOMPLETE)) {
            try {
                if (TreeRemoval.isFolder(open, name)) {
                    removal.remove(name);
                } else {
                    disk.deleteFile(open, name);
                }
            } catch (IOException e) {
                throw unremoved(id, directory.resolve(removal.place()), e);
            }
        } catch (IOException e) {
            throw unremoved(id, directory, e);
        }
    }

    /** A folder of another file system is no part of the snapshot, though it looks like one. */
    private void requireNothingMounted(String id, Path place) {
        try {
            List<Path> mounts =
                    MountTable.ofThisProcess().within(directory.toRealPath().resolve(place.getFileName()));
            if (!mounts.isEmpty()) {
                throw unremoved(id, place, new IOException("another file system is mounted at " + mounts.get(0)));
            }
        } catch (IOException e) {
            throw unremoved(id, place, e);
        }
    }

    private static Failure unremoved(String id, Path place, IOException cause) {
        boolean full = Unwritable.isForLackOfRoom(cause);
        return new Failure(
                full ? FailureKind.VOLUME_FULL : FailureKind.VOLUME_UNUSABLE,
                "cannot remove the incomplete snapshot " + id + " at " + place + ": " + FileError.words(cause),
                "Check that the volume has room and is writable for this user; what is left is removed the next time.",
                cause);
    }

    private boolean isLeft(String id) {
        return leftover(REMOVING + id).filter(AgedSnapshot::due).isPresent();
    }

    private boolean isDue(String id) {
        return snapshots
                .find(id)
                .flatMap(this::incomplete)
                .filter(AgedSnapshot::due)
                .isPresent();
    }

    private Optional<AgedSnapshot> leftover(String name) {
        String id = name.substring(REMOVING.length());
        if (!Snapshots.isId(id)) {
            return Optional.empty();
        }
        Path place = directory.resolve(name);
        // With content and without its mark, it was complete when it got this name: a person must look at it.
        boolean ours = Snapshots.isIncomplete(place) || !DataDirectory.holdsAnything(place);
        return age(place).map(age -> new AgedSnapshot(id, age, ours));
    }

    private Optional<AgedSnapshot> incomplete(Snapshot snapshot) {
        if (snapshot.complete()) {
            return Optional.empty();
        }
        return age(snapshot.directory()).map(age -> {
            boolean old = age.compareTo(keep) > 0;
            return new AgedSnapshot(
                    snapshot.id(), age, old && !snapshot.current() && !data.needsForIncrements(snapshot.id()));
        });
    }

    /** By the newer of the two times, so that a file that came late makes it young. */
    private Optional<Duration> age(Path folder) {
        try {
            Instant newest = changed(folder);
            Path incomplete = folder.resolve(INCOMPLETE);
            if (Files.exists(incomplete, LinkOption.NOFOLLOW_LINKS)
                    && changed(incomplete).isAfter(newest)) {
                newest = changed(incomplete);
            }
            Duration age = Duration.between(newest, clock.instant());
            return Optional.of(age.isNegative() ? Duration.ZERO : age);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Instant changed(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .lastModifiedTime()
                .toInstant();
    }
}
