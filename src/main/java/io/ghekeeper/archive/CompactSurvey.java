package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.CompactPlan.PassedPack;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedPart;
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
import java.util.TreeMap;

/**
 * Finds the packs that are mostly dead: the lists of all kept snapshots, beside what the volume knows of packs. A snapshot that
 * is not on the volume has its lists in the store. Memory grows with the number of packs and lists.
 */
final class CompactSurvey implements AutoCloseable {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;
    private static final String ON_VOLUME = "a";
    private static final String IN_STORE = "b";

    private final ArchiveSetting setting;
    private final ArchiveState state;
    private final ObjectReader objects;
    private final WorkFolder work;
    private final int lanes;
    private final List<CompactedSnapshot> snapshots = new ArrayList<>();
    private final TreeMap<String, NamedPack> packs = new TreeMap<>();
    private final Set<String> lists = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private final List<PassedPack> passedOver = new ArrayList<>();
    private Path needs;

    /**
     * A snapshot that the store keeps.
     *
     * @param content where it is whole on the volume
     * @param tree where it is read out of the store; nothing where it is on the volume, or cannot be read
     */
    record CompactedSnapshot(KeptRoot root, Optional<SealedContent> content, Optional<ArchivedTree> tree) {
        String id() {
            return root.snapshot();
        }
    }

    CompactSurvey(ArchiveSetting setting, ArchiveState state, ObjectReader objects, int lanes) {
        this.setting = setting;
        this.state = state;
        this.objects = objects;
        this.work = objects.work();
        this.lanes = lanes;
    }

    /**
     * Does it.
     *
     * @param roots of all snapshots that the store keeps
     * @param volume good snapshots on the volume, by their ids
     * @param readable whether the store's lists can be read
     */
    void read(List<KeptRoot> roots, Map<String, Snapshot> volume, boolean readable, DeadPacks dead)
            throws IOException, InterruptedException {
        LineSorter contents = new LineSorter(work, BUDGET);
        for (KeptRoot root : roots) {
            Optional<SealedContent> content =
                    Optional.ofNullable(volume.get(root.snapshot())).flatMap(snapshot -> sealed(root, snapshot));
            snapshots.add(new CompactedSnapshot(root, content, Optional.empty()));
            if (content.isPresent()) {
                addVolume(content.get(), contents);
            }
        }
        for (int at = 0; at < snapshots.size(); at++) {
            CompactedSnapshot one = snapshots.get(at);
            if (one.content().isEmpty() && readable) {
                Optional<ArchivedTree> tree = tree(one.root(), contents);
                snapshots.set(at, new CompactedSnapshot(one.root(), Optional.empty(), tree));
            }
            addPacks(at);
        }
        if (readable) {
            objects.requireIdentityFits();
        }
        needs = contents.sortedFile();
        weigh();
        addLeft();
        passedOver.addAll(new PackChoice(setting.store(), dead).choose(packs.values(), objects.progress()));
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

    private void addVolume(SealedContent content, LineSorter contents) throws IOException {
        try (ContentUnits units = content.units()) {
            for (Optional<ContentUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                objects.progress().requireGoOn();
                if (lists.add(unit.get().list())) {
                    try (ContentEntries entries = content.entries(unit.get().list())) {
                        for (; !entries.isAtEnd(); entries.next()) {
                            add(entries.line(), contents);
                        }
                    }
                }
            }
        }
    }

    private static void add(String line, LineSorter contents) throws IOException {
        int digest = ContentEntries.digestBegin(line);
        if (digest > 0) {
            int size = ContentEntries.sizeBegin(line);
            contents.add(
                    line.substring(digest) + " " + ON_VOLUME + " " + line.substring(size, line.indexOf(' ', size)));
        }
    }

    /** Nothing where a part of it cannot be read: then it is not known what it needs. */
    private Optional<ArchivedTree> tree(KeptRoot root, LineSorter contents) throws IOException, InterruptedException {
        ArchivedTree tree = null;
        try {
            tree = ArchivedTree.open(objects, root.stored().root(), lanes);
            try (ManifestReader units = tree.units()) {
                for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                    addStored(tree, unit.get(), contents);
                }
            }
            return Optional.of(tree);
        } catch (UnreadableObjectException e) {
            setting.warnings().accept("the packs of " + root.snapshot() + " stay as they are: " + e.getMessage());
            if (tree != null) {
                tree.close();
            }
            return Optional.empty();
        }
    }

    private void addStored(ArchivedTree tree, ArchivedUnit unit, LineSorter contents) throws IOException {
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

    private void addPacks(int place) throws IOException {
        CompactedSnapshot one = snapshots.get(place);
        try (LineCursor rows = new SortedLines(one.root().stored().rows())) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row)) {
                    NamedPack pack = packs.computeIfAbsent(row.sha256(), none -> new NamedPack(row));
                    pack.snapshots.set(place);
                    pack.judged &= one.content().isPresent() || one.tree().isPresent();
                }
            }
        }
    }

    /** What is alive in each pack. */
    private void weigh() throws IOException {
        try (NeededContents needed = new NeededContents(needs);
                LineCursor contents = state.lines(StateTable.CONTENTS)) {
            for (; !contents.isAtEnd(); contents.next()) {
                PackedPart held = PackedPart.parse(contents.peek());
                NamedPack pack = packs.get(held.pack());
                if (pack != null) {
                    pack.add(needed.length(held));
                }
            }
        }
    }

    /** What only earlier roots name, as a killed run leaves it: nothing new is to rely on it. */
    private void addLeft() throws IOException {
        for (CompactedSnapshot one : snapshots) {
            for (StoreRoots.StoreRoot root : one.root().earlier()) {
                try {
                    StoreRoots.read(setting.store(), root, work, row -> {
                        if (ArchivedTree.isPack(row) && !packs.containsKey(row.sha256())) {
                            left.add(row.sha256());
                        }
                    });
                } catch (RootReader.DamagedRootException damaged) {
                    // It names nothing.
                }
            }
        }
    }

    /** SHA-256 of each pack that is rewritten. */
    Set<String> chosen() {
        Set<String> chosen = new HashSet<>();
        packs.values().stream().filter(pack -> pack.chosen).forEach(pack -> chosen.add(pack.row.sha256()));
        return chosen;
    }

    /** Those that no root needs which counts. */
    Set<String> left() {
        return left;
    }

    NamedPack pack(String sha256) {
        return packs.get(sha256);
    }

    /** Those that need one of the packs that are rewritten, the newest first. */
    List<CompactedSnapshot> affected() {
        List<CompactedSnapshot> affected = new ArrayList<>();
        for (int at = snapshots.size() - 1; at >= 0; at--) {
            int place = at;
            if (packs.values().stream().anyMatch(pack -> pack.chosen && pack.snapshots.get(place))) {
                affected.add(snapshots.get(at));
            }
        }
        return affected;
    }

    CompactPlan plan() throws IOException {
        Set<String> chosen = chosen();
        MovedContents moved = MovedContents.find(needs, state, chosen);
        List<CompactedSnapshot> affected = affected();
        long newPacks = moved.newPacks();
        long downloads = 0;
        for (String pack : moved.downloads()) {
            downloads += packs.get(pack).row.length();
        }
        return new CompactPlan(
                setting.options().store(),
                packs.values().stream()
                        .filter(pack -> pack.chosen)
                        .map(NamedPack::dead)
                        .toList(),
                passedOver,
                packs.values().stream().filter(pack -> !pack.judged).count(),
                packs.values().stream()
                        .filter(pack -> pack.judged && !pack.isKnown())
                        .count(),
                affected.stream()
                        .filter(one -> one.content().isPresent())
                        .map(CompactedSnapshot::id)
                        .toList(),
                affected.stream()
                        .filter(one -> one.tree().isPresent())
                        .map(CompactedSnapshot::id)
                        .toList(),
                moved.files(),
                moved.bytes(),
                newPacks,
                newPacks + 2L * affected.size(),
                moved.downloads().size(),
                downloads);
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
