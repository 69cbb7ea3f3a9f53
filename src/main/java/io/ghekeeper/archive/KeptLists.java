package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.CompactPlan.LeftOutReason;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.ContentUnits;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the lists of all snapshots that a store keeps: on the volume, else out of the store, each list once. Memory grows with the
 * number of lists.
 */
final class KeptLists implements AutoCloseable {
    private static final String ON_VOLUME = "a";
    private static final String IN_STORE = "b";

    private final ArchiveSetting setting;
    private final ObjectReader objects;
    private final int lanes;
    private final StoreDoubts doubts;
    private final LineSorter contents;
    private final List<CompactedSnapshot> snapshots = new ArrayList<>();
    private final Set<String> lists = new HashSet<>();

    KeptLists(ArchiveSetting setting, ObjectReader objects, int lanes) {
        this.setting = setting;
        this.objects = objects;
        this.lanes = lanes;
        this.doubts = new StoreDoubts(setting);
        this.contents = new LineSorter(objects.work(), ArchiveSetting.SORTED_IN_MEMORY);
    }

    /** What was read so far, in the order of the roots. */
    List<CompactedSnapshot> snapshots() {
        return snapshots;
    }

    /**
     * Reads them.
     *
     * @param volume good snapshots on the volume, by their ids
     * @param readable whether the store's lists can be read
     * @return what snapshots need that are not left out: see {@link NeededContents}
     */
    Path read(List<KeptRoot> roots, Map<String, Snapshot> volume, boolean readable)
            throws IOException, InterruptedException {
        for (KeptRoot root : roots) {
            snapshots.add(onVolume(root, Optional.ofNullable(volume.get(root.snapshot()))));
        }
        for (int at = 0; at < snapshots.size(); at++) {
            CompactedSnapshot one = snapshots.get(at);
            if (one.content().isEmpty() && one.leftOut().isEmpty()) {
                snapshots.set(
                        at, readable ? inStore(one.root()) : one.without(leftOut(one.id(), LeftOutReason.UNREAD)));
            }
        }
        if (readable) {
            objects.requireIdentityFits();
        }
        return contents.sortedFile();
    }

    private static LeftOutSnapshot leftOut(String snapshot, LeftOutReason reason) {
        return new LeftOutSnapshot(snapshot, reason, Optional.empty());
    }

    private CompactedSnapshot onVolume(KeptRoot root, Optional<Snapshot> snapshot) throws IOException {
        Optional<LeftOutSnapshot> doubt = doubts.of(root.snapshot());
        Optional<SealedContent> content =
                snapshot.filter(there -> doubt.isEmpty()).flatMap(there -> sealed(root, there));
        if (content.isPresent()) {
            addVolume(content.get());
        }
        return new CompactedSnapshot(root, content, Optional.empty(), doubt);
    }

    /** Its seal must be of what the root says: another seal may be of damaged files. */
    private Optional<SealedContent> sealed(KeptRoot root, Snapshot snapshot) {
        SealedContent content = new SealedContent(setting.stateDirectory(), setting.disk(), snapshot);
        long entries = 0;
        long bytes = 0;
        Instant sealedAt;
        try (ContentUnits units = content.units()) {
            sealedAt = units.sealedAt();
            for (Optional<ContentUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                entries += unit.get().entries();
                bytes += unit.get().bytes();
            }
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.SEAL_MISSING && failure.kind() != FailureKind.SEAL_DAMAGED) {
                throw failure;
            }
            return Optional.empty();
        }
        RootFacts facts = root.stored().facts();
        boolean same = sealedAt.equals(facts.sealedAt()) && entries == facts.entries() && bytes == facts.bytes();
        return same ? Optional.of(content) : Optional.empty();
    }

    private void addVolume(SealedContent content) throws IOException {
        try (ContentUnits units = content.units()) {
            for (Optional<ContentUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                objects.progress().requireGoOn();
                if (lists.add(unit.get().list())) {
                    try (ContentEntries entries = content.entries(unit.get().list())) {
                        for (; !entries.isAtEnd(); entries.next()) {
                            add(entries.line());
                        }
                    }
                }
            }
        }
    }

    private void add(String line) throws IOException {
        int digest = ContentEntries.digestBegin(line);
        if (digest > 0) {
            int size = ContentEntries.sizeBegin(line);
            contents.add(
                    line.substring(digest) + " " + ON_VOLUME + " " + line.substring(size, line.indexOf(' ', size)));
        }
    }

    /** Where a part of it cannot be read, it is not known what it needs. */
    private CompactedSnapshot inStore(KeptRoot root) throws IOException, InterruptedException {
        ArchivedTree tree = null;
        try {
            tree = ArchivedTree.open(objects, root.stored().root(), lanes);
            try (ManifestReader units = tree.units()) {
                for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                    addStored(tree, unit.get());
                }
            }
            return new CompactedSnapshot(root, Optional.empty(), Optional.of(tree), Optional.empty());
        } catch (UnreadableObjectException e) {
            if (tree != null) {
                tree.close();
            }
            return new CompactedSnapshot(
                    root,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new LeftOutSnapshot(
                            root.snapshot(), LeftOutReason.UNREADABLE, Optional.of(e.getMessage()))));
        }
    }

    private void addStored(ArchivedTree tree, ArchivedUnit unit) throws IOException {
        objects.progress().requireGoOn();
        if (lists.contains(unit.place().list())) {
            return;
        }
        try (UnitListReader entries = tree.entries(unit)) {
            for (Optional<SealEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get().digest().isPresent()) {
                    String digest =
                            HexFormat.of().formatHex(entry.get().digest().get());
                    contents.add(
                            digest + " " + IN_STORE + " " + entry.get().facts().size());
                }
            }
        }
        lists.add(unit.place().list());
    }

    @Override
    public void close() throws IOException {
        for (CompactedSnapshot one : snapshots) {
            if (one.tree().isPresent()) {
                one.tree().get().close();
            }
        }
    }
}
