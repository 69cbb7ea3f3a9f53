package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.FetchedSeal;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of a snapshot, from the latest of its roots, and from an earlier one where an object of that is lost: all roots of a
 * snapshot have the same lists.
 */
final class FetchedLists {
    private final ArchivedTree tree;
    private final List<ArchivedTree> others;

    FetchedLists(ArchivedTree tree, List<ArchivedTree> others) {
        this.tree = tree;
        this.others = List.copyOf(others);
    }

    /** Takes units in the order of the seal. */
    interface UnitListener {
        void unit(ArchivedUnit unit) throws IOException, InterruptedException;
    }

    /**
     * Hands on each unit.
     *
     * @throws UnreadableObjectException when the manifest names one twice, or not in order
     */
    void units(UnitListener listener) throws IOException, InterruptedException {
        String last = null;
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                String path = unit.get().path();
                if (last != null && ContentUnit.ORDER.compare(last, path) >= 0) {
                    throw damaged("its units are not in order");
                }
                last = path;
                listener.unit(unit.get());
            }
        }
    }

    UnreadableObjectException damaged(String why) {
        return new UnreadableObjectException(tree.facts().manifest().text(), "is damaged: " + why);
    }

    /** Opens the entries of a unit; to be closed. @throws UnreadableObjectException when no root has them */
    UnitListReader entries(ArchivedUnit unit) throws IOException {
        try {
            return tree.entries(unit);
        } catch (UnreadableObjectException e) {
            for (ArchivedTree other : others) {
                Optional<UnitListReader> found = entries(other, unit);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw e;
        }
    }

    private static Optional<UnitListReader> entries(ArchivedTree other, ArchivedUnit wanted) throws IOException {
        try (ManifestReader units = other.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                if (unit.get().path().equals(wanted.path())
                        && unit.get().place().list().equals(wanted.place().list())) {
                    return Optional.of(other.entries(unit.get()));
                }
            }
        } catch (UnreadableObjectException e) {
            // Then another root is asked.
        }
        return Optional.empty();
    }

    /** Requires that a path is in the list of its own unit, so that no two lists name one. */
    void requireOwn(ArchivedUnit unit, SealEntry entry) throws IOException {
        if (!ContentUnit.of(entry.path(), entry.facts().type()).equals(unit.path())) {
            throw damaged("a unit has an entry of another one");
        }
    }

    /** All of them by their paths, along a walk: the upper ones, which are few, are in memory. */
    OpenLists open() throws IOException {
        return new OpenLists(tree.units());
    }

    /** What {@link FetchedSeal} compares with. */
    final class OpenLists implements FetchedSeal.ListSource, AutoCloseable {
        private final ManifestReader units;
        private final Map<String, ArchivedUnit> uppers = new HashMap<>();
        private Optional<ArchivedUnit> next;

        private OpenLists(ManifestReader units) throws IOException {
            this.units = units;
            next = units.next();
            while (next.isPresent() && ContentUnit.isUpper(next.get().path())) {
                uppers.put(next.get().path(), next.get());
                next = units.next();
            }
        }

        @Override
        public FetchedSeal.FetchedEntries open(String path) throws IOException {
            ArchivedUnit unit = uppers.get(path);
            while (unit == null
                    && next.isPresent()
                    && ContentUnit.ORDER.compare(next.get().path(), path) < 0) {
                next = units.next();
            }
            if (unit == null && next.filter(one -> one.path().equals(path)).isPresent()) {
                unit = next.get();
            }
            return unit == null ? NONE : new ListEntries(entries(unit));
        }

        @Override
        public void close() throws IOException {
            units.close();
        }
    }

    private static final FetchedSeal.FetchedEntries NONE = new FetchedSeal.FetchedEntries() {
        @Override
        public Optional<SealEntry> next() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };

    private record ListEntries(UnitListReader list) implements FetchedSeal.FetchedEntries {
        @Override
        public Optional<SealEntry> next() throws IOException {
            return list.next();
        }

        @Override
        public void close() throws IOException {
            list.close();
        }
    }

    /** Says whether a content is still missing. */
    interface MissingContent {
        boolean has(String digest) throws IOException;
    }

    /** The packs of units that may have what is still missing, by their SHA-256. */
    static List<String> packs(ArchivedTree tree, MissingContent missing, FetchCount count, ArchiveProgress progress)
            throws IOException {
        List<String> packs = new ArrayList<>();
        try (ManifestReader units = tree.units()) {
            for (Optional<ArchivedUnit> unit = units.next(); unit.isPresent(); unit = units.next()) {
                progress.requireGoOn();
                try {
                    if (hasMissing(tree, unit.get(), missing)) {
                        packs.addAll(unit.get().place().packs());
                    }
                } catch (UnreadableObjectException e) {
                    count.unreadable(e);
                }
            }
        }
        return packs;
    }

    private static boolean hasMissing(ArchivedTree tree, ArchivedUnit unit, MissingContent missing) throws IOException {
        try (UnitListReader entries = tree.entries(unit)) {
            for (Optional<SealEntry> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get().digest().isPresent()
                        && missing.has(
                                HexFormat.of().formatHex(entry.get().digest().get()))) {
                    return true;
                }
            }
            return false;
        }
    }
}
