package io.ghekeeper.archive;

import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.FilteredLines;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the store was seen to hold: tables of sorted lines, each in a few files. A cache: what is lost here is sent again.
 * Changes are whole or not at all: files are written and synced, and then one small file names them.
 */
final class ArchiveState implements KnownLines {
    private static final int MOST_SEGMENTS = 8;
    private static final String DAMAGED = ".damaged";

    private final Disk disk;
    private final Path folder;
    private final String store;
    private final Consumer<String> warnings;
    private List<StateSegment> segments = List.of();
    private Optional<Path> moreContents = Optional.empty();

    /**
     * State that is not read yet.
     *
     * @param folder is there
     * @param store that it is of; what was seen in another one counts for nothing
     * @param warnings gets a sentence for each part that is lost
     */
    ArchiveState(Disk disk, Path folder, String store, Consumer<String> warnings) {
        this.disk = disk;
        this.folder = folder;
        this.store = store;
        this.warnings = warnings;
    }

    private Path index() {
        return folder.resolve("state");
    }

    private Path file(StateSegment segment) {
        return folder.resolve(segment.name());
    }

    /** Reads which files it consists of, and changes nothing. */
    void read() {
        try {
            StateIndex index = StateIndex.read(index()).orElse(new StateIndex(store, List.of()));
            if (!index.store().equals(store)) {
                warnings.accept("what is known of " + index.store() + " is of no use for " + store
                        + ": all content is sent again");
                index = new StateIndex(store, List.of());
            }
            segments = index.segments();
        } catch (IOException e) {
            warnings.accept(index() + " " + FileError.words(e) + ": all content is sent again");
            segments = List.of();
        }
    }

    /** The same, and removes what changes left that a kill cut off. */
    void open() throws IOException {
        read();
        Set<String> named = segments.stream().map(StateSegment::name).collect(Collectors.toSet());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zst")) {
            for (Path file : files) {
                if (!named.contains(file.getFileName().toString())) {
                    disk.delete(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Reads all of it once, and goes on without the parts that are damaged: nothing else ends with them later.
     *
     * @param keepAside whether these are {@link #putAside}; else nothing is changed on disk
     */
    void leaveOutDamaged(boolean keepAside) throws IOException {
        for (StateSegment segment : segments) {
            try (LineCursor lines = new SortedLines(file(segment))) {
                lines.drain();
            } catch (DamagedLinesException e) {
                if (keepAside) {
                    putAside(e);
                } else {
                    warnings.accept(e.getMessage() + "; what it names counts as unknown");
                    segments = segments.stream()
                            .filter(any -> !any.equals(segment))
                            .toList();
                }
            }
        }
    }

    /** How many lines a table has. */
    long count(StateTable table) {
        return of(table, segments).stream().mapToLong(StateSegment::lines).sum();
    }

    /**
     * Has lines read besides its own, by one who changes nothing.
     *
     * @param contents sorted lines of {@link StateTable#CONTENTS}
     */
    void alsoRead(Path contents) {
        moreContents = Optional.of(contents);
    }

    /** What is left of it without some packs: neither content that only they hold, nor units that name one of them. */
    KnownLines without(Set<String> packs) {
        if (packs.isEmpty()) {
            return this;
        }
        return table -> switch (table) {
            case CONTENTS ->
                new FilteredLines(
                        lines(table),
                        line -> !packs.contains(PackedPart.parse(line).pack()));
            case UNITS ->
                new FilteredLines(
                        lines(table),
                        line -> UnitPlace.parse(line).packs().stream().noneMatch(packs::contains));
            case MANIFESTS, OBJECTS -> lines(table);
        };
    }

    @Override
    public LineCursor lines(StateTable table) throws IOException {
        return lines(of(table, segments), moreContents.filter(more -> table == StateTable.CONTENTS));
    }

    private LineCursor lines(List<StateSegment> from, Optional<Path> more) throws IOException {
        return MergedLines.ofFiles(
                Stream.concat(from.stream().map(this::file), more.stream()).toList());
    }

    private static List<StateSegment> of(StateTable table, List<StateSegment> segments) {
        return segments.stream().filter(segment -> segment.table() == table).toList();
    }

    /** Adds lines. They are on disk when this returns. */
    void add(StateChange change) throws IOException {
        List<StateSegment> all = new ArrayList<>(segments);
        for (Map.Entry<StateTable, LineSorter> table : change.tables().entrySet()) {
            try (LineCursor lines = table.getValue().sorted()) {
                all.add(write(table.getKey(), lines, all));
            }
        }
        Set<StateSegment> gone = new HashSet<>(all);
        for (StateTable table : change.tables().keySet()) {
            merge(table, all);
        }
        replace(all, gone);
    }

    /** Puts lines in the place of all that these tables have. */
    void replace(Set<StateTable> tables, StateChange change) throws IOException {
        List<StateSegment> all = new ArrayList<>(segments);
        for (Map.Entry<StateTable, LineSorter> table : change.tables().entrySet()) {
            try (LineCursor lines = table.getValue().sorted()) {
                all.add(write(table.getKey(), lines, all));
            }
        }
        all.removeIf(segment -> tables.contains(segment.table()) && segments.contains(segment));
        replace(all, segments);
    }

    /**
     * The smallest ones become one, so that each line is written a few times only. Where one is damaged they stay: a reader of
     * the table keeps that one aside.
     */
    private void merge(StateTable table, List<StateSegment> all) throws IOException {
        List<StateSegment> bySize = new ArrayList<>(of(table, all));
        if (bySize.size() <= MOST_SEGMENTS) {
            return;
        }
        bySize.sort(Comparator.comparing(StateSegment::lines));
        long lines = 0;
        List<StateSegment> merged = new ArrayList<>();
        for (StateSegment segment : bySize) {
            if (merged.size() < MOST_SEGMENTS / 2 || segment.lines() <= 2 * lines) {
                merged.add(segment);
                lines += segment.lines();
            }
        }
        try (LineCursor cursor = lines(merged, Optional.empty())) {
            all.add(write(table, cursor, all));
        } catch (DamagedLinesException damaged) {
            return;
        }
        all.removeAll(merged);
    }

    private StateSegment write(StateTable table, LineCursor lines, List<StateSegment> all) throws IOException {
        long number = 1 + all.stream().mapToLong(StateSegment::number).max().orElse(0);
        Path file = file(new StateSegment(table, number, 0));
        try (SortedLinesWriter writer = new SortedLinesWriter(disk, file)) {
            while (!lines.isAtEnd()) {
                writer.write(lines.take());
            }
            writer.finish();
            disk.sync(file);
            return new StateSegment(table, number, writer.count());
        }
    }

    private void replace(List<StateSegment> now, Collection<StateSegment> before) throws IOException {
        disk.sync(folder);
        new StateIndex(store, now).write(disk, index());
        segments = List.copyOf(now);
        for (StateSegment segment : before) {
            if (!now.contains(segment)) {
                disk.delete(file(segment));
            }
        }
    }

    /**
     * Keeps a damaged part aside, and goes on without it. Lines of other tables may name what is lost then: see {@link
     * StateScrub}.
     *
     * @return whether the file is a part of this
     */
    boolean putAside(DamagedLinesException damage) throws IOException {
        List<StateSegment> damaged = segments.stream()
                .filter(segment -> file(segment).equals(damage.file()))
                .toList();
        if (damaged.isEmpty()) {
            return false;
        }
        warnings.accept(damage.getMessage() + "; it is kept as " + damage.file() + DAMAGED
                + ", and the content that it names is sent again");
        List<StateSegment> left = new ArrayList<>(segments);
        left.removeAll(damaged);
        if (Files.exists(damage.file(), LinkOption.NOFOLLOW_LINKS)) {
            disk.move(damage.file(), damage.file().resolveSibling(damage.file().getFileName() + DAMAGED));
        }
        replace(left, segments);
        return true;
    }
}
