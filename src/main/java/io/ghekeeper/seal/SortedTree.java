package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Walks a tree in the order of {@link PathBytes#ORDER}, and follows no links. Other threads read the next folders ahead. It
 * keeps one folder a level, and those read ahead, each up to a bound: memory grows with the depth only.
 */
final class SortedTree {
    /** One thread reads so many folders one after the other: to hand each over alone takes longer than to read it. */
    private static final int TOGETHER = 4;

    private static final int AHEAD = 3;

    private final Path top;
    private final TreePart part;
    private final FolderReader folders;
    private final ExecutorService readers;
    private final SealProgress progress;
    private final UnreadableHandler unreadable;
    private final Deque<FolderLevel> levels = new ArrayDeque<>();
    private boolean begun;

    /**
     * A walk that has not begun.
     *
     * @param part where its folder is missing, or a link leads there, the walk has nothing
     * @param earlier the tree of an earlier snapshot, for {@link TreeEntry#held}
     * @param readers read folders ahead
     * @param progress is asked while a folder is waited for
     * @param unreadable gets each entry that cannot be read, has changed while it was read, or is of another file system; the
     *     walk goes on without it, unless this throws
     */
    SortedTree(
            Path top,
            TreePart part,
            Optional<Path> earlier,
            TreeReaders readers,
            SealProgress progress,
            UnreadableHandler unreadable) {
        this.top = top;
        this.part = part;
        this.folders = new FolderReader(earlier, readers.shortPaths());
        this.readers = readers.listers();
        this.progress = progress;
        this.unreadable = unreadable;
    }

    /** What is done about an entry that cannot be read. */
    interface UnreadableHandler {
        void on(UnreadableEntry entry) throws UnreadableEntry;
    }

    /**
     * The next entry; the first is where the walk begins.
     *
     * @throws UnreadableEntry as the handler does; nothing comes after it
     */
    Optional<TreeEntry> next() throws UnreadableEntry, InterruptedException {
        if (!begun) {
            begun = true;
            return first();
        }
        while (!levels.isEmpty()) {
            FolderLevel level = levels.getLast();
            Optional<TreeEntry> entry = level.next();
            if (entry.isPresent()) {
                if (enters(entry.get())) {
                    levels.addLast(new FolderLevel(entry.get(), level.take(entry.get())));
                }
                return entry;
            }
            levels.removeLast();
        }
        return Optional.empty();
    }

    private boolean enters(TreeEntry entry) {
        return entry.isFolder() && part.enters(entry);
    }

    private Optional<TreeEntry> first() throws UnreadableEntry {
        Optional<TreeEntry> first;
        try {
            first = start();
        } catch (UnreadableEntry e) {
            unreadable.on(e);
            return Optional.empty();
        }
        if (first.isPresent() && (first.get().isFolder() || part.start().equals(UnitPath.TOP))) {
            levels.addLast(new FolderLevel(first.get(), folders.list(first.get())));
        }
        return first;
    }

    /** Goes there folder by folder: what a link in between leads to is not the snapshot's. */
    private Optional<TreeEntry> start() throws UnreadableEntry {
        TreeEntry entry = FolderReader.read(UnitPath.TOP, top);
        for (int end = 0; end < part.start().length() && !part.start().equals(UnitPath.TOP); ) {
            if (!entry.isFolder()) {
                return Optional.empty();
            }
            int slash = part.start().indexOf('/', end + 1);
            end = slash < 0 ? part.start().length() : slash;
            Optional<TreeEntry> next = readIfThere(part.start().substring(0, end));
            if (next.isPresent() && next.get().device() != entry.device()) {
                throw new UnreadableEntry(next.get().path(), new IOException("another file system is mounted there"));
            }
            if (next.isEmpty()) {
                return next;
            }
            entry = next.get();
        }
        return Optional.of(entry);
    }

    private Optional<TreeEntry> readIfThere(String path) throws UnreadableEntry {
        try {
            return Optional.of(TreeEntry.read(path, PathBytes.resolve(top, path)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnreadableEntry(path, e);
        }
    }

    /** A folder that is open, and the folders in it that are read ahead. */
    private final class FolderLevel {
        private final TreeEntry folder;
        private final Deque<Future<List<FolderReader.FolderListing>>> ahead = new ArrayDeque<>();
        private final Deque<FolderReader.FolderListing> listed = new ArrayDeque<>();
        private List<TreeEntry> entries = List.of();
        private Optional<String> rest = Optional.empty();
        private int next;
        private int scheduled;

        FolderLevel(TreeEntry folder, FolderReader.FolderListing first) throws UnreadableEntry {
            this.folder = folder;
            go(first);
        }

        /** Of the entries before, all folders were taken. */
        private void go(FolderReader.FolderListing listing) throws UnreadableEntry {
            entries = listing.entries();
            rest = listing.next();
            next = 0;
            scheduled = 0;
            for (UnreadableEntry failure : listing.failures()) {
                unreadable.on(failure);
            }
            schedule();
        }

        /** The next entry; nothing after the last. */
        Optional<TreeEntry> next() throws UnreadableEntry, InterruptedException {
            while (next == entries.size() && rest.isPresent()) {
                String after = rest.get();
                go(await(folder, readers.submit(() -> folders.list(folder, after))));
            }
            return next < entries.size() ? Optional.of(entries.get(next++)) : Optional.empty();
        }

        /** What is in the folder that comes next. */
        FolderReader.FolderListing take(TreeEntry below) throws UnreadableEntry, InterruptedException {
            if (listed.isEmpty()) {
                Future<List<FolderReader.FolderListing>> listings = ahead.removeFirst();
                schedule();
                listed.addAll(await(below, listings));
            }
            return listed.removeFirst();
        }

        private <T> T await(TreeEntry of, Future<T> listing) throws UnreadableEntry, InterruptedException {
            try {
                return TreeReaders.await(listing, progress);
            } catch (CancellationException e) {
                throw new UnreadableEntry(of.path(), new IOException("the walk was ended"));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        private void schedule() {
            while (scheduled < entries.size() && ahead.size() < AHEAD) {
                List<TreeEntry> together = new ArrayList<>(TOGETHER);
                while (scheduled < entries.size() && together.size() < TOGETHER) {
                    TreeEntry entry = entries.get(scheduled++);
                    if (enters(entry)) {
                        together.add(entry);
                    }
                }
                if (!together.isEmpty()) {
                    ahead.addLast(readers.submit(
                            () -> together.stream().map(folders::list).toList()));
                }
            }
        }
    }
}
