package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Finds new lists that the store has already. They stay where they are, and their units name other packs. */
final class UnsentLists {
    private final ArchiveState state;
    private final WorkFolder work;
    private final long budget;

    UnsentLists(ArchiveState state, WorkFolder work, long budget) {
        this.state = state;
        this.work = work;
        this.budget = budget;
    }

    /**
     * Returns those that are to be sent, and notes the others with their other packs.
     *
     * @param fresh as {@link SealedUnitLists#fresh}
     * @param packs as {@link UnitPacks#join}
     */
    Path find(Path fresh, LineCursor packs) throws IOException {
        StateChange change = new StateChange(work, budget);
        try (LineCursor lists = heldLists(fresh).sorted();
                SortedLinesWriter unsent = new SortedLinesWriter(work.disk(), work.file("unsent-units"))) {
            for (; !lists.isAtEnd(); lists.next()) {
                String list = SealedUnitLists.list(lists.peek());
                if (list.indexOf(' ') < 0) {
                    unsent.write(lists.peek());
                } else {
                    UnitPlace held = UnitPlace.parse(list);
                    change.add(
                            StateTable.UNITS,
                            held.in(UnitObjects.packs(lists.key(), packs)).line());
                }
            }
            packs.drain();
            state.add(change);
            return unsent.finish();
        }
    }

    /** The same lines; where the state has the list, with all that it says of it. */
    private LineSorter heldLists(Path fresh) throws IOException {
        LineSorter byList = new LineSorter(work, budget);
        try (LineCursor lists = new SortedLines(fresh)) {
            for (; !lists.isAtEnd(); lists.next()) {
                byList.add(SealedUnitLists.list(lists.peek()) + " " + lists.key());
            }
        }
        LineSorter byUnit = new LineSorter(work, budget);
        try (LineCursor lists = byList.sorted();
                LineCursor held = state.lines(StateTable.UNITS)) {
            for (; !lists.isAtEnd(); lists.next()) {
                String list = lists.key();
                held.skipTo(list);
                String unit = lists.peek().substring(list.length() + 1);
                byUnit.add(unit + " " + (held.isAt(list) ? held.peek() : list));
            }
            held.drain();
        }
        return byUnit;
    }
}
