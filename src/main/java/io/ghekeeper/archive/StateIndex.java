package io.ghekeeper.archive;

import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which files are the state of the archive: they change together, when this one is replaced.
 *
 * @param store that the state is of
 */
record StateIndex(String store, List<StateSegment> segments) {
    private static final String FORMAT = "archive-state 1";
    private static final String STORE = "store ";
    private static final String END = "end ";
    private static final int LONGEST = 1 << 20;

    StateIndex {
        segments = List.copyOf(segments);
    }

    /**
     * Nothing where there is none.
     *
     * @throws IOException when it is damaged, or of another release
     */
    static Optional<StateIndex> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = new String(SmallFile.read(file, LONGEST), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        int last = lines.size() - 1;
        if (last < 2
                || !lines.get(0).equals(FORMAT)
                || !lines.get(1).startsWith(STORE)
                || !lines.get(last).equals(END + (last - 2))) {
            throw new IOException("is damaged, or of another release");
        }
        List<StateSegment> segments = new ArrayList<>();
        for (String line : lines.subList(2, last)) {
            segments.add(StateSegment.parse(line));
        }
        return Optional.of(new StateIndex(lines.get(1).substring(STORE.length()), segments));
    }

    void write(Disk disk, Path file) throws IOException {
        StringBuilder text = new StringBuilder(FORMAT + "\n" + STORE + store + "\n");
        segments.forEach(segment -> text.append(segment.line()).append('\n'));
        text.append(END).append(segments.size()).append('\n');
        AtomicFile.writePrivate(disk, file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
