package io.ghekeeper.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One walk, with one look at each entry: a tree walker of the JDK looks at each once for itself, and does not hand on how
 * many names a file has. Depth costs no stack.
 */
final class InventoryWalk {
    private static final String ATTRIBUTES = "unix:mode,nlink,size";
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final String REPOSITORIES = "repositories";

    private final Deque<Folder> open = new ArrayDeque<>();
    private final Map<String, Inventory.Part> parts = new TreeMap<>();
    private final ContentTally contents = new ContentTally();
    private boolean deep = true;
    private long files;
    private long linked;
    private long bytes;
    private long newBytes;
    private long newInodes;
    private long repositories;
    private long unreadable;

    /** Of the part at hand. */
    private String name = "";

    private long filesBefore;
    private long bytesBefore;

    /** Of what lies directly in it. */
    Inventory top(Path snapshot) {
        deep = false;
        return over(snapshot);
    }

    Inventory over(Path snapshot) {
        enter(snapshot, false);
        try {
            while (!open.isEmpty() && !isStopped()) {
                Optional<Path> entry = open.getLast().next(this::missed);
                entry.ifPresentOrElse(this::visit, this::leave);
            }
        } finally {
            open.forEach(Folder::close);
        }
        parts.replaceAll((part, counted) -> counted.with(FileForm.defect(snapshot, part, counted, parts.keySet())));
        return new Inventory(
                files,
                linked,
                bytes,
                newBytes,
                newInodes,
                repositories,
                contents.counts(),
                SettingsFile.database(snapshot),
                unreadable,
                new TreeMap<>(parts));
    }

    /** What was not looked at counts as what could not be. */
    private boolean isStopped() {
        boolean stopped = Thread.currentThread().isInterrupted();
        unreadable += stopped ? 1 : 0;
        return stopped;
    }

    private void visit(Path entry) {
        boolean top = open.size() == 1;
        if (top) {
            name = entry.getFileName().toString();
            if (name.equals(Snapshot.PUT_ASIDE)) {
                return;
            }
            filesBefore = files;
            bytesBefore = bytes;
        }
        try {
            Map<String, Object> attributes = Files.readAttributes(entry, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            int type = (int) attributes.get("mode") & TYPE;
            contents.entry(name, open.size() - 1, entry, type == FILE);
            if (type == FOLDER && !deep) {
                parts.put(name, new Inventory.Part(true, 0, 0, isEmpty(entry)));
                return;
            }
            if (type == FOLDER) {
                boolean repository = repository(entry);
                contents.repository(repository, entry);
                enter(entry, repository);
                return;
            }
            if (type == FILE) {
                count((long) attributes.get("size"), (int) attributes.get("nlink") > 1);
            } else {
                newInodes++;
            }
            if (top) {
                boolean empty = type != FILE || Content.isEmpty(entry, (long) attributes.get("size"));
                parts.put(name, new Inventory.Part(false, files - filesBefore, bytes - bytesBefore, empty));
            }
        } catch (IOException unreadableOrGone) {
            missed();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private void count(long size, boolean shared) {
        files++;
        bytes += size;
        if (shared) {
            linked++;
        } else {
            newBytes += size;
            newInodes++;
        }
    }

    /** A folder in a repository that happens to be named like one is none. */
    private boolean repository(Path folder) {
        return name.equals(REPOSITORIES)
                && !open.getLast().inRepository()
                && folder.getFileName().toString().endsWith(".git");
    }

    @SuppressWarnings("StreamResourceLeak") // closed when the walk leaves the folder
    private void enter(Path path, boolean repository) {
        newInodes++;
        repositories += repository ? 1 : 0;
        boolean inRepository = repository || (!open.isEmpty() && open.getLast().inRepository());
        try {
            DirectoryStream<Path> stream = Files.newDirectoryStream(path);
            open.addLast(new Folder(stream, stream.iterator(), inRepository));
        } catch (IOException unreadableOrGone) {
            missed();
            if (open.size() == 1) {
                parts.put(name, new Inventory.Part(true, 0, 0, true));
            }
        }
    }

    private void leave() {
        open.removeLast().close();
        if (open.size() == 1) {
            parts.put(name, new Inventory.Part(true, files - filesBefore, bytes - bytesBefore, files == filesBefore));
        }
    }

    private void missed() {
        unreadable++;
    }

    private record Folder(DirectoryStream<Path> stream, Iterator<Path> entries, boolean inRepository) {
        /** The next entry; none at the end, or where the rest cannot be read. */
        Optional<Path> next(Runnable onUnreadable) {
            try {
                return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
            } catch (DirectoryIteratorException rest) {
                onUnreadable.run();
                return Optional.empty();
            }
        }

        void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
