package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.FetchTree.FetchScope;
import io.ghekeeper.archive.LinkableFiles.LinkableSnapshot;
import io.ghekeeper.archive.SnapshotFetch.FetchPlaces;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One fetch of one snapshot into one folder. One thread uses it. */
final class FetchWork implements AutoCloseable {
    private final String snapshotId;
    private final List<StoreRoot> others;
    private final ObjectReader objects;
    private final FetchPlaces places;
    private final FetchMark mark;
    private final FetchFolder folder;
    private final FetchPaths paths;
    private final List<LinkableSnapshot> linkable;
    private final FetchCount count;
    private final List<ArchivedTree> trees = new ArrayList<>();
    private final WantedFiles wanted;
    private final List<LinkableFiles> opened = new ArrayList<>();
    private FetchTree tree;

    private FetchWork(
            String snapshotId,
            List<StoreRoot> others,
            ObjectReader objects,
            FetchPlaces places,
            FetchPaths paths,
            List<LinkableSnapshot> linkable,
            FetchCount count) {
        this.snapshotId = snapshotId;
        this.others = others;
        this.objects = objects;
        this.places = places;
        this.paths = paths;
        this.linkable = linkable;
        this.count = count;
        this.wanted = new WantedFiles(places.work());
        this.mark = new FetchMark(places.disk(), places.folder(), places.owned(), snapshotId, paths);
        this.folder = new FetchFolder(places.disk(), places.folder(), FetchFolder.mayOwn(), objects.progress());
    }

    /** Opens the roots of the snapshot, the latest first. Nothing is written to its folder yet. */
    static FetchWork begin(
            String snapshotId,
            List<StoreRoot> all,
            ObjectReader objects,
            FetchPlaces places,
            FetchPaths paths,
            List<LinkableSnapshot> linkable,
            Consumer<String> warnings)
            throws IOException, InterruptedException {
        List<StoreRoot> own = all.stream()
                .filter(root -> root.snapshot().equals(snapshotId))
                .sorted(Comparator.comparingInt(StoreRoot::number).reversed())
                .toList();
        if (own.isEmpty()) {
            throw StoreRoots.missing(FailureKind.STORE_FAILED, snapshotId);
        }
        List<StoreRoot> others = new ArrayList<>(all);
        others.removeAll(own);
        Collections.reverse(others);
        FetchWork fetch = new FetchWork(snapshotId, others, objects, places, paths, linkable, new FetchCount(warnings));
        boolean begun = false;
        try {
            fetch.openTrees(own);
            begun = true;
            return fetch;
        } finally {
            if (!begun) {
                fetch.close();
            }
        }
    }

    private void openTrees(List<StoreRoot> own) throws IOException, InterruptedException {
        UnreadableObjectException last = null;
        for (StoreRoot root : own) {
            try {
                trees.add(ArchivedTree.open(objects, root, places.lanes()));
            } catch (UnreadableObjectException e) {
                if (root.equals(own.get(0))) {
                    count.unreadable(e);
                } else {
                    count.warn(e.getMessage()); // the latest root is the one that counts
                }
                last = e;
            }
        }
        if (trees.isEmpty() && last != null) {
            throw last;
        }
    }

    /** What its root says. */
    RootFacts facts() {
        return trees.get(0).facts();
    }

    FetchedLists lists() {
        return new FetchedLists(trees.get(0), trees.subList(1, trees.size()));
    }

    boolean setsOwners() {
        return folder.setsOwners();
    }

    /**
     * Fetches all. The folder stays marked as incomplete.
     *
     * @return when each file was proven, and all is on disk
     */
    FetchedSnapshot fetch() throws IOException, InterruptedException {
        mark.put();
        linkable.forEach(other -> opened.add(new LinkableFiles(other, count::warn)));
        tree = new FetchTree(
                new FetchScope(lists(), paths, wanted, count, objects.progress()), folder, opened, places.work());
        tree.make(places.lanes());
        new FetchRoom(snapshotId, places).require(wanted, trees.get(0), tree.packs());
        requireOwners();
        readPacks();
        tree.linkNames();
        requireNothingMissing();
        return result();
    }

    private void requireOwners() {
        if (!folder.setsOwners()) {
            count.warn("only root may set owners: what is fetched belongs to this user");
        }
    }

    private void readPacks() throws IOException, InterruptedException {
        PackFetch packs = new PackFetch(objects, folder, wanted, count, places.lanes());
        packs.read(trees.get(0), tree.packs());
        for (ArchivedTree other : trees.subList(1, trees.size())) {
            readMissing(packs, other);
        }
        for (StoreRoot root : others) {
            if (!packs.isComplete()) {
                try (ArchivedTree other = ArchivedTree.open(objects, root, places.lanes())) {
                    readMissing(packs, other);
                } catch (UnreadableObjectException e) {
                    count.unreadable(e);
                }
            }
        }
        packs.dropUnfinished();
    }

    private void readMissing(PackFetch packs, ArchivedTree other) throws IOException, InterruptedException {
        if (!packs.isComplete()) {
            packs.read(other, FetchedLists.packs(other, packs::isMissing, count, objects.progress()));
        }
    }

    private void requireNothingMissing() throws IOException {
        if (!wanted.isComplete()) {
            wanted.missing(file -> count.missing(Difference.shown(file.entry().path())));
        }
        if (count.missed() > 0) {
            objects.requireIdentityFits();
            count.missing().forEach(path -> count.warn("cannot be had from the store: " + path));
            throw new Failure(
                    FailureKind.ARCHIVE_DAMAGED,
                    Counts.of(count.missed(), "file") + " of snapshot " + snapshotId
                            + " cannot be had from the store; the first: "
                            + String.join(", ", count.missing()),
                    "What was fetched stays in " + places.folder()
                            + ", which is marked incomplete. Find out what else changes"
                            + " the store; when the objects are there again, type the command again: it goes on.");
        }
    }

    private FetchedSnapshot result() {
        RootFacts facts = facts();
        return new FetchedSnapshot(
                snapshotId,
                trees.get(0).root().number(),
                count.entries.get(),
                count.files.get(),
                count.bytes.get(),
                count.linked.get(),
                count.linkedBytes.get(),
                count.kept.get(),
                count.fetchedBytes.get(),
                count.packs.get(),
                count.leftOut.get(),
                isProven(),
                facts.archivedAt(),
                facts.run(),
                facts.lockedUntil());
    }

    /** Of the store: what was linked, or was there, says nothing of packs that were not read now. */
    private boolean isProven() {
        return count.isWhole()
                && !trees.get(0).root().hidden()
                && paths.isAll()
                && count.linked.get() == 0
                && count.kept.get() == 0;
    }

    /** Takes the mark away, when all is on disk. The folder's own mode and time come last. */
    void finish() throws IOException, InterruptedException {
        Optional<SealEntry> top = tree.finishFolders(places.lanes());
        places.disk().syncFileSystem(places.folder());
        mark.remove();
        if (top.isPresent()) {
            folder.setFacts(ArchivedPath.TOP, top.get().facts());
        }
        places.disk().sync(places.folder());
        mark.end();
    }

    Path folder() {
        return places.folder();
    }

    @Override
    public void close() throws IOException {
        mark.close();
        opened.forEach(LinkableFiles::close);
        wanted.close();
        for (ArchivedTree one : trees) {
            one.close();
        }
    }
}
