package io.ghekeeper.rebuild;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.rebuild.RebuildReason.DirectoryState;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Whether a data directory has to be filled from the store. It reads what the engine reads first, and changes nothing. What
 * cannot be read now is no reason: it may be whole.
 */
public final class DataDirectoryCheck {
    /** Of the file {@code version} or {@code uuid}: longer ones are damaged. */
    private static final int LONGEST = 1 << 20;

    private final Snapshots snapshots;
    private final Function<String, Optional<String>> damage;
    private final Predicate<String> whole;

    /**
     * The check.
     *
     * @param damage why a snapshot is not what was sealed, by its id, as a clause; nothing where no reading found that
     * @param whole whether the store has a root of a snapshot that is whole: one that proves nothing makes nothing stale
     */
    public DataDirectoryCheck(Snapshots snapshots, Function<String, Optional<String>> damage, Predicate<String> whole) {
        this.snapshots = snapshots;
        this.damage = damage;
        this.whole = whole;
    }

    /** The snapshots that an engine could go on with, the newest first. */
    public List<Snapshot> good(Instant now) {
        return good(snapshots.list(), now);
    }

    private List<Snapshot> good(Catalogue there, Instant now) {
        return there.all().stream().filter(snapshot -> isGood(snapshot, now)).toList();
    }

    private boolean isGood(Snapshot snapshot, Instant now) {
        return snapshot.complete()
                && snapshot.damage(false, now).isEmpty()
                && damage.apply(snapshot.id()).isEmpty();
    }

    /**
     * Looks.
     *
     * @param stored ids of the snapshots in the store
     * @param owner uuid of the appliance that the store is of
     * @return nothing where nothing has to be done
     * @throws Failure VOLUME_UNUSABLE when something of it cannot be read; CONFIGURATION_INVALID when a snapshot is of another
     *     appliance
     */
    public Optional<RebuildReason> look(List<String> stored, String owner, Instant now) {
        Path directory = snapshots.directory();
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return reason(DirectoryState.NEW, "there is no " + directory);
        }
        Catalogue there = snapshots.list();
        there.strays().forEach(stray -> requireVisible(directory.resolve(stray)));
        for (Snapshot snapshot : there.all()) {
            requireReadable(snapshot);
            requireOwn(snapshot, owner);
        }
        List<Snapshot> good = good(there, now);
        if (good.isEmpty()) {
            return there.all().isEmpty() && !hasCurrent(directory)
                    ? reason(DirectoryState.EMPTY, directory + " has no snapshot")
                    : withoutGood(there, now);
        }
        return withGood(there, good, stored);
    }

    private Optional<RebuildReason> withoutGood(Catalogue there, Instant now) {
        Optional<Snapshot> newest = there.all().stream().findFirst();
        return newest.filter(Snapshot::complete)
                .filter(snapshot -> snapshot.damage(false, now).isEmpty())
                .flatMap(this::damaged)
                .or(() -> reason(
                        DirectoryState.BROKEN,
                        "none of its " + there.all().size() + " snapshot folders is a complete snapshot"));
    }

    private Optional<RebuildReason> damaged(Snapshot snapshot) {
        return damage.apply(snapshot.id())
                .flatMap(why -> reason(DirectoryState.DAMAGED, snapshot.id() + " is damaged: " + why));
    }

    private Optional<RebuildReason> withGood(Catalogue there, List<Snapshot> good, List<String> stored) {
        String newest = good.get(0).id();
        Optional<String> newer = stored.stream()
                .filter(id -> id.compareTo(newest) > 0)
                .sorted(Comparator.reverseOrder())
                .filter(whole)
                .findFirst();
        Optional<RebuildReason> damaged = there.all().stream()
                .filter(snapshot -> snapshot.complete() && snapshot.id().compareTo(newest) > 0)
                .flatMap(snapshot -> damaged(snapshot).stream())
                .findFirst();
        // Where 'current' names the newest good one, and the store has none newer, a rebuild could change nothing.
        if (damaged.isPresent() && (newer.isPresent() || !good.get(0).current())) {
            return damaged;
        }
        if (newer.isPresent()) {
            return reason(
                    DirectoryState.STALE,
                    "its newest good snapshot is " + newest + ", and the store has " + newer.get());
        }
        return good.get(0).current()
                ? Optional.empty()
                : reason(DirectoryState.BROKEN, "'current' does not name its newest good snapshot");
    }

    private static boolean hasCurrent(Path directory) {
        return Files.exists(directory.resolve("current"), LinkOption.NOFOLLOW_LINKS);
    }

    /** What cannot be read now would look like a snapshot that is broken. */
    private static void requireReadable(Snapshot snapshot) {
        Path folder = snapshot.directory();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> {});
            for (String name : List.of("version", "uuid", "incomplete")) {
                readIfThere(folder.resolve(name));
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, e.getCause());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A snapshot whose folder cannot be looked at counts as none in the catalogue. */
    private static void requireVisible(Path place) {
        try {
            Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            // It is not there any more.
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    private static void readIfThere(Path file) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile() && found.size() <= LONGEST) {
                SmallFile.read(file, LONGEST);
            }
        } catch (NoSuchFileException none) {
            // It is missing, and not unreadable.
        }
    }

    private static void requireOwn(Snapshot snapshot, String owner) {
        Optional<String> uuid = Snapshots.uuid(snapshot).map(text -> text.toLowerCase(Locale.ROOT));
        if (uuid.isPresent() && !uuid.get().equals(owner.toLowerCase(Locale.ROOT))) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "nothing is replaced: snapshot " + snapshot.id() + " is of the appliance " + uuid.get()
                            + ", and the store of " + PlainText.of(owner),
                    "Check data.directory and archive.store.");
        }
    }

    private static Failure unreadable(Path path, IOException cause) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "nothing is replaced: cannot read " + path + ": " + FileError.words(cause),
                "Check that the volume is mounted and readable for this user.",
                cause);
    }

    private static Optional<RebuildReason> reason(DirectoryState state, String detail) {
        return Optional.of(new RebuildReason(state, detail));
    }
}
