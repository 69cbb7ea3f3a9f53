package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;

/** Takes lines out of the state that name an object which is not there, so that what it held is sent again. */
final class StateScrub {
    private final ArchiveState state;
    private final WorkFolder work;
    private final long budget;
    private final PackKeys keys;

    StateScrub(ArchiveState state, WorkFolder work, long budget, PackKeys keys) {
        this.state = state;
        this.work = work;
        this.budget = budget;
        this.keys = keys;
    }

    /**
     * Forgets objects, and all that they held.
     *
     * @param lost sorted lines, each with a key first
     */
    void forget(Path lost) throws IOException {
        Path alive = alive(lost);
        StateChange change = new StateChange(work, budget);
        copy(alive, StateTable.OBJECTS, change);
        keepContents(alive, change);
        keepManifests(alive, change);
        keepUnits(deadUnits(alive), change);
        state.replace(EnumSet.allOf(StateTable.class), change);
    }

    /**
     * Forgets the objects that a prune run announced: they are there, and may be deleted soon. The table is read only where it
     * announced any.
     *
     * @return whether it announced any
     */
    boolean forgetAnnounced(PruneWatch pruned) throws IOException {
        if (!pruned.isAnything()) {
            return false;
        }
        try (LineCursor known = state.lines(StateTable.OBJECTS)) {
            pruned.requireNone(known);
        } catch (LostObjectsException announced) {
            forget(announced.lost());
        }
        return true;
    }

    /** Forgets what names objects of which nothing is known. */
    void forgetUnknown() throws IOException {
        forget(new LineSorter(work, budget).sortedFile());
    }

    private Path alive(Path lost) throws IOException {
        LineSorter alive = new LineSorter(work, budget);
        try (LineCursor objects = state.lines(StateTable.OBJECTS);
                LineCursor gone = new SortedLines(lost)) {
            for (; !objects.isAtEnd(); objects.next()) {
                gone.skipTo(objects.key());
                if (!gone.isAt(objects.key())) {
                    alive.add(objects.peek());
                }
            }
            gone.drain();
        }
        return alive.sortedFile();
    }

    private static void copy(Path from, StateTable to, StateChange change) throws IOException {
        try (LineCursor lines = new SortedLines(from)) {
            while (!lines.isAtEnd()) {
                change.add(to, lines.take());
            }
        }
    }

    private void keepContents(Path alive, StateChange change) throws IOException {
        LineSorter byPack = new LineSorter(work, budget);
        try (LineCursor contents = state.lines(StateTable.CONTENTS)) {
            for (; !contents.isAtEnd(); contents.next()) {
                byPack.add(keys.of(PackedPart.parse(contents.peek()).pack()) + " " + contents.peek());
            }
        }
        keep(byPack, alive, StateTable.CONTENTS, change);
    }

    private void keepManifests(Path alive, StateChange change) throws IOException {
        LineSorter byKey = new LineSorter(work, budget);
        try (LineCursor manifests = state.lines(StateTable.MANIFESTS)) {
            for (; !manifests.isAtEnd(); manifests.next()) {
                String line = manifests.peek();
                byKey.add(line.substring(line.indexOf(' ') + 1) + " " + line);
            }
        }
        keep(byKey, alive, StateTable.MANIFESTS, change);
    }

    /** Each line begins with the key of its object. */
    private static void keep(LineSorter byKey, Path alive, StateTable table, StateChange change) throws IOException {
        try (LineCursor lines = byKey.sorted();
                LineCursor objects = new SortedLines(alive)) {
            for (; !lines.isAtEnd(); lines.next()) {
                objects.skipTo(lines.key());
                if (objects.isAt(lines.key())) {
                    change.add(table, lines.peek().substring(lines.key().length() + 1));
                }
            }
        }
    }

    /** Whole lines: a list may have another one, of packs that are there. */
    private LineSorter deadUnits(Path alive) throws IOException {
        LineSorter needs = new LineSorter(work, budget);
        try (LineCursor units = state.lines(StateTable.UNITS)) {
            for (; !units.isAtEnd(); units.next()) {
                UnitPlace place = UnitPlace.parse(units.peek());
                needs.add(place.object() + " " + units.peek());
                for (String pack : place.packs()) {
                    needs.add(keys.of(pack) + " " + units.peek());
                }
            }
        }
        LineSorter dead = new LineSorter(work, budget);
        try (LineCursor lines = needs.sorted();
                LineCursor objects = new SortedLines(alive)) {
            for (; !lines.isAtEnd(); lines.next()) {
                objects.skipTo(lines.key());
                if (!objects.isAt(lines.key())) {
                    dead.add(lines.peek().substring(lines.key().length() + 1));
                }
            }
        }
        return dead;
    }

    private void keepUnits(LineSorter dead, StateChange change) throws IOException {
        try (LineCursor units = state.lines(StateTable.UNITS);
                LineCursor gone = dead.sorted()) {
            for (; !units.isAtEnd(); units.next()) {
                while (!gone.isAtEnd() && gone.peek().compareTo(units.peek()) < 0) {
                    gone.next();
                }
                if (gone.isAtEnd() || !gone.peek().equals(units.peek())) {
                    change.add(StateTable.UNITS, units.peek());
                }
            }
            gone.drain();
        }
    }
}
