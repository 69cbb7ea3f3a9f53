package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The catalogue of the data directory. */
public final class Snapshots {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern ID_FORM = Pattern.compile("\\d{8}T\\d{6}");
    private static final Pattern VERSION_FORM = Pattern.compile("v?\\d+\\.\\d+(\\.\\S+)?");
    private static final int LONGEST_VERSION = 64;

    private final Path directory;

    public Snapshots(DataSettings settings) {
        this.directory = settings.directory();
    }

    /**
     * Makes the data directory where it is missing.
     *
     * <p>Only the last folder, never the way to it: a missing parent means that the volume is not mounted, and backups
     * would fill the machine's own disk instead.
     *
     * @throws Failure VOLUME_UNUSABLE when it is not there and cannot be made
     */
    public void prepare() {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot make the data directory " + directory + ": " + e,
                    "Check that the volume is mounted at " + directory.getParent() + " and writable for this user.",
                    e);
        }
    }

    /** A name for a snapshot begun now: the time in UTC, or the next second that is still free. */
    public String freeId(Instant now) {
        Instant candidate = now;
        while (Files.exists(directory.resolve(ID.format(candidate)), LinkOption.NOFOLLOW_LINKS)) {
            candidate = candidate.plusSeconds(1);
        }
        return ID.format(candidate);
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
            throw unproven(id, "'current' names " + currentId().orElse("nothing"));
        }
        return snapshot;
    }

    /** The snapshot of that name, whatever its state. */
    public Optional<Snapshot> find(String id) {
        Path path = directory.resolve(id);
        if (!ID_FORM.matcher(id).matches() || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(new Snapshot(
                id,
                path,
                !Files.exists(path.resolve("incomplete"), LinkOption.NOFOLLOW_LINKS),
                currentId().equals(Optional.of(id)),
                version(path.resolve("version"))));
    }

    /** All of them, the newest first. */
    public List<Snapshot> all() {
        List<Snapshot> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (Path entry : entries) {
                find(entry.getFileName().toString()).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot list the snapshots in " + directory + ": " + e,
                    "Check that the volume is mounted and readable for this user.",
                    e);
        }
        found.sort(Comparator.comparing(Snapshot::id).reversed());
        return found;
    }

    /**
     * Names that begin with a digit and are no snapshots, in their order. backup-utils counts each of them when it prunes,
     * so that each pushes a snapshot out.
     */
    public List<String> strays() {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!ID_FORM.matcher(name).matches() || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(name);
                }
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot list the snapshots in " + directory + ": " + e,
                    "Check that the volume is mounted and readable for this user.",
                    e);
        }
        Collections.sort(found);
        return found;
    }

    private Optional<String> currentId() {
        try {
            Path target = Files.readSymbolicLink(directory.resolve("current"));
            return Optional.of(target.getFileName().toString());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> version(Path file) {
        try (var stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(stream.readNBytes(LONGEST_VERSION), StandardCharsets.UTF_8).strip();
            return VERSION_FORM.matcher(text).matches() ? Optional.of(text) : Optional.empty();
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
