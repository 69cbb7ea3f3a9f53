package io.ghekeeper.seal;

import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.FileSystemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares one unit of one snapshot with its seal. */
final class UnitLooks {
    private final SealFiles files;
    private final FileSystemIdentity fileSystem;
    private final List<Path> folders;
    private final TreeReaders threads;
    private final SealProgress progress;
    private final ListStore lists;
    private final ListStore inodes;
    private long read;
    private long bytes;

    /** @param folders of all snapshots, which may share what is damaged */
    @SuppressWarnings("MissingSummary")
    UnitLooks(
            SealFiles files,
            FileSystemIdentity fileSystem,
            List<Path> folders,
            TreeReaders threads,
            SealProgress progress) {
        this.files = files;
        this.fileSystem = fileSystem;
        this.folders = folders;
        this.threads = threads;
        this.progress = progress;
        this.lists = files.units();
        this.inodes = files.inodes();
    }

    /**
     * What was found.
     *
     * @param found how many differences there are
     * @param first the first of them
     * @param shared how many of the damaged files other snapshots have
     */
    record UnitFindings(long found, List<Difference> first, Map<String, Long> shared) {}

    /**
     * Compares it.
     *
     * @param known a version of the unit whose files need not be read where the snapshots share them
     * @throws IOException when the seal cannot be read
     * @throws io.ghekeeper.failure.Failure of a VOLUME kind when the damaged files cannot be listed
     */
    UnitFindings look(UnitVersion version, Optional<UnitVersion> known) throws IOException, InterruptedException {
        Snapshot snapshot = version.snapshot();
        Differences differences = new Differences(found -> {});
        List<Path> others = folders.stream()
                .filter(folder -> !folder.equals(snapshot.directory()))
                .toList();
        DamageListWriter damaged = files.damaged().begin(snapshot.id());
        SharedDamage shared = new SharedDamage(others, damaged);
        try (SealUnits seal = units(version);
                KnownDigests digests = digests(known, version)) {
            TreeVerification verification = new TreeVerification(
                    snapshot.directory(),
                    TreePart.of(version.unit()),
                    seal,
                    known.map(from ->
                            new TreeVerification.EarlierReading(from.snapshot().directory(), digests)),
                    lists,
                    threads,
                    differences,
                    shared,
                    progress);
            verification.run();
            read += verification.files();
            bytes += verification.bytes();
        } catch (UnreadableEntry e) {
            throw new IllegalStateException("a difference, and no failure", e);
        }
        files.damaged().add(damaged, snapshot, shared.files().keySet());
        return new UnitFindings(differences.found(), differences.first(), shared.files());
    }

    private SealUnits units(UnitVersion version) throws IOException {
        return version.unit().equals(UnitPath.TOP)
                ? SealIndex.open(files, version.snapshot().id())
                : new OneUnit(version.unit(), version.sums());
    }

    private KnownDigests digests(Optional<UnitVersion> known, UnitVersion version) throws IOException {
        boolean same = known.filter(
                        from -> from.snapshot().id().equals(version.snapshot().id()))
                .isPresent();
        return new KnownDigests(known.isPresent() ? lookup(known.get()) : NONE, same, lists, inodes);
    }

    private UnitLookup lookup(UnitVersion version) throws IOException {
        if (!version.unit().equals(UnitPath.TOP)) {
            return new OneUnit(version.unit(), version.sums());
        }
        Optional<SealIndex> index;
        try {
            index = SealIndex.open(files, version.snapshot().id(), fileSystem);
        } catch (IOException withoutInodes) {
            index = Optional.empty();
        }
        return index.isPresent() ? index.get() : NONE;
    }

    private static final UnitLookup NONE = new UnitLookup() {
        @Override
        public Optional<UnitSums> find(String unit) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };

    /** How many files' content was compared. */
    long files() {
        return read;
    }

    long bytes() {
        return bytes;
    }
}
