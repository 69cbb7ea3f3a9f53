package io.ghekeeper.seal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Something for each unit, along a walk. A unit is opened at its first entry and closed behind its last one; at most four
 * are open at a time, since units lie in each other.
 */
final class UnitStack<T> {
    private final UnitEnds<T> units;
    private final Deque<OpenUnit<T>> open = new ArrayDeque<>();

    /** What is done at both ends of a unit. */
    interface UnitEnds<T> {
        T open(String unit) throws IOException;

        void close(String unit, T opened) throws IOException;
    }

    UnitStack(UnitEnds<T> units) {
        this.units = units;
    }

    /** That of the entry's unit. Entries come in the order of the walk. */
    T at(String path, EntryType type) throws IOException {
        while (!open.isEmpty() && !UnitPath.contains(open.getLast().unit(), path)) {
            closeLast();
        }
        String unit = UnitPath.of(path, type);
        if (open.isEmpty() || !open.getLast().unit().equals(unit)) {
            open.addLast(new OpenUnit<>(unit, units.open(unit)));
        }
        return open.getLast().opened();
    }

    /** After the last entry. */
    void end() throws IOException {
        while (!open.isEmpty()) {
            closeLast();
        }
    }

    private void closeLast() throws IOException {
        OpenUnit<T> last = open.removeLast();
        units.close(last.unit(), last.opened());
    }

    private record OpenUnit<T>(String unit, T opened) {}
}
