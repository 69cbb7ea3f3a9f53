package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All objects that roots need, each version once, sorted by keys. */
final class NeededUnion {
    private final WorkFolder work;
    private final LineSorter sorter;

    NeededUnion(WorkFolder work, long budget) {
        this.work = work;
        this.sorter = new LineSorter(work, budget);
    }

    void add(ObjectRow row, int root) throws IOException {
        sorter.add(new NeededObject(row, List.of(root)).line());
    }

    /** Lines of {@link NeededObject}; once. */
    Path file() throws IOException {
        try (LineCursor lines = sorter.sorted();
                SortedLinesWriter writer = new SortedLinesWriter(work.disk(), work.file("needed"))) {
            while (!lines.isAtEnd()) {
                writer.write(together(lines).line());
            }
            return writer.finish();
        }
    }

    private static NeededObject together(LineCursor lines) throws IOException {
        NeededObject first = NeededObject.parse(lines.take());
        List<Integer> roots = new ArrayList<>(first.roots());
        while (!lines.isAtEnd()) {
            NeededObject next = NeededObject.parse(lines.peek());
            if (!next.isSameAs(first)) {
                break;
            }
            roots.addAll(next.roots());
            lines.next();
        }
        return new NeededObject(first.row(), roots);
    }
}
