package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.FetchFolder.FoundFile;
import io.ghekeeper.archive.FetchTree.FetchScope;
import io.ghekeeper.archive.FileNames.UnitNames;
import io.ghekeeper.archive.LinkableFiles.LinkableFile;
import io.ghekeeper.archive.LinkableFiles.LinkableUnit;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.FetchedSeal;
import io.ghekeeper.seal.NameMark;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Makes what is in one unit, see {@link FetchTree}. One thread uses it, when the folders above the unit are there. */
final class FetchUnit {
    private static final int SIGN_OF_LIFE = 1024;

    private final FetchTree tree;
    private final FetchScope scope;
    private final ArchivedUnit unit;
    private final FetchFolder folder;
    private final List<LinkableUnit> linkable;
    private final UnitNames names;
    private boolean needed;

    /** @param folder of this thread, in which nothing was proven yet */
    @SuppressWarnings("MissingSummary")
    FetchUnit(FetchTree tree, ArchivedUnit unit, FetchFolder folder, List<LinkableUnit> linkable, UnitNames names) {
        this.tree = tree;
        this.scope = tree.scope();
        this.unit = unit;
        this.folder = folder;
        this.linkable = linkable;
        this.names = names;
    }

    /** Does it. What cannot be read of its list is counted as missing. */
    void make() throws IOException {
        try (UnitListReader entries = scope.lists().entries(unit)) {
            read(entries);
        } catch (UnreadableObjectException e) {
            scope.count().unreadable(e);
            scope.count().missing("what is in " + Difference.shown(unit.path()));
        } finally {
            linkable.forEach(LinkableUnit::close);
        }
    }

    private void read(UnitListReader entries) throws IOException {
        if (scope.paths().isAll() && !folder.isWithinFolders(unit.path())) {
            throw scope.lists().damaged("a unit lies in what is no folder");
        }
        for (Optional<SealEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
            SealEntry entry = next.get();
            scope.lists().requireOwn(unit, entry);
            if (FetchMark.isNeeded(entry.path())) {
                throw scope.lists().damaged("it has a file of a name that a fetch needs: " + entry.path());
            }
            take(entry, entries.line());
        }
        names.end((entry, line, source) -> file(entry, line, FoundFile.at(folder.place(entry.path())), source));
        if (scope.paths().isAll() && !folder.isFolder(unit.path())) {
            throw scope.lists().damaged("a unit lacks its own folder");
        }
    }

    private void want(SealEntry entry, String line) throws IOException {
        scope.wanted()
                .add(
                        HexFormat.of().formatHex(entry.digest().orElseThrow()),
                        line,
                        entry.facts().size());
        if (!needed) {
            needed = true;
            tree.need(unit.place().packs());
        }
    }

    /** A list may leave a folder out: what is there in its place may be a link. */
    private void requireFoldersAbove(String path) throws IOException {
        if (!(scope.paths().isAll() ? folder.isWithinFolders(path) : folder.makeFoldersAbove(path))) {
            throw scope.lists().damaged("it has an entry in what is no folder");
        }
    }

    private void take(SealEntry entry, String line) throws IOException {
        EntryFacts facts = entry.facts();
        if (facts.isFolder()) {
            tree.finishLater(entry.path(), line);
        }
        if (!scope.paths().matches(entry.path())) {
            return;
        }
        requireFoldersAbove(entry.path());
        if (scope.count().entries.incrementAndGet() % SIGN_OF_LIFE == 0) {
            scope.progress().requireGoOn();
            scope.progress().answered(); // linking reads nothing
        }
        if (facts.isFolder()) {
            if (!folder.makeFolder(entry.path(), facts.mode())) {
                throw scope.lists().damaged("it has a folder where something else is");
            }
        } else if (facts.isFile()) {
            file(entry, line);
        } else if (FetchedSeal.isFetched(facts)) {
            requireNoFolder(folder.found(entry.path()));
            folder.makeLink(entry.path(), facts);
        } else {
            scope.count().entries.decrementAndGet();
            scope.count().leftOut.incrementAndGet();
            scope.count().warn(Difference.shown(entry.path()) + " is no file, folder or link: it is left out");
        }
    }

    private void requireNoFolder(Optional<FoundFile> there) throws IOException {
        if (there.filter(FoundFile::isFolder).isPresent()) {
            throw scope.lists().damaged("it has a file where a folder is");
        }
    }

    private void file(SealEntry entry, String line) throws IOException {
        Optional<FoundFile> there = folder.found(entry.path());
        requireNoFolder(there);
        scope.count().files.incrementAndGet();
        scope.count().bytes.addAndGet(entry.facts().size());
        int source = source(entry, line);
        if (!NameMark.isIn(line) || !names.add(line, source)) {
            file(entry, line, there, source);
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

    private void file(SealEntry entry, String line, Optional<FoundFile> there, int source) throws IOException {
        if (source < linkable.size()
                && link(entry, line, there, linkable.get(source).file(entry.path()))) {
            return;
        }
        if (there.isEmpty()) {
            want(entry, line);
        } else if (folder.isProven(entry.path(), entry.facts(), entry.digest().orElseThrow())) {
            scope.count().kept.incrementAndGet();
        } else {
            folder.remove(entry.path());
            want(entry, line);
        }
    }

    /** Returns false where the other file can have no name here: what is there may be what an earlier fetch wrote for that. */
    private boolean link(SealEntry entry, String line, Optional<FoundFile> there, LinkableFile same)
            throws IOException {
        if (there.isPresent()) {
            if (same.isSame(there.get())) {
                tree.links().linked(entry);
                return true;
            }
            if (tree.links().refusal(same.file()).isPresent()) {
                return false;
            }
            folder.remove(entry.path());
        }
        if (!tree.links().link(entry, same.file())) {
            want(entry, line);
        }
        return true;
    }
}
