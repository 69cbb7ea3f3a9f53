package io.ghekeeper.repository;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.repository.FoundRepository.SnapshotPlace;
import io.ghekeeper.repository.RepositoryExport.RepositorySource;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The repositories of a snapshot on the volume. Follows no link. */
public final class VolumeRepositories {
    /** Of a gist's folder, and of a network's: {@code repositories/5/5f/f1/2d/gist}, {@code repositories/5/nw/5f/f1/2d/4}. */
    private static final int DEEPEST = 7;

    private final Snapshot snapshot;
    private final Runnable goOn;

    /** @param goOn is called for each folder; what it throws ends the search */
    @SuppressWarnings("MissingSummary")
    public VolumeRepositories(Snapshot snapshot, Runnable goOn) {
        this.snapshot = snapshot;
        this.goOn = goOn;
    }

    /**
     * Those that fit, by path.
     *
     * @throws Failure VOLUME_UNUSABLE when the snapshot cannot be read
     */
    public List<FoundRepository> find(RepositoryQuery query) {
        List<FoundRepository> found = new ArrayList<>();
        Path all = snapshot.directory().resolve(RepositoryPlace.ALL);
        try {
            if (Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)) {
                search(all, RepositoryPlace.ALL, 1, query, found);
            }
        } catch (IOException e) {
            throw unreadable(snapshot, e);
        }
        found.sort((one, other) -> one.place().path().compareTo(other.place().path()));
        return List.copyOf(found);
    }

    /** Where the files of one are. */
    public RepositorySource source(RepositoryPlace place) {
        return empty -> PathBytes.resolve(snapshot.directory(), place.folder());
    }

    private void search(Path folder, String path, int level, RepositoryQuery query, List<FoundRepository> found)
            throws IOException {
        goOn.run();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                String below = path + "/" + PathBytes.of(entry.getFileName());
                Optional<RepositoryPlace> place = RepositoryPlace.of(below);
                if (place.isPresent()) {
                    add(entry, place.get(), query, found);
                } else if (level < DEEPEST && !below.endsWith(".git")) {
                    search(entry, below, level + 1, query, found);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path folder, RepositoryPlace place, RepositoryQuery query, List<FoundRepository> found)
            throws IOException {
        if (!query.isName() && !query.fits(place, Optional.empty())) {
            return;
        }
        Optional<RepositoryName> name = name(folder);
        if (!query.fits(place, name)) {
            return;
        }
        Usage usage = new Usage();
        Files.walkFileTree(folder, usage);
        found.add(new FoundRepository(
                snapshot.id(),
                SnapshotPlace.VOLUME,
                place,
                name,
                usage.bytes,
                usage.modified,
                Files.isDirectory(folder.resolveSibling(place.wikiName()), LinkOption.NOFOLLOW_LINKS)));
    }

    private static Optional<RepositoryName> name(Path repository) {
        if (!Files.isDirectory(repository.resolve("info"), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return RepositoryName.of(
                    SmallFile.read(repository.resolve(RepositoryPlace.NAME_FILE), RepositoryName.LONGEST));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    static Failure unreadable(Snapshot snapshot, IOException e) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                "cannot read the repositories of " + snapshot.directory() + ": " + FileError.words(e),
                "Check that the snapshot is still there: ghe-keeper snapshots. Else see dmesg for errors of the volume.",
                e);
    }

    private final class Usage extends SimpleFileVisitor<Path> {
        private long bytes;
        private Instant modified = Instant.EPOCH;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            goOn.run();
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            Instant time = attributes.lastModifiedTime().toInstant();
            modified = time.isAfter(modified) ? time : modified;
            return FileVisitResult.CONTINUE;
        }
    }
}
