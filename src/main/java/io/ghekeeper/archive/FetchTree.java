package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.FetchFolder.FoundFile;
import io.ghekeeper.archive.LinkableFiles.LinkableFile;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.ArchivedPath;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.FetchedSeal;
import io.ghekeeper.seal.NameMark;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first part of a fetch: goes along the lists, makes folders and links, links the files that another snapshot has, and
 * collects those that are to be read from packs.
 */
final class FetchTree {
    private static final String INCOMPLETE = "incomplete";

    private static final int SIGN_OF_LIFE = 1024;

    /** Folders that a thread finishes after each other. */
    private static final int TOGETHER = 64;

    /** No path has more folders: it has 4,096 bytes. */
    private static final int DEEPEST = 9999;

    private final FetchedLists lists;
    private final FetchFolder folder;
    private final FetchPaths paths;
    private final List<LinkableFiles> linkable;
    private final WantedFiles wanted;
    private final FetchCount count;
    private final ArchiveProgress progress;
    private final LineSorter folders;
    private final FileNames names;
    private final Set<String> packs = ConcurrentHashMap.newKeySet();

    FetchTree(
            FetchedLists lists,
            FetchFolder folder,
            FetchPaths paths,
            List<LinkableFiles> linkable,
            WantedFiles wanted,
            FetchCount count,
            WorkFolder work,
            ArchiveProgress progress) {
        this.lists = lists;
        this.folder = folder;
        this.paths = paths;
        this.linkable = linkable;
        this.wanted = wanted;
        this.count = count;
        this.progress = progress;
        this.folders = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        this.names = new FileNames(work, folder, count, progress);
    }

    /** Does it. What cannot be read of the lists is counted as missing. */
    void make(int lanes) throws IOException, InterruptedException {
        try (PackLanes threads = new PackLanes(lanes, progress)) {
            FileLinks links = new FileLinks(folder, count, threads);
            lists.units(unit -> {
                progress.requireGoOn();
                try (UnitListReader entries = lists.entries(unit)) {
                    read(unit, entries, new FileLanes(threads, links));
                } catch (UnreadableObjectException e) {
                    names.dropUnit();
                    count.unreadable(e);
                    count.missing("what is in " + Difference.shown(unit.path()));
                }
            });
            links.flush();
            threads.finish();
        }
        wanted.finish();
    }

    /** Who works on files beside the thread that goes along the lists. */
    private record FileLanes(PackLanes threads, FileLinks links) {}

    /** SHA-256 of the packs that may have what is wanted. */
    Set<String> packs() {
        return packs;
    }

    private void read(ArchivedUnit unit, UnitListReader entries, FileLanes lanes)
            throws IOException, InterruptedException {
        if (paths.isAll() && !folder.isWithinFolders(unit.path())) {
            throw lists.damaged("a unit lies in what is no folder");
        }
        linkable.forEach(one -> one.unit(unit.path(), unit.place().list()));
        UnitNeed need = new UnitNeed(unit);
        for (Optional<SealEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
            SealEntry entry = next.get();
            lists.requireOwn(unit, entry);
            if (entry.path().equals(INCOMPLETE) || entry.path().equals(FetchMark.LOCK)) {
                throw lists.damaged("it has a file of a name that a fetch needs: " + entry.path());
            }
            take(entry, entries.line(), need, lanes);
        }
        names.endUnit((entry, line, source) ->
                file(entry, line, FoundFile.at(folder.place(entry.path())), source, need, lanes));
        if (paths.isAll() && !folder.isFolder(unit.path())) {
            throw lists.damaged("a unit lacks its own folder");
        }
    }

    /** The packs of a unit, of which a file is missing: seen by any thread. */
    private final class UnitNeed {
        private final ArchivedUnit unit;
        private final AtomicBoolean needed = new AtomicBoolean();

        UnitNeed(ArchivedUnit unit) {
            this.unit = unit;
        }

        void want(SealEntry entry, String line) throws IOException {
            wanted.add(
                    HexFormat.of().formatHex(entry.digest().orElseThrow()),
                    line,
                    entry.facts().size());
            if (needed.compareAndSet(false, true)) {
                packs.addAll(unit.place().packs());
            }
        }
    }

    /** A list may leave a folder out: what is there in its place may be a link. */
    private void requireFoldersAbove(String path) throws IOException {
        if (!(paths.isAll() ? folder.isWithinFolders(path) : folder.makeFoldersAbove(path))) {
            throw lists.damaged("it has an entry in what is no folder");
        }
    }

    private void take(SealEntry entry, String line, UnitNeed need, FileLanes lanes)
            throws IOException, InterruptedException {
        EntryFacts facts = entry.facts();
        if (facts.isFolder()) {
            folders.add(depth(entry.path()) + " " + line);
        }
        if (!paths.matches(entry.path())) {
            return;
        }
        requireFoldersAbove(entry.path());
        if (count.entries.incrementAndGet() % SIGN_OF_LIFE == 0) {
            progress.requireGoOn();
            progress.answered(); // linking reads nothing
        }
        if (facts.isFolder()) {
            if (!folder.makeFolder(entry.path(), facts.mode())) {
                throw lists.damaged("it has a folder where something else is");
            }
        } else if (facts.isFile()) {
            file(entry, line, need, lanes);
        } else if (FetchedSeal.isFetched(facts)) {
            requireNoFolder(folder.found(entry.path()));
            folder.makeLink(entry.path(), facts);
        } else {
            count.entries.decrementAndGet();
            count.leftOut.incrementAndGet();
            count.warn(Difference.shown(entry.path()) + " is no file, folder or link: it is left out");
        }
    }

    private void requireNoFolder(Optional<FoundFile> there) throws IOException {
        if (there.filter(FoundFile::isFolder).isPresent()) {
            throw lists.damaged("it has a file where a folder is");
        }
    }

    /** The deepest come first. */
    private static String depth(String path) {
        long depth = path.equals(ArchivedPath.TOP)
                ? 0
                : 1 + path.chars().filter(c -> c == '/').count();
        return Long.toString(DEEPEST + 1 + DEEPEST - depth); // as many digits of each
    }

    private void file(SealEntry entry, String line, UnitNeed need, FileLanes lanes)
            throws IOException, InterruptedException {
        Optional<FoundFile> there = folder.found(entry.path());
        requireNoFolder(there);
        count.files.incrementAndGet();
        count.bytes.addAndGet(entry.facts().size());
        int source = source(entry, line);
        if (NameMark.isIn(line)) {
            names.add(line, source);
        } else {
            file(entry, line, there, source, need, lanes);
        }
    }

    /** The number of the snapshot that has the same file; that behind the last where none has. */
    private int source(SealEntry entry, String line) throws IOException {
        int source = 0;
        while (source < linkable.size() && !linkable.get(source).isSame(entry, line, folder.setsOwners())) {
            source++;
        }
        return source;
    }

    private void file(
            SealEntry entry, String line, Optional<FoundFile> there, int source, UnitNeed need, FileLanes lanes)
            throws IOException, InterruptedException {
        if (source < linkable.size()) {
            LinkableFile same = linkable.get(source).file(entry.path());
            link(entry, there, same, lanes, () -> need.want(entry, line));
        } else if (there.isEmpty()) {
            need.want(entry, line);
        } else {
            lanes.threads().submit(() -> {
                if (folder.isProven(entry.path(), entry.facts(), entry.digest().orElseThrow())) {
                    count.kept.incrementAndGet();
                } else {
                    folder.remove(entry.path());
                    need.want(entry, line);
                }
            });
        }
    }

    private void link(
            SealEntry entry, Optional<FoundFile> there, LinkableFile same, FileLanes lanes, FileLinks.Unlinked unlinked)
            throws IOException, InterruptedException {
        if (there.isPresent()) {
            if (same.isSame(there.get())) {
                lanes.links().linked(entry);
                return;
            }
            folder.remove(entry.path());
        }
        lanes.links().add(new FileLinks.FileLink(entry, same.file(), unlinked));
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
        folder.goAgain();
        try (LineCursor lines = folders.sorted();
                PackLanes threads = new PackLanes(lanes, progress)) {
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
                } else if (paths.isAll() || isFolderNow(entry.path())) {
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
        progress.answered();
        threads.submit(() -> {
            for (SealEntry entry : together) {
                folder.setFacts(entry.path(), entry.facts());
            }
        });
        return new ArrayList<>(TOGETHER);
    }

    /** One that no glob matches was made where something is in it, and may be missing, or be anything, else. */
    private boolean isFolderNow(String path) throws IOException {
        return folder.isWithinFolders(path) && folder.isFolder(path);
    }
}
