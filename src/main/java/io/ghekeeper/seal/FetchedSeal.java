package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Seals a snapshot that was fetched: walks it, compares each entry with the lists that it was fetched by, and writes the seal
 * with their digests. No file is read again: each was proven when it was written. The caller holds the lease of the keep lane.
 */
public final class FetchedSeal {
    private final SealFiles files;
    private final Path stateDirectory;
    private final Clock clock;
    private final boolean owners;

    /** The lists by which it was fetched. */
    public interface ListSource {
        /** Opens the entries of a unit, by its path; the entries come in the order of {@link PathBytes#ORDER}. */
        FetchedEntries open(String unit) throws IOException;
    }

    /** The entries of a unit. */
    public interface FetchedEntries extends AutoCloseable {
        /** The next one; nothing after the last. */
        Optional<SealEntry> next() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** @param owners whether owners were set, and must be those of the lists */
    @SuppressWarnings("MissingSummary")
    public FetchedSeal(Path stateDirectory, Disk disk, Clock clock, boolean owners) {
        this.files = new SealFiles(disk, stateDirectory);
        this.stateDirectory = stateDirectory;
        this.clock = clock;
        this.owners = owners;
    }

    /**
     * Seals it. An earlier seal of it is replaced.
     *
     * @param snapshot whose folder need not have its name yet
     * @param run the id of the run that does it
     * @return when the seal is on disk as a whole
     * @throws Failure SEAL_FAILED with the first entry that is not as it was sealed, or is not there; of a VOLUME kind; what
     *     {@code progress} throws. There is no new seal then
     */
    public SealedSnapshot seal(Snapshot snapshot, String run, ListSource lists, SealProgress progress) {
        try (TreeReaders readers = new TreeReaders(1, progress)) {
            files.prepare();
            SealWriter writer = new SealWriter(files, snapshot.id(), files.fileSystem(), files.units(), files.inodes());
            SealCount count = new SealCount();
            UnitStack<ListedUnit> units = new UnitStack<>(new ListedUnits(lists));
            SortedTree tree =
                    new SortedTree(snapshot.directory(), TreePart.WHOLE, Optional.empty(), readers, progress, entry -> {
                        throw entry;
                    });
            for (Optional<TreeEntry> next = tree.next(); next.isPresent(); next = tree.next()) {
                TreeEntry entry = next.get();
                progress.walked();
                progress.requireGoOn();
                ListedUnit unit = units.at(entry.path(), entry.facts().type());
                writer.add(entry, unit.require(entry));
                count.add(entry.facts());
            }
            units.end();
            writer.endUnits();
            SealedSnapshot sealed = count.sealed(snapshot.id(), clock.instant(), run, writer);
            writer.finish(sealed);
            return sealed;
        } catch (UnreadableEntry e) {
            throw different(snapshot, e.path(), e.reason());
        } catch (DifferentEntry e) {
            throw different(snapshot, e.path, e);
        } catch (IOException e) {
            throw Unwritable.failure("cannot write the seal of " + snapshot.id(), stateDirectory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED, "the seal was interrupted", "Nothing to do: type the command again.");
        }
    }

    private static Failure different(Snapshot snapshot, String path, IOException reason) {
        return new Failure(
                FailureKind.SEAL_FAILED,
                "what was fetched of " + snapshot.id() + " is not what was sealed: " + Difference.shown(path) + ": "
                        + FileError.words(reason),
                "Find out what else writes to " + snapshot.directory() + "; then type the command again.",
                reason);
    }

    /** What was fetched and what was sealed are not the same. */
    private static final class DifferentEntry extends IOException {
        private static final long serialVersionUID = 1;

        private final String path;

        DifferentEntry(String path, String why) {
            super(why);
            this.path = path;
        }
    }

    private final class ListedUnits implements UnitStack.UnitEnds<ListedUnit> {
        private final ListSource lists;

        ListedUnits(ListSource lists) {
            this.lists = lists;
        }

        @Override
        public ListedUnit open(String unit) throws IOException {
            return new ListedUnit(lists.open(unit));
        }

        @Override
        public void close(String unit, ListedUnit opened) throws IOException {
            opened.end();
        }
    }

    /** Goes along the list of a unit. */
    private final class ListedUnit {
        private final FetchedEntries entries;

        ListedUnit(FetchedEntries entries) {
            this.entries = entries;
        }

        /** The digest of an entry that must be the next of the list. */
        Optional<byte[]> require(TreeEntry entry) throws IOException {
            Optional<SealEntry> next = next();
            if (next.isEmpty() || PathBytes.ORDER.compare(next.get().path(), entry.path()) > 0) {
                throw new DifferentEntry(entry.path(), "it was not sealed");
            }
            if (!next.get().path().equals(entry.path())) {
                throw missing(next.get());
            }
            if (!isAs(next.get().facts(), entry.facts())) {
                throw new DifferentEntry(entry.path(), "its attributes are not those that were sealed");
            }
            return next.get().digest();
        }

        private boolean isAs(EntryFacts listed, EntryFacts found) {
            return listed.equals(found)
                    || (!owners
                            && listed.equals(new EntryFacts(
                                    found.type(),
                                    found.mode(),
                                    listed.uid(),
                                    listed.gid(),
                                    found.size(),
                                    found.modified(),
                                    found.target(),
                                    found.device())));
        }

        /** Devices, pipes and sockets are not fetched. */
        private Optional<SealEntry> next() throws IOException {
            Optional<SealEntry> next;
            do {
                next = entries.next();
            } while (next.filter(entry -> !isFetched(entry.facts())).isPresent());
            return next;
        }

        void end() throws IOException {
            try (entries) {
                Optional<SealEntry> left = next();
                if (left.isPresent()) {
                    throw missing(left.get());
                }
            }
        }

        private DifferentEntry missing(SealEntry entry) {
            return new DifferentEntry(entry.path(), "it is not there");
        }
    }

    /** Whether an entry of this type is put into a snapshot that is fetched. */
    public static boolean isFetched(EntryFacts facts) {
        return facts.isFile() || facts.isFolder() || facts.type() == EntryType.LINK;
    }
}
