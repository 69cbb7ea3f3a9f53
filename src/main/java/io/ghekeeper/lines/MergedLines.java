package io.ghekeeper.lines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Several sorted lists of lines as one. Equal lines come once. */
public final class MergedLines implements LineCursor {
    private final List<LineCursor> all;
    private final PriorityQueue<LineCursor> places = new PriorityQueue<>(Comparator.comparing(LineCursor::peek));
    private final AtClose atClose;
    private String line;

    /** What is done when all lines were read. */
    interface AtClose {
        void run() throws IOException;
    }

    /** @param cursors are closed with this one */
    @SuppressWarnings("MissingSummary")
    public MergedLines(List<? extends LineCursor> cursors) throws IOException {
        this(cursors, () -> {});
    }

    MergedLines(List<? extends LineCursor> cursors, AtClose atClose) throws IOException {
        this.all = List.copyOf(cursors);
        this.atClose = atClose;
        for (LineCursor cursor : all) {
            if (!cursor.isAtEnd()) {
                places.add(cursor);
            }
        }
        next();
    }

    /** Sorted files as one. Where one cannot be opened, none stays open. */
    public static LineCursor ofFiles(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return new SortedLines(files.get(0));
        }
        List<LineCursor> cursors = new ArrayList<>();
        try {
            for (Path file : files) {
                cursors.add(new SortedLines(file));
            }
            return new MergedLines(cursors);
        } catch (IOException e) {
            for (LineCursor opened : cursors) {
                opened.close();
            }
            throw e;
        }
    }

    @Override
    public String peek() {
        return line;
    }

    @Override
    public void next() throws IOException {
        String before = line;
        do {
            line = takeLeast();
        } while (line != null && line.equals(before));
    }

    private String takeLeast() throws IOException {
        LineCursor least = places.poll();
        if (least == null) {
            return null;
        }
        String taken = least.take();
        if (!least.isAtEnd()) {
            places.add(least);
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        for (LineCursor cursor : all) {
            cursor.close();
        }
        atClose.run();
    }
}
