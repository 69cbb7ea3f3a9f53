package io.ghekeeper.repository;

import io.ghekeeper.archive.ArchivedFolder;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.repository.FoundRepository.SnapshotPlace;
import io.ghekeeper.repository.RepositoryExport.RepositorySource;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The repositories of a snapshot in the store. Its lists say which there are. Names are content: to find one, the name of every
 * repository is read, and all packs that have one are. Memory grows with the number of repositories.
 */
public final class ArchivedRepositories {
    private final ArchivedFolder archive;
    private final String snapshot;
    private final Consumer<String> warnings;

    /** What the lists say of a repository. */
    private static final class ListedRepository {
        private final RepositoryPlace place;
        private Optional<String> nameDigest = Optional.empty();
        private long bytes;
        private Instant modified = Instant.EPOCH;

        ListedRepository(RepositoryPlace place) {
            this.place = place;
        }
    }

    /**
     * Those of one snapshot.
     *
     * @param archive stays the caller's to close
     * @param warnings gets a sentence for what cannot be read
     */
    public ArchivedRepositories(ArchivedFolder archive, String snapshot, Consumer<String> warnings) {
        this.archive = archive;
        this.snapshot = snapshot;
        this.warnings = warnings;
    }

    /**
     * Those that fit, by path.
     *
     * @throws Failure as {@link ArchivedFolder} does
     */
    public List<FoundRepository> find(RepositoryQuery query) {
        Map<String, ListedRepository> all = new TreeMap<>();
        Set<String> wikis = new HashSet<>();
        archive.entries(RepositoryPlace.ALL, entry -> list(entry, query, all, wikis))
                .forEach(warnings);
        Map<String, RepositoryName> names = names(all);
        List<FoundRepository> found = new ArrayList<>();
        for (ListedRepository one : all.values()) {
            Optional<RepositoryName> name = one.nameDigest.map(names::get);
            if (query.fits(one.place, name)) {
                boolean wiki = wikis.contains(one.place.folder() + "/" + one.place.wikiName());
                found.add(new FoundRepository(
                        snapshot, SnapshotPlace.STORE, one.place, name, one.bytes, one.modified, wiki));
            }
        }
        return List.copyOf(found);
    }

    private static void list(
            SealEntry entry, RepositoryQuery query, Map<String, ListedRepository> all, Set<String> wikis) {
        String path = entry.path();
        int end = path.indexOf(".git/");
        String repository = end < 0 ? path : path.substring(0, end + ".git".length());
        if (entry.facts().isFolder() && path.endsWith(".wiki.git")) {
            wikis.add(path);
        }
        Optional<RepositoryPlace> place =
                RepositoryPlace.of(repository).filter(one -> query.isName() || query.fits(one, Optional.empty()));
        if (place.isEmpty()) {
            return;
        }
        ListedRepository listed = all.computeIfAbsent(repository, none -> new ListedRepository(place.get()));
        if (!entry.facts().isFolder()) {
            listed.bytes += entry.facts().size();
            Instant time = entry.facts().modified();
            listed.modified = time.isAfter(listed.modified) ? time : listed.modified;
        }
        if (entry.facts().isFile()
                && entry.facts().size() <= RepositoryName.LONGEST
                && path.equals(repository + "/" + RepositoryPlace.NAME_FILE)) {
            listed.nameDigest = entry.digest().map(HexFormat.of()::formatHex);
        }
    }

    private Map<String, RepositoryName> names(Map<String, ListedRepository> all) {
        Set<String> digests = new HashSet<>();
        all.values().forEach(one -> one.nameDigest.ifPresent(digests::add));
        Map<String, RepositoryName> names = new HashMap<>();
        if (digests.isEmpty()) {
            return names;
        }
        String folder = all.size() == 1 ? all.values().iterator().next().place.folder() : RepositoryPlace.ALL;
        Set<String> lost = archive.fetch(folder, digests, (digest, file) -> {
            try {
                RepositoryName.of(SmallFile.read(file, RepositoryName.LONGEST))
                        .ifPresent(name -> names.put(digest, name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (!lost.isEmpty()) {
            warnings.accept("the names of some repositories of " + snapshot + " cannot be read out of the store");
        }
        return names;
    }

    /**
     * Fetches a repository, its wiki, and what it shares with its network: as on the volume, below a folder that takes the place
     * of the network's. It throws ARCHIVE_DAMAGED when a file of it cannot be read, and what {@link ArchivedFolder} throws.
     */
    public RepositorySource source(RepositoryPlace place, Disk disk) {
        return empty -> {
            fetch(place, disk, empty);
            return empty;
        };
    }

    private void fetch(RepositoryPlace place, Disk disk, Path to) {
        Map<String, List<String>> files = new HashMap<>();
        Set<String> unreadable = archive.entries(place.folder(), entry -> {
            String below = entry.path().equals(place.folder())
                    ? ""
                    : entry.path().substring(place.folder().length() + 1);
            String repository = below.contains("/") ? below.substring(0, below.indexOf('/')) : "";
            if (entry.facts().isFile()
                    && Set.of(place.name(), place.wikiName(), RepositoryPlace.SHARED)
                            .contains(repository)) {
                String digest = HexFormat.of().formatHex(entry.digest().orElseThrow());
                files.computeIfAbsent(digest, none -> new ArrayList<>()).add(below);
            }
        });
        Set<String> lost = archive.fetch(
                place.folder(), files.keySet(), (digest, file) -> write(disk, file, to, files.get(digest)));
        if (!unreadable.isEmpty() || !lost.isEmpty()) {
            throw new Failure(
                    FailureKind.ARCHIVE_DAMAGED,
                    unreadable.isEmpty()
                            ? "the store does not have " + lost.size() + " of " + files.size()
                                    + " contents of the repository in " + snapshot
                            : unreadable.iterator().next(),
                    "Take another snapshot, as ghe-keeper repository find --all lists them. docs/archive.md says what to do"
                            + " with the store.");
        }
    }

    private static void write(Disk disk, Path file, Path to, List<String> paths) {
        try {
            for (String path : paths) {
                Path place = PathBytes.resolve(to, path);
                makeFolders(disk, place.getParent());
                GitFiles.copy(disk, file, place, () -> {});
            }
        } catch (IOException e) {
            throw Unwritable.failure("cannot write into " + to, to, e);
        }
    }

    private static void makeFolders(Disk disk, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolders(disk, folder.getParent());
            disk.createPrivateDirectory(folder);
        }
    }
}
