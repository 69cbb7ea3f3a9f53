package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Optional;

/**
 * Digests of files that an earlier seal has, and that need not be read again: its snapshot holds the same inode at the same
 * path to this moment, and neither size nor time differ from the seal. Where the seal cannot be read, files are.
 */
final class KnownDigests implements AutoCloseable {
    private final UnitLookup seal;
    private final boolean sameSnapshot;
    private final ListStore lists;
    private final ListStore inodes;
    private final UnitStack<Optional<Cursor>> units = new UnitStack<>(new Cursors());

    /** @param sameSnapshot whether the lists are of the snapshot that is sealed: then it holds its own inodes */
    @SuppressWarnings("MissingSummary")
    KnownDigests(UnitLookup seal, boolean sameSnapshot, ListStore lists, ListStore inodes) {
        this.seal = seal;
        this.sameSnapshot = sameSnapshot;
        this.lists = lists;
        this.inodes = inodes;
    }

    /** Entries are asked for in the order of the walk. */
    Optional<byte[]> find(TreeEntry entry) throws IOException {
        Optional<Cursor> unit = units.at(entry.path(), entry.facts().type());
        try {
            return (entry.held() || sameSnapshot) && unit.isPresent()
                    ? unit.get().find(entry)
                    : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        units.end();
        seal.close();
    }

    private final class Cursors implements UnitStack.UnitEnds<Optional<Cursor>> {
        @Override
        public Optional<Cursor> open(String unit) {
            try {
                Optional<UnitLookup.UnitSums> found = seal.find(unit);
                return found.isEmpty() ? Optional.empty() : Optional.of(new Cursor(found.get()));
            } catch (IOException damaged) {
                return Optional.empty();
            }
        }

        @Override
        public void close(String unit, Optional<Cursor> opened) throws IOException {
            if (opened.isPresent()) {
                opened.get().close();
            }
        }
    }

    /** A place in a unit, which moves along the walk. */
    private final class Cursor implements AutoCloseable {
        private final SealedInodes files;

        Cursor(UnitLookup.UnitSums unit) throws IOException {
            this.files = new SealedInodes(lists, inodes, unit);
        }

        Optional<byte[]> find(TreeEntry entry) throws IOException {
            while (!files.isAtEnd() && PathBytes.ORDER.compare(files.path(), entry.path()) < 0) {
                files.next();
            }
            boolean same = !files.isAtEnd()
                    && files.path().equals(entry.path())
                    && files.inode().equals(String.valueOf(entry.inode()));
            return same ? known(entry, files.entry()) : Optional.empty();
        }

        private static Optional<byte[]> known(TreeEntry entry, SealEntry noted) {
            boolean unwritten = noted.facts().isFile()
                    && noted.facts().size() == entry.facts().size()
                    && noted.facts().modified().equals(entry.facts().modified());
            return unwritten ? noted.digest() : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            files.close();
        }
    }
}
