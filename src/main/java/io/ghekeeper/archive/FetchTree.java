package io.ghekeeper.archive;

import io.ghekeeper.archive.LinkableFiles.LinkableUnit;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The first part of a fetch: makes the folders and links of all units, links the files that another snapshot has, and collects
 * those that are to be read from packs. Several threads do it, each for one unit at a time: making folders takes longest.
 */
final class FetchTree {
    /** Folders that a thread finishes after each other. */
    private static final int TOGETHER = 64;

    /** No path has more folders: it has 4,096 bytes. */
    private static final int DEEPEST = 9999;

    private final FetchScope scope;
    private final FetchFolder folder;
    private final List<LinkableFiles> linkable;
    private final LineSorter folders;
    private final FileLinks links;
    private final FileNames names;
    private final Set<String> packs = ConcurrentHashMap.newKeySet();

    /** What is fetched, and where that is counted. Several threads use it. */
    record FetchScope(
            FetchedLists lists, FetchPaths paths, WantedFiles wanted, FetchCount count, ArchiveProgress progress) {}

    FetchTree(FetchScope scope, FetchFolder folder, List<LinkableFiles> linkable, WorkFolder work) {
        this.scope = scope;
        this.folder = folder;
        this.linkable = linkable;
        this.folders = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        this.links = new FileLinks(folder, scope.count());
        this.names = new FileNames(work, folder, links, scope.count(), scope.progress());
    }

    FetchScope scope() {
        return scope;
    }

    FileLinks links() {
        return links;
    }

    /** Does it. What cannot be read of the lists is counted as missing. */
    void make(int lanes) throws IOException, InterruptedException {
        try (PackLanes threads = new PackLanes(lanes, scope.progress())) {
            scope.lists().units(unit -> {
                scope.progress().requireGoOn();
                List<LinkableUnit> others = linkable.stream()
                        .map(one -> one.unit(unit.path(), unit.place().list()))
                        .toList();
                FetchUnit one = new FetchUnit(this, unit, folder.again(), others, names.unit(lanes));
                if (ContentUnit.isUpper(unit.path())) {
                    one.make(); // the folders above the others
                } else {
                    threads.submit(one::make);
                }
            });
            threads.finish();
        }
        scope.wanted().finish();
    }

    /** Notes a folder, which is finished when all is in it. */
    synchronized void finishLater(String path, String line) throws IOException {
        folders.add(depth(path) + " " + line);
    }

    /** Notes the packs of a unit of which a file is wanted. */
    void need(List<String> ofUnit) {
        packs.addAll(ofUnit);
    }

    /** SHA-256 of the packs that may have what is wanted. */
    Set<String> packs() {
        return packs;
    }

    /** The deepest come first. */
    private static String depth(String path) {
        long depth = path.equals(ArchivedPath.TOP)
                ? 0
                : 1 + path.chars().filter(c -> c == '/').count();
        return Long.toString(DEEPEST + 1 + DEEPEST - depth); // as many digits of each
    }

    /** Makes the further names of files that have several, when these were fetched. */
    void linkNames() throws IOException {
        names.link();
    }

    /**
     * Sets modes and times of the folders, the deepest first: a folder may shut its owner out. Those of the top are left.
     *
     * @param lanes how many folders of the same depth are finished at a time
     */
    Optional<SealEntry> finishFolders(int lanes) throws IOException, InterruptedException {
        Optional<SealEntry> top = Optional.empty();
        FetchFolder made = folder.again();
        try (LineCursor lines = folders.sorted();
                PackLanes threads = new PackLanes(lanes, scope.progress())) {
            String depth = "";
            List<SealEntry> together = new ArrayList<>(TOGETHER);
            for (; !lines.isAtEnd(); lines.next()) {
                String line = lines.peek();
                boolean level = line.startsWith(depth);
                if (!level || together.size() == TOGETHER) {
                    together = finished(together, threads);
                }
                if (!level) {
                    threads.finish();
                }
                depth = line.substring(0, line.indexOf(' ') + 1);
                SealEntry entry = ContentEntries.parse(line.substring(depth.length()));
                if (entry.path().equals(ArchivedPath.TOP)) {
                    top = Optional.of(entry);
                } else if (scope.paths().isAll() || isFolderNow(made, entry.path())) {
                    together.add(entry);
                }
            }
            finished(together, threads);
            threads.finish();
        }
        return top;
    }

    private List<SealEntry> finished(List<SealEntry> together, PackLanes threads)
            throws IOException, InterruptedException {
        scope.progress().answered();
        threads.submit(() -> {
            for (SealEntry entry : together) {
                folder.setFacts(entry.path(), entry.facts());
            }
        });
        return new ArrayList<>(TOGETHER);
    }

    /** One that no glob matches was made where something is in it, and may be missing, or be anything, else. */
    private static boolean isFolderNow(FetchFolder made, String path) throws IOException {
        return made.isWithinFolders(path) && made.isFolder(path);
    }
}
