package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * volume while backups keep failing. Ends what an earlier removal of any snapshot left, too.
 */
public final class IncompleteSnapshots {
    private final Path directory;
    private final Duration keep;
    private final DataDirectory data;
    private final Snapshots snapshots;
    private final SnapshotRemoval removal;
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

    public IncompleteSnapshots(DataSettings settings, Disk disk, SnapshotRemoval removal, Clock clock) {
        this.directory = settings.directory();
        this.keep = settings.keepIncomplete();
        this.data = new DataDirectory(directory);
        this.snapshots = new Snapshots(settings, disk);
        this.removal = removal;
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
                if (removal.isBegun(found.id())
                        || (isDue(found.id()) && removal.begin(found.id(), permits, Snapshots::isIncomplete))) {
                    removal.end(found.id(), RemovalProgress.UNLIMITED);
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

    private boolean isDue(String id) {
        return snapshots
                .find(id)
                .flatMap(this::incomplete)
                .filter(AgedSnapshot::due)
                .isPresent();
    }

    private Optional<AgedSnapshot> leftover(String name) {
        String id = name.substring(SnapshotRemoval.REMOVING.length());
        if (!Snapshots.isId(id)) {
            return Optional.empty();
        }
        Path place = directory.resolve(name);
        // With content and without its mark, it is whole: the next retention run gives it its name back.
        return age(place).map(age -> new AgedSnapshot(id, age, removal.isBegun(id)));
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
            Path incomplete = folder.resolve(SnapshotRemoval.INCOMPLETE);
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
