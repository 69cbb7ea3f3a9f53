package io.ghekeeper.archive;

import io.ghekeeper.archive.FetchFolder.FoundFile;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.NameMark;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/**
 * Files that have several names by the lists, see {@link NameMark}: one of the names of each is fetched as any other file is. The
 * others become names of that file when it is there. Names have one file only where all that their lines say is the same:
 * content, mode, owner and time, too. They lie in sorted files.
 */
final class FileNames {
    private static final int DIGITS = SealedUnitLists.DIGITS;

    private final WorkFolder work;
    private final FetchFolder folder;
    private final FetchCount count;
    private final ArchiveProgress progress;
    private Optional<LineSorter> all = Optional.empty();
    private Optional<LineSorter> ofUnit = Optional.empty();
    private long units;
    private boolean refused;

    FileNames(WorkFolder work, FetchFolder folder, FetchCount count, ArchiveProgress progress) {
        this.work = work;
        this.folder = folder;
        this.count = count;
        this.progress = progress;
    }

    /** Takes the name of each file that is fetched. */
    interface FirstName {
        /**
         * Takes it.
         *
         * @param source as it was added
         */
        void take(SealEntry entry, String line, int source) throws IOException, InterruptedException;
    }

    /**
     * Adds a name in the unit.
     *
     * @param line of the list
     * @param source 0 to 9: among the names of a file, one of the least is fetched
     */
    void add(String line, int source) throws IOException {
        if (ofUnit.isEmpty()) {
            ofUnit = Optional.of(sorter());
        }
        int blank = line.indexOf(' ');
        String facts = line.substring(blank + 1);
        ofUnit.get().add(SealedUnitLists.digits(units) + " " + facts + " " + source + " " + line.substring(0, blank));
    }

    private LineSorter sorter() {
        return new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
    }

    /** Forgets the names of a unit whose list ended too early: they are not fetched. */
    void dropUnit() {
        ofUnit = Optional.empty();
    }

    /** After the last name in a unit. */
    void endUnit(FirstName first) throws IOException, InterruptedException {
        units++;
        if (ofUnit.isEmpty()) {
            return;
        }
        LineSorter others = all.orElseGet(this::sorter);
        all = Optional.of(others);
        try (LineCursor lines = ofUnit.get().sorted()) {
            String file = "";
            for (; !lines.isAtEnd(); lines.next()) {
                String line = lines.peek();
                if (!file(line).equals(file)) {
                    file = file(line);
                    int source = line.charAt(file.length() + 1) - '0';
                    String listed = listed(line);
                    first.take(ContentEntries.parse(listed), listed, source);
                }
                others.add(line);
            }
        }
        ofUnit = Optional.empty();
    }

    /** What is the same of all names of one file. */
    private static String file(String line) {
        return line.substring(0, line.lastIndexOf(' ') - 2);
    }

    /** The line as it was added. */
    private static String listed(String line) {
        return line.substring(line.lastIndexOf(' ') + 1) + file(line).substring(DIGITS);
    }

    /** Makes all others names of what was fetched. */
    void link() throws IOException {
        if (all.isEmpty()) {
            return;
        }
        try (LineCursor lines = all.get().sorted()) {
            String file = "";
            SealEntry first = null;
            for (; !lines.isAtEnd(); lines.next()) {
                SealEntry entry = ContentEntries.parse(listed(lines.peek()));
                if (file(lines.peek()).equals(file)) {
                    first = link(entry, first);
                } else {
                    file = file(lines.peek());
                    first = entry;
                }
            }
        }
    }

    /** Returns the one that the next are names of. */
    private SealEntry link(SealEntry entry, SealEntry first) throws IOException {
        progress.requireGoOn();
        progress.answered();
        Optional<FoundFile> fetched = FoundFile.at(folder.place(first.path()));
        if (fetched.isEmpty()) {
            count.missing(Difference.shown(entry.path()));
            return first;
        }
        Optional<FoundFile> there = FoundFile.at(folder.place(entry.path()));
        if (there.isPresent()) {
            if (there.get().isSame(fetched.get())) {
                count.kept.incrementAndGet();
                return first;
            }
            folder.remove(entry.path());
        }
        try {
            folder.link(entry.path(), folder.place(first.path()));
            return first;
        } catch (FileSystemException e) {
            if (!refused) {
                count.warn("names of one file cannot be linked here (" + e.getReason()
                        + "): each becomes a file of its own");
                refused = true;
            }
            folder.copy(first.path(), entry);
            count.fetchedBytes.addAndGet(entry.facts().size());
            return entry;
        }
    }
}
