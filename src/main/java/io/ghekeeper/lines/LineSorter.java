package io.ghekeeper.lines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts lines by their bytes. So many bytes of them are in memory; the others lie in sorted files, which are merged in one
 * pass. Equal lines come once.
 */
public final class LineSorter {
    /** More files are merged into one first: each needs a buffer of its own. */
    private static final int MOST_FILES = 64;

    /** So many of the lines that came last are known, by their hash. A power of two. */
    private static final int LATELY = 1 << 10;

    private static final int LINES_BETWEEN_QUESTIONS = 4096;

    private final WorkFolder work;
    private final long budget;
    private final List<Path> files = new ArrayList<>();
    private final String[] lately = new String[LATELY];
    private HeldLines lines = new HeldLines();
    private long count;

    /** @param budget in bytes, of what is in memory */
    @SuppressWarnings("MissingSummary")
    public LineSorter(WorkFolder work, long budget) {
        this.work = work;
        this.budget = budget;
    }

    /** @param line of ASCII, without its end */
    @SuppressWarnings("MissingSummary")
    public void add(String line) throws IOException {
        add(line.getBytes(StandardCharsets.ISO_8859_1), line.length());
    }

    /**
     * The same.
     *
     * @param length of the line, which {@code line} begins with
     */
    public void add(byte[] line, int length) throws IOException {
        lines.add(line, length);
        count++;
        if (count % LINES_BETWEEN_QUESTIONS == 0) {
            work.requireGoOn();
        }
        if (lines.size() > budget) {
            spill();
        }
    }

    /** The same, where most lines are equal, as those of a unit and its pack are: such that came lately are not held again. */
    public void addOften(String line) throws IOException {
        int place = line.hashCode() & (lately.length - 1);
        if (!line.equals(lately[place])) {
            lately[place] = line;
            add(line);
        }
    }

    /** How many lines were added. */
    public long count() {
        return count;
    }

    /** Where most lines are equal, as those of a unit and its pack are, none needs a file. */
    private void spill() throws IOException {
        if (lines.distinctSize() <= budget / 2) {
            lines = lines.withoutEqual();
            return;
        }
        if (files.size() == MOST_FILES) {
            Path file;
            try (LineCursor merged = merge(new HeldLines())) {
                file = write(merged);
            }
            files.add(file);
        }
        try (LineCursor sorted = lines.sorted()) {
            files.add(write(sorted));
        }
        lines = new HeldLines();
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

    private LineCursor merge(HeldLines rest) throws IOException {
        if (files.isEmpty()) {
            return rest.sorted();
        }
        List<LineCursor> cursors = new ArrayList<>();
        try {
            for (Path file : files) {
                cursors.add(new SortedLines(file));
            }
            cursors.add(rest.sorted());
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
    public LineCursor sorted() throws IOException {
        HeldLines rest = lines;
        lines = new HeldLines(); // none is added any more
        return merge(rest);
    }

    /** The same, in a file that can be read more than once. */
    public Path sortedFile() throws IOException {
        try (LineCursor sorted = sorted()) {
            return write(sorted);
        }
    }
}
