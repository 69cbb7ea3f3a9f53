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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that have several names by the lists, see {@link NameMark}: one of the names of each is fetched as any other file is. The
 * others become names of that file when it is there. Names have one file only where all that their lines say is the same:
 * content, mode, owner and time, too. They lie in sorted files. Where the folder refuses links, each name is fetched as a file
 * of its own: so the room for it is asked for, and the next fetch finds it.
 */
final class FileNames {
    private static final int DIGITS = SealedUnitLists.DIGITS;

    private final WorkFolder work;
    private final FetchFolder folder;
    private final FileLinks links;
    private final FetchCount count;
    private final ArchiveProgress progress;
    private final AtomicLong units = new AtomicLong();
    private Optional<LineSorter> all = Optional.empty();
    private Optional<Boolean> linked = Optional.empty();
    private boolean full;

    FileNames(WorkFolder work, FetchFolder folder, FileLinks links, FetchCount count, ArchiveProgress progress) {
        this.work = work;
        this.folder = folder;
        this.links = links;
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
        void take(SealEntry entry, String line, int source) throws IOException;
    }

    /** Whether the folder takes links at all: tried with the mark, which is there. */
    private synchronized boolean areLinked() throws IOException {
        if (linked.isEmpty()) {
            Optional<String> refusal = links.refusal(folder.place(FetchMark.NAME));
            linked = Optional.of(refusal.isEmpty());
            refusal.ifPresent(why -> count.warn(
                    "names of one file cannot be linked here (" + why + "): each becomes a file of its own"));
        }
        return linked.get();
    }

    /**
     * Begins a unit.
     *
     * @param lanes how many are open at a time: together they have the memory of one sorter
     */
    UnitNames unit(int lanes) {
        return new UnitNames(units.getAndIncrement(), ArchiveSetting.SORTED_IN_MEMORY / lanes);
    }

    /** The names in one unit. One thread uses it, beside others that use other units. */
    final class UnitNames {
        private final long number;
        private final long budget;
        private Optional<LineSorter> names = Optional.empty();

        private UnitNames(long number, long budget) {
            this.number = number;
            this.budget = budget;
        }

        /**
         * Adds a name.
         *
         * @param line of the list
         * @param source 0 to 9: among the names of a file, one of the least is fetched
         * @return false where names cannot be linked: then it is a file of its own, which is the caller's
         */
        boolean add(String line, int source) throws IOException {
            if (!areLinked()) {
                return false;
            }
            if (names.isEmpty()) {
                names = Optional.of(new LineSorter(work, budget));
            }
            int blank = line.indexOf(' ');
            String facts = line.substring(blank + 1);
            names.get()
                    .add(SealedUnitLists.digits(number) + " " + facts + " " + source + " " + line.substring(0, blank));
            return true;
        }

        /** After the last name. Without this, none of them is fetched: so for a unit whose list ended too early. */
        void end(FirstName first) throws IOException {
            if (names.isEmpty()) {
                return;
            }
            try (LineCursor lines = names.get().sorted()) {
                String file = "";
                for (; !lines.isAtEnd(); lines.next()) {
                    String line = lines.peek();
                    if (!file(line).equals(file)) {
                        file = file(line);
                        int source = line.charAt(file.length() + 1) - '0';
                        String listed = listed(line);
                        first.take(ContentEntries.parse(listed), listed, source);
                    }
                    addToAll(line);
                }
            }
        }
    }

    private synchronized void addToAll(String line) throws IOException {
        if (all.isEmpty()) {
            all = Optional.of(new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY));
        }
        all.get().add(line);
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
            if (links.refusal(folder.place(first.path())).isPresent()
                    && folder.isProven(
                            entry.path(), entry.facts(), entry.digest().orElseThrow())) {
                count.kept.incrementAndGet(); // an earlier fetch copied it
                return entry;
            }
            folder.remove(entry.path());
        }
        try {
            folder.link(entry.path(), folder.place(first.path()));
            return first;
        } catch (FileSystemException e) {
            if (!FileLinks.isRefused(e)) {
                throw e;
            }
            if (!full) {
                count.warn("a file can have no more names here (" + e.getReason()
                        + "): a copy of it has the further ones, and so has each such file");
                full = true;
            }
            folder.copy(first.path(), entry);
            count.fetchedBytes.addAndGet(entry.facts().size());
            return entry;
        }
    }
}
