package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.util.stream.Collectors;

/** What is wrong with objects, as lines {@code <key>!<version> <kind> <root>,...}. Several threads add some. */
final class FaultLines {
    private final LineSorter sorter;

    FaultLines(WorkFolder work, long budget) {
        this.sorter = new LineSorter(work, budget);
    }

    synchronized void add(NeededObject object, ObjectFault fault) throws IOException {
        sorter.add(object.name() + " " + fault.word() + " "
                + object.roots().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /** All of them, by objects; once. */
    LineCursor sorted() throws IOException {
        return sorter.sorted();
    }
}
