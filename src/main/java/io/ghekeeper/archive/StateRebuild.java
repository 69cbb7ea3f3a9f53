package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.AttachedStore.TakenUp;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fills the state from what the store holds: the lists and packs of roots are read, and what they hold is proven by its
 * SHA-256 before it counts. Packs come first, and are noted some at a time, so that a kill costs little. Units come last:
 * they count for nothing without their packs.
 */
final class StateRebuild {
    /** So many packs are read before they are noted. */
    private static final int NOTED_AT_ONCE = 64;

    private final ArchiveState state;
    private final ObjectReader objects;
    private final int lanes;
    private final Consumer<String> warnings;
    private final LineSorter units;
    private final LineSorter manifests;
    private final UnreadableObjects unreadable;
    private StateChange change;
    private int unnoted;
    private long packs;
    private long packsRead;

    StateRebuild(
            ArchiveState state,
            ArchiveAccess access,
            LookRecord looks,
            WorkFolder work,
            ArchiveProgress progress,
            Consumer<String> warnings) {
        this.state = state;
        this.objects = access.objects(work, progress);
        this.lanes = access.lanes();
        this.warnings = warnings;
        this.units = sorter();
        this.manifests = sorter();
        this.unreadable = new UnreadableObjects(looks, work);
        this.change = change();
    }

    private LineSorter sorter() {
        return new LineSorter(objects.work(), ArchiveSetting.SORTED_IN_MEMORY);
    }

    private StateChange change() {
        return new StateChange(objects.work(), ArchiveSetting.SORTED_IN_MEMORY);
    }

    /**
     * Does it.
     *
     * @param rows sorted lines of {@link StateTable#OBJECTS}: all that the roots need
     * @param needs of these rows
     * @throws io.ghekeeper.failure.Failure ENCRYPTION_FAILED when no identity fits any object; of the store
     */
    TakenUp rebuild(List<StoreRoot> roots, Path rows, AttachNeeds needs) throws IOException, InterruptedException {
        packs = needs.knownPacks();
        for (StoreRoot root : roots) {
            readTree(root);
        }
        objects.requireIdentityFits();
        readPacks(needs.fresh());
        unreadable.record(objects.store(), rows); // before any of them is noted
        note();
        addLists(needs.fresh());
        note();
        return new TakenUp(packs, packsRead, unreadable.count());
    }

    private void readTree(StoreRoot root) throws IOException, InterruptedException {
        try (ArchivedTree tree = ArchivedTree.open(objects, root, lanes)) {
            try (ManifestReader all = tree.units()) {
                for (Optional<ArchivedUnit> unit = all.next(); unit.isPresent(); unit = all.next()) {
                    objects.progress().requireGoOn();
                    readUnit(tree, unit.get());
                }
            }
            manifests.add(tree.manifestDigest() + " " + tree.facts().manifest().text());
        } catch (UnreadableObjectException e) {
            passOver(e);
        }
    }

    private void readUnit(ArchivedTree tree, ArchivedUnit unit) throws IOException {
        try (UnitListReader entries = tree.entries(unit)) {
            while (entries.next().isPresent()) {
                objects.progress().requireGoOn();
            }
            units.add(unit.place().line());
        } catch (UnreadableObjectException e) {
            passOver(e);
        }
    }

    private void passOver(UnreadableObjectException e) throws IOException {
        unreadable.add(e);
        warnings.accept(e.getMessage() + ": what it holds is sent again when it is needed");
    }

    private void readPacks(Path fresh) throws IOException, InterruptedException {
        try (PackLanes threads = new PackLanes(lanes, objects.progress());
                LineCursor rows = new SortedLines(fresh)) {
            for (; !rows.isAtEnd(); rows.next()) {
                ObjectRow row = ObjectRow.parse(rows.peek());
                if (ArchivedTree.isPack(row)) {
                    threads.submit(() -> readPack(row));
                }
            }
            threads.finish();
        }
    }

    private void readPack(ObjectRow row) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ObjectReader.PlainObject object = objects.read(row);
                PackReader pack = new PackReader(object)) {
            for (PackedContent member : PackTarCheck.proven(pack, objects.progress())) {
                lines.add(new PackedPart(member.digest(), member.part(), member.parts(), row.sha256()).line());
            }
        } catch (UnreadableObjectException e) {
            passOver(e);
            return;
        }
        add(row, lines);
    }

    /** A pack and what it holds go into one change. */
    private synchronized void add(ObjectRow row, List<String> contents) throws IOException {
        change.add(StateTable.OBJECTS, row.line());
        for (String line : contents) {
            change.add(StateTable.CONTENTS, line);
        }
        packs++;
        packsRead++;
        unnoted++;
        if (unnoted == NOTED_AT_ONCE) {
            note();
        }
    }

    private synchronized void note() throws IOException {
        state.add(change);
        change = change();
        unnoted = 0;
    }

    private void addLists(Path fresh) throws IOException {
        try (LineCursor rows = new SortedLines(fresh)) {
            for (; !rows.isAtEnd(); rows.next()) {
                if (!ArchivedTree.isPack(ObjectRow.parse(rows.peek()))) {
                    change.add(StateTable.OBJECTS, rows.peek());
                }
            }
        }
        addUnknown(units, StateTable.UNITS);
        addUnknown(manifests, StateTable.MANIFESTS);
    }

    private void addUnknown(LineSorter lines, StateTable table) throws IOException {
        try (LineCursor all = lines.sorted();
                LineCursor known = state.lines(table)) {
            for (; !all.isAtEnd(); all.next()) {
                known.skipTo(all.key());
                if (!known.isAt(all.key())) {
                    change.add(table, all.peek());
                }
            }
            known.drain();
        }
    }
}
