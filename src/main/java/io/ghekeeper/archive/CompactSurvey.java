package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.archive.CompactPlan.PassedPack;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the packs that are mostly dead: the lists of all kept snapshots, beside what the volume knows of packs. A snapshot that
 * is not on the volume has its lists in the store.
 */
final class CompactSurvey implements AutoCloseable {
    private final ArchiveSetting setting;
    private final ArchiveState state;
    private final ObjectReader objects;
    private final KeptLists lists;
    private final Set<String> left = new HashSet<>();
    private final List<PassedPack> passedOver = new ArrayList<>();
    private Path needs;
    private NamedPacks packs;

    CompactSurvey(ArchiveSetting setting, ArchiveState state, ObjectReader objects, int lanes) {
        this.setting = setting;
        this.state = state;
        this.objects = objects;
        this.lists = new KeptLists(setting, objects, lanes);
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
        needs = lists.read(roots, volume, readable);
        packs = new NamedPacks(snapshots());
        packs.weigh(needs, state, snapshots());
        addLeft();
        passedOver.addAll(new PackChoice(setting.store(), dead).choose(packs.all(), objects.progress()));
    }

    private List<CompactedSnapshot> snapshots() {
        return lists.snapshots();
    }

    /** What only earlier roots name, as a killed run leaves it: nothing new is to rely on it. */
    private void addLeft() throws IOException {
        for (CompactedSnapshot one : snapshots()) {
            for (StoreRoots.StoreRoot root : one.root().earlier()) {
                try {
                    StoreRoots.read(setting.store(), root, objects.work(), row -> {
                        if (ArchivedTree.isPack(row) && !packs.has(row.sha256())) {
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
        return packs.chosen();
    }

    /** Those that no root needs which counts. */
    Set<String> left() {
        return left;
    }

    /** A pack; null where no root names it which counts. */
    NamedPack pack(String sha256) {
        return packs.get(sha256);
    }

    /** Those that need one of the packs that are rewritten, the newest first. */
    List<CompactedSnapshot> affected() {
        List<CompactedSnapshot> affected = new ArrayList<>();
        for (int place = snapshots().size() - 1; place >= 0; place--) {
            if (packs.isChosen(place)) {
                affected.add(snapshots().get(place));
            }
        }
        return affected;
    }

    CompactPlan plan() throws IOException {
        MovedContents moved = MovedContents.find(needs, state, chosen());
        List<CompactedSnapshot> affected = affected();
        return new CompactPlan(
                setting.options().store(),
                packs.all().stream()
                        .filter(pack -> pack.chosen)
                        .map(NamedPack::dead)
                        .toList(),
                passedOver,
                count(pack -> !pack.judged),
                count(pack -> pack.judged && !pack.isKnown()),
                ids(affected, one -> one.content().isPresent()),
                ids(affected, one -> one.tree().isPresent()),
                leftOut(),
                moved.files(),
                moved.bytes(),
                moved.newPacks(),
                furtherBytes(affected),
                moved.newPacks() + 2L * affected.size(),
                moved.downloads().size(),
                moved.downloads().stream()
                        .mapToLong(pack -> pack(pack).row.length())
                        .sum());
    }

    private long count(Predicate<NamedPack> which) {
        return packs.all().stream().filter(which).count();
    }

    private static List<String> ids(List<CompactedSnapshot> some, Predicate<CompactedSnapshot> which) {
        return some.stream().filter(which).map(CompactedSnapshot::id).toList();
    }

    /** The newest first. */
    private List<LeftOutSnapshot> leftOut() {
        List<LeftOutSnapshot> left = new ArrayList<>();
        snapshots().forEach(one -> one.leftOut().ifPresent(reason -> left.add(0, reason)));
        return left;
    }

    /** A further manifest and a further root are about as long as those before. */
    private static long furtherBytes(List<CompactedSnapshot> some) throws IOException {
        long bytes = 0;
        for (CompactedSnapshot one : some) {
            bytes += one.root().stored().root().length();
            String manifest = one.root().stored().facts().manifest().text();
            try (LineCursor rows = new SortedLines(one.root().stored().rows())) {
                for (; !rows.isAtEnd(); rows.next()) {
                    bytes += rows.isAt(manifest) ? ObjectRow.parse(rows.peek()).length() : 0;
                }
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        lists.close();
    }
}
