package io.ghekeeper.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sorts lines by their bytes. So many bytes of them are in memory; the others lie in sorted files, which are merged in one
 * pass. Equal lines come once.
 */
final class LineSorter {
    /** What one more line costs in memory: two objects and a reference. */
    private static final int LINE = 64;

    /** More files are merged into one first: each needs a buffer of its own. */
    private static final int MOST_FILES = 64;

    private static final int LINES_BETWEEN_QUESTIONS = 4096;

    private final WorkFolder work;
    private final long budget;
    private final List<Path> files = new ArrayList<>();
    private List<String> lines = new ArrayList<>();
    private long size;
    private long count;

    /** @param budget in bytes, of what is in memory */
    @SuppressWarnings("MissingSummary")
    LineSorter(WorkFolder work, long budget) {
        this.work = work;
        this.budget = budget;
    }

    /** @param line of ASCII, without its end */
    @SuppressWarnings("MissingSummary")
    void add(String line) throws IOException {
        lines.add(line);
        count++;
        if (count % LINES_BETWEEN_QUESTIONS == 0) {
            work.requireGoOn();
        }
        size += line.length() + LINE;
        if (size > budget) {
            spill();
        }
    }

    /** How many lines were added. */
    long count() {
        return count;
    }

    private void spill() throws IOException {
        Collections.sort(lines);
        dropEqual();
        if (size <= budget / 2) {
            return;
        }
        if (files.size() == MOST_FILES) {
            Path file;
            try (LineCursor merged = merge(List.of())) {
                file = write(merged);
            }
            files.add(file);
        }
        try (LineCursor sorted = new HeldLines(lines)) {
            files.add(write(sorted));
        }
        lines = new ArrayList<>();
        size = 0;
    }

    /** Where most lines are equal, as those of a unit and its pack are, none needs a file. */
    private void dropEqual() {
        List<String> distinct = new ArrayList<>();
        size = 0;
        String last = null;
        for (String line : lines) {
            if (!line.equals(last)) {
                distinct.add(line);
                size += line.length() + LINE;
            }
            last = line;
        }
        lines = distinct;
    }

    private Path write(LineCursor from) throws IOException {
        try (SortedLinesWriter writer = new SortedLinesWriter(work.disk(), work.file("run"))) {
            while (!from.isAtEnd()) {
                writer.write(from.take());
                if (writer.count() % LINES_BETWEEN_QUESTIONS == 0) {
                    work.requireGoOn();
                }
            }
            return writer.finish();
        }
    }

    private LineCursor merge(List<String> rest) throws IOException {
        List<LineCursor> cursors = new ArrayList<>();
        try {
            for (Path file : files) {
                cursors.add(new SortedLines(file));
            }
            cursors.add(new HeldLines(rest));
            return new MergedLines(cursors, this::removeFiles);
        } catch (IOException e) {
            for (LineCursor opened : cursors) {
                opened.close();
            }
            throw e;
        }
    }

    private void removeFiles() throws IOException {
        for (Path file : files) {
            work.disk().delete(file);
        }
        files.clear();
    }

    /** All lines, after the last one was added; once. */
    LineCursor sorted() throws IOException {
        Collections.sort(lines);
        List<String> rest = lines;
        lines = List.of(); // none is added any more
        return merge(rest);
    }

    /** The same, in a file that can be read more than once. */
    Path sortedFile() throws IOException {
        try (LineCursor sorted = sorted()) {
            return write(sorted);
        }
    }

    /** Lines in memory. */
    private static final class HeldLines implements LineCursor {
        private final List<String> lines;
        private int place;

        HeldLines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public String peek() {
            return place < lines.size() ? lines.get(place) : null;
        }

        @Override
        public void next() {
            place++;
        }

        @Override
        public void close() {}
    }
}
