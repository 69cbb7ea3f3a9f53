package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.ReleaseText;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** The snapshots of a data directory. */
public final class Snapshots {
    private static final Pattern ID_FORM = Pattern.compile("\\d{8}T\\d{6}");
    private static final Pattern VERSION_FORM = Pattern.compile("v?" + ReleaseText.REGEX);
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F-]{32,36}");
    private static final int LONGEST_LINE = 64;

    private final Path directory;
    private final DataDirectory data;
    private final Disk disk;

    public Snapshots(DataSettings settings, Disk disk) {
        this.directory = settings.directory();
        this.data = new DataDirectory(directory);
        this.disk = disk;
    }

    /** Where they are. */
    public Path directory() {
        return directory;
    }

    /**
     * Makes the data directory where it is missing.
     *
     * <p>Only the last folder, never the way to it: a missing parent means that the volume is not mounted, and backups
     * would fill the machine's own disk instead.
     *
     * @throws Failure VOLUME_UNUSABLE, VOLUME_FULL or VOLUME_OUT_OF_INODES when it is not there and cannot be made
     */
    public void prepare() {
        try {
            if (!Files.isDirectory(directory)) {
                disk.createDirectory(directory);
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot make the data directory " + directory, directory, e);
        }
    }

    /**
     * A name for a snapshot begun now: the time in UTC, or the second after the newest that there is. Names by the local
     * time of another machine are hours ahead. A name further ahead comes from no clock, and is not followed. Pruning goes
     * by name, and is then set to keep as many more.
     */
    public String freeId(Instant now) {
        Catalogue there = list();
        String byClock = Snapshot.id(now);
        String id = there.counted().stream()
                .filter(Snapshots::isId)
                .flatMap(name -> Snapshot.time(name).stream())
                .filter(time -> !Snapshot.isAhead(time, now))
                .max(Comparator.naturalOrder())
                .map(time -> Snapshot.id(time.plusSeconds(1)))
                .filter(next -> next.compareTo(byClock) > 0)
                .orElse(byClock);
        while (there.has(id)) {
            id = Snapshot.id(Snapshot.time(id).orElseThrow().plusSeconds(1));
        }
        return id;
    }

    /**
     * The snapshot that an engine says it made.
     *
     * @throws Failure CAPTURE_UNPROVEN when it is not there, not complete, or not the current one
     */
    public Snapshot completed(String id) {
        Snapshot snapshot = find(id).orElseThrow(() -> unproven(id, "there is no such directory"));
        if (!snapshot.complete()) {
            throw unproven(id, "it is still marked incomplete");
        }
        if (!snapshot.current()) {
            throw unproven(id, "'current' names " + data.currentId().orElse("nothing"));
        }
        return snapshot;
    }

    /**
     * Lists the data directory.
     *
     * @throws Failure VOLUME_UNUSABLE when it cannot be read
     */
    public Catalogue list() {
        return new Catalogue(data);
    }

    /**
     * Removes what is left of a fetch that did not come to its end; nothing where there is nothing. The caller holds the lease of
     * the keep lane, and nothing fetches there.
     *
     * @throws Failure VOLUME_UNUSABLE with the reason; what is left can be removed by another call
     */
    public void removeUnfinishedFetch(String id, RemovalProgress progress) {
        Path folder = FetchLeftover.unfinished(directory, id);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (SecureDirectoryStream<Path> open = data.open();
                TreeRemoval removal = new TreeRemoval(disk, open, progress)) {
            removal.remove(folder.getFileName());
            disk.sync(directory);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot remove " + folder + ": " + FileError.words(e),
                    "Delete it by hand: rm -r " + folder,
                    e);
        }
    }

    /** The snapshot of that name, whatever its state. Reads no other one. */
    Optional<Snapshot> find(String id) {
        return read(directory, id, data.currentId());
    }

    static Optional<Snapshot> read(Path directory, String id, Optional<String> current) {
        // Asked first: not every name that a folder can have here can be made a path again.
        if (!isId(id)) {
            return Optional.empty();
        }
        Path path = directory.resolve(id);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(new Snapshot(
                id,
                path,
                !hasMark(path),
                current.equals(Optional.of(id)),
                line(path.resolve("version"), VERSION_FORM)));
    }

    /** The uuid of the appliance that a snapshot is of, as it says itself. */
    public static Optional<String> uuid(Snapshot snapshot) {
        return line(snapshot.directory().resolve("uuid"), UUID_FORM);
    }

    /** Whether a name has the form of an id, as {@code 20260131T031700}. */
    public static boolean isId(String name) {
        return ID_FORM.matcher(name).matches();
    }

    /** Whether this is a folder with the mark of an incomplete snapshot, whatever its name is. */
    public static boolean isIncomplete(Path folder) {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && hasMark(folder);
    }

    private static boolean hasMark(Path folder) {
        return Files.exists(folder.resolve("incomplete"), LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<String> line(Path file, Pattern form) {
        try {
            String text = new String(SmallFile.read(file, LONGEST_LINE), StandardCharsets.UTF_8).strip();
            return form.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static Failure unproven(String id, String why) {
        return new Failure(
                FailureKind.CAPTURE_UNPROVEN,
                "ghe-backup ended with 0, but snapshot " + id + " is not proven complete: " + why,
                "Read what it printed in the run's log; the snapshot is not counted as good.");
    }
}
