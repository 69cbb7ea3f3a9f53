package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Reads the folders of a tree, each as one state of it. */
final class FolderReader {
    /** So many entries of one folder are in memory at the same time. */
    static final int MOST = 8192;

    private final Optional<Path> earlier;
    private final ShortPaths shortPaths;

    /** @param earlier the tree of an earlier snapshot, for {@link TreeEntry#held} */
    @SuppressWarnings("MissingSummary")
    FolderReader(Optional<Path> earlier, ShortPaths shortPaths) {
        this.earlier = earlier;
        this.shortPaths = shortPaths;
    }

    /**
     * Entries of a folder, in order, and what of them could not be read.
     *
     * @param next the name behind which the folder's next entries are; nothing where these were the last ones
     */
    record FolderListing(List<TreeEntry> entries, List<UnreadableEntry> failures, Optional<String> next) {}

    /** The first entries of a folder. Several threads call it. */
    FolderListing list(TreeEntry folder) {
        return list(folder, "");
    }

    /** Those behind a name. Each listing reads all names: a folder has that many seldom, and memory stays bounded. */
    FolderListing list(TreeEntry folder, String after) {
        List<TreeEntry> entries = new ArrayList<>();
        List<UnreadableEntry> failures = new ArrayList<>();
        Optional<String> next = Optional.empty();
        try {
            List<String> names = names(folder, after);
            Path directory = shortPath(folder);
            for (String name : names) {
                try {
                    entries.add(entry(folder, directory, name));
                } catch (UnreadableEntry e) {
                    failures.add(e);
                }
            }
            requireUnwritten(folder);
            next = names.size() < MOST ? Optional.empty() : Optional.of(names.get(MOST - 1));
        } catch (UnreadableEntry e) {
            failures.add(e);
        }
        return new FolderListing(entries, failures, next);
    }

    private Path shortPath(TreeEntry folder) throws UnreadableEntry {
        try {
            return shortPaths.of(folder.file());
        } catch (IOException e) {
            throw new UnreadableEntry(folder.path(), e);
        }
    }

    private static void requireUnwritten(TreeEntry folder) throws UnreadableEntry {
        try {
            if (!folder.isUntouched()
                    && !TreeEntry.read(folder.path(), folder.file()).isUnwrittenSince(folder)) {
                throw new IOException("it changed while it was read");
            }
        } catch (IOException e) {
            throw new UnreadableEntry(folder.path(), e);
        }
    }

    /** The first names behind one, in order. */
    private static List<String> names(TreeEntry folder, String after) throws UnreadableEntry {
        PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.file())) {
            for (Path path : stream) {
                String name = PathBytes.of(path.getFileName());
                if (name.compareTo(after) > 0) {
                    first.add(name);
                    if (first.size() > MOST) {
                        first.remove();
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new UnreadableEntry(folder.path(), e.getCause());
        } catch (IOException e) {
            throw new UnreadableEntry(folder.path(), e);
        }
        List<String> names = new ArrayList<>(first);
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private TreeEntry entry(TreeEntry folder, Path directory, String name) throws UnreadableEntry {
        String path = folder.path().equals(UnitPath.TOP) ? name : folder.path() + "/" + name;
        TreeEntry entry = read(path, PathBytes.resolve(directory, name));
        if (entry.device() != folder.device()) {
            throw new UnreadableEntry(path, new IOException("another file system is mounted there"));
        }
        // A file with one name is no earlier snapshot's.
        boolean comparable = earlier.isPresent() && entry.isFile() && entry.links() > 1;
        return comparable ? entry.comparedWith(PathBytes.resolve(earlier.get(), path)) : entry;
    }

    static TreeEntry read(String path, Path file) throws UnreadableEntry {
        try {
            return TreeEntry.read(path, file);
        } catch (IOException e) {
            throw new UnreadableEntry(path, e);
        }
    }
}
