package io.ghekeeper.archive;

import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.seal.MtreeLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A snapshot in the store, whose units are to name other packs than before. Their lists stay where they are. */
final class RewrittenTree {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    private final ArchivedTree tree;
    private final UnitNeeds needs;
    private final KnownLines known;
    private final WorkFolder work;
    private final ArchiveProgress progress;
    private final PackKeys keys;
    private final LineSorter objects;

    /** @param known without the packs that are not to be named */
    @SuppressWarnings("MissingSummary")
    RewrittenTree(
            ArchivedTree tree,
            Set<String> packs,
            KnownLines known,
            PackKeys keys,
            WorkFolder work,
            ArchiveProgress progress) {
        this.tree = tree;
        this.needs = new UnitNeeds(List.of(tree), packs, progress);
        this.known = known;
        this.keys = keys;
        this.work = work;
        this.progress = progress;
        this.objects = new LineSorter(work, BUDGET);
    }

    /**
     * Where each unit is then.
     *
     * @throws MissingContentException when content of it is in no other pack
     */
    Manifest.ManifestUnits units() throws IOException {
        LineSorter byDigest = new LineSorter(work, BUDGET);
        needs.add(byDigest);
        NewContent content = NewContent.join(byDigest, known, work, BUDGET);
        try (ManifestReader units = tree.units();
                LineCursor packs = UnitPacks.join(content, known, work, BUDGET);
                SortedLinesWriter byPlace = new SortedLinesWriter(work.disk(), work.file("units"))) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                progress.requireGoOn();
                String number = SealedUnitLists.digits(byPlace.count());
                UnitPlace place = unit.get().place();
                if (needs.isOne(unit.get())) {
                    place = place.in(UnitObjects.packs(number, packs));
                }
                byPlace.write(number + " " + MtreeLine.word(unit.get().path()) + " " + place.line());
                add(place);
            }
            packs.drain();
            return new Manifest.ManifestUnits(byPlace.finish(), objects);
        }
    }

    private void add(UnitPlace place) throws IOException {
        objects.add(place.object());
        for (String pack : place.packs()) {
            objects.add(keys.of(pack));
        }
    }

    /**
     * The rows of its root.
     *
     * @param needed the keys of all its objects
     * @param count gets how many there are
     */
    static Path rows(ArchivedTree before, LineSorter needed, ArchiveState state, WorkFolder work, long[] count)
            throws IOException {
        try (LineCursor all = needed.sorted();
                LineCursor there = before.objects();
                LineCursor sent = state.lines(StateTable.OBJECTS);
                SortedLinesWriter rows = new SortedLinesWriter(work.disk(), work.file("objects"))) {
            for (; !all.isAtEnd(); all.next()) {
                String key = all.peek();
                there.skipTo(key);
                sent.skipTo(key);
                if (!there.isAt(key) && !sent.isAt(key)) {
                    throw new MissingContentException(key);
                }
                rows.write(there.isAt(key) ? there.peek() : sent.peek());
            }
            sent.drain();
            count[0] = rows.count();
            return rows.finish();
        }
    }
}
