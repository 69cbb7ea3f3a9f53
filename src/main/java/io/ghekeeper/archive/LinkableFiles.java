package io.ghekeeper.archive;

import io.ghekeeper.archive.FetchFolder.FoundFile;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.seal.ContentEntries;
import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.ContentUnits;
import io.ghekeeper.seal.NameMark;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.seal.SealedContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of another snapshot on the volume, for one that is fetched beside it: a file of the same path with the same line in
 * its seal, which still is what the seal says, may become a name of the same file. Goes along both seals.
 *
 * <p>A snapshot that the same run fetched is not looked at again: its seal was written by that run from a walk along all its
 * files. Nor does a file that has changed since go unseen: the seal of the new snapshot compares each entry with its list.
 */
final class LinkableFiles implements AutoCloseable {
    private final SealedContent content;
    private final boolean proven;
    private final Consumer<String> warnings;
    private Optional<ContentUnits> units = Optional.empty();
    private Optional<ContentUnit> unit = Optional.empty();
    private volatile boolean ended;

    /**
     * A snapshot that may share files.
     *
     * @param proven whether this run fetched and sealed it
     */
    record LinkableSnapshot(SealedContent content, boolean proven) {}

    /**
     * Not gone along yet.
     *
     * @param warnings gets a sentence where the seal of the other one cannot be read: then nothing is linked
     */
    LinkableFiles(LinkableSnapshot other, Consumer<String> warnings) {
        this.content = other.content();
        this.proven = other.proven();
        this.warnings = warnings;
    }

    /** A file that may be linked. */
    record LinkableFile(Path file) {
        /** Whether what was found elsewhere is a name of it. */
        boolean isSame(FoundFile other) throws IOException {
            return FoundFile.at(file).filter(other::isSame).isPresent();
        }
    }

    /** Goes to a unit. Units come in the order of the seal. */
    LinkableUnit unit(String path, String list) {
        if (ended) {
            return new LinkableUnit(false, Optional.empty());
        }
        try {
            if (units.isEmpty()) {
                units = Optional.of(content.units());
                unit = units.get().next();
            }
            while (unit.isPresent() && ContentUnit.ORDER.compare(unit.get().path(), path) < 0) {
                unit = units.get().next();
            }
        } catch (Failure failure) {
            end(failure);
        }
        Optional<String> held = unit.filter(one -> one.path().equals(path)).map(ContentUnit::list);
        boolean same = held.filter(list::equals).isPresent();
        return new LinkableUnit(same, same ? Optional.empty() : held);
    }

    private synchronized void end(Failure failure) {
        if (!ended) {
            ended = true;
            warnings.accept(
                    "nothing is linked with snapshot " + content.snapshot().id() + ": " + failure.getMessage());
        }
    }

    /** The files of one unit. One thread uses it, beside others that use other units. Holds one entry. */
    final class LinkableUnit implements AutoCloseable {
        private final boolean same;
        private final Optional<String> list;
        private Optional<ContentEntries> entries = Optional.empty();

        /**
         * Not gone along yet.
         *
         * @param same whether its list is that of the unit that is fetched
         * @param list its list, where it is another one
         */
        private LinkableUnit(boolean same, Optional<String> list) {
            this.same = same;
            this.list = list;
        }

        /** Whether the file of the same path is the same as an entry. Entries come in the order of the unit. */
        boolean isSame(SealEntry entry, String line, boolean owners) throws IOException {
            if (ended || !(same || has(entry, line))) {
                return false;
            }
            return proven
                    || FoundFile.at(file(entry.path()).file())
                            .filter(found -> found.isFileAs(entry.facts(), owners))
                            .isPresent();
        }

        private boolean has(SealEntry entry, String line) throws IOException {
            if (list.isEmpty()) {
                return false;
            }
            try {
                if (entries.isEmpty()) {
                    entries = list.map(content::entries);
                }
                for (; !entries.get().isAtEnd(); entries.get().next()) {
                    String held = entries.get().line();
                    if (held.equals(line)) {
                        return true;
                    }
                    int order =
                            PathBytes.ORDER.compare(ContentEntries.parse(held).path(), entry.path());
                    if (order >= 0) {
                        return order == 0
                                && NameMark.without(held).equals(NameMark.without(line))
                                && NameMark.mayBeOne(entry.path(), line, held);
                    }
                }
            } catch (Failure failure) {
                end(failure);
            }
            return false;
        }

        /** The file of this path. */
        LinkableFile file(String path) {
            return new LinkableFile(PathBytes.resolve(content.snapshot().directory(), path));
        }

        @Override
        public void close() {
            entries.ifPresent(ContentEntries::close);
        }
    }

    @Override
    public void close() {
        units.ifPresent(ContentUnits::close);
    }
}
