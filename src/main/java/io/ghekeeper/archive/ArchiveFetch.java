package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Fetches content out of the archive by its SHA-256, from whichever root has it. */
public final class ArchiveFetch {
    private final Path stateDirectory;
    private final Disk disk;
    private final ObjectStore store;
    private final Optional<ArchiveIdentity> identity;
    private final int lanes;
    private final Consumer<String> warnings;

    /** Takes what was fetched. One thread at a time calls it. */
    public interface ContentReceiver {
        /**
         * A content.
         *
         * @param digest its SHA-256, which it was proven to have
         * @param file is removed when this returns
         */
        void content(String digest, Path file);
    }

    /**
     * What fetches.
     *
     * @param stateDirectory gets a folder for temporary files
     * @param identity stays the caller's to close; nothing where the archive is not encrypted
     * @param lanes how many packs are read at the same time
     * @param warnings gets a sentence for each object that is lost or damaged
     */
    public ArchiveFetch(
            Path stateDirectory,
            Disk disk,
            ObjectStore store,
            Optional<ArchiveIdentity> identity,
            int lanes,
            Consumer<String> warnings) {
        this.stateDirectory = stateDirectory;
        this.disk = disk;
        this.store = store;
        this.identity = identity;
        this.lanes = lanes;
        this.warnings = warnings;
    }

    /**
     * Begins to read. Roots, manifests and lists are fetched once until that is closed.
     *
     * @throws Failure of a VOLUME kind
     */
    public OpenArchive open(ArchiveProgress progress) {
        try {
            return new OpenArchive(progress);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Fetches once: see {@link OpenArchive#fetch}. */
    public Set<String> fetch(
            String snapshotId, Set<String> digests, ContentReceiver receiver, ArchiveProgress progress) {
        try (OpenArchive archive = open(progress)) {
            return archive.fetch(snapshotId, digests, receiver);
        }
    }

    private Failure unwritable(IOException e) {
        return Unwritable.failure(
                "cannot read the archive with temporary files in " + stateDirectory, stateDirectory, e);
    }

    /** The archive while it is read. One thread uses it. */
    public final class OpenArchive implements AutoCloseable {
        private final WorkFolder work;
        private final ObjectReader objects;
        private final Map<StoreRoot, ArchivedTree> trees = new HashMap<>();
        private final Set<StoreRoot> unreadable = new HashSet<>();
        private Optional<List<StoreRoot>> roots = Optional.empty();

        private OpenArchive(ArchiveProgress progress) throws IOException {
            work = WorkFolder.withoutDead(disk, stateDirectory, progress::requireGoOn);
            objects = new ObjectReader(store, work, identity, progress);
        }

        /**
         * Fetches content: from the roots of one snapshot first, the latest before the others, and then from those of the
         * others.
         *
         * @param digests in hexadecimal; they are in memory
         * @return those that no readable object of the archive has
         * @throws Failure CONFIGURATION_INVALID when the archive is encrypted, and there is no identity; ENCRYPTION_FAILED
         *     when none fits any object; of the store; of a VOLUME kind; what {@code receiver} and the progress throw
         */
        public Set<String> fetch(String snapshotId, Set<String> digests, ContentReceiver receiver) {
            Set<String> wanted = new HashSet<>(digests);
            try {
                for (StoreRoot root : roots(snapshotId)) {
                    if (wanted.isEmpty()) {
                        break;
                    }
                    fetch(root, wanted, receiver);
                }
                if (!wanted.isEmpty()) {
                    objects.requireIdentityFits();
                }
                return wanted;
            } catch (IOException e) {
                throw unwritable(e);
            } catch (UncheckedIOException e) {
                throw unwritable(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(
                        FailureKind.RUN_INTERRUPTED,
                        "the run was interrupted",
                        "Nothing to do: type the command again.");
            }
        }

        private List<StoreRoot> roots(String snapshotId) {
            if (roots.isEmpty()) {
                roots = Optional.of(StoreRoots.of(store));
            }
            List<StoreRoot> all = new ArrayList<>(roots.get());
            Collections.reverse(all);
            List<StoreRoot> ordered = new ArrayList<>(all);
            ordered.removeIf(root -> !root.snapshot().equals(snapshotId));
            all.removeAll(ordered);
            ordered.addAll(all);
            return ordered;
        }

        private void fetch(StoreRoot root, Set<String> wanted, ContentReceiver receiver)
                throws IOException, InterruptedException {
            Optional<ArchivedTree> tree = tree(root);
            if (tree.isPresent()) {
                new ArchivedContents(tree.get(), objects, lanes)
                        .fetch(
                                wanted,
                                (digest, file) -> {
                                    synchronized (receiver) {
                                        receiver.content(digest, file);
                                    }
                                },
                                warnings);
            }
        }

        private Optional<ArchivedTree> tree(StoreRoot root) throws IOException, InterruptedException {
            if (!trees.containsKey(root) && !unreadable.contains(root)) {
                try {
                    trees.put(root, ArchivedTree.open(objects, root, lanes));
                } catch (UnreadableObjectException e) {
                    unreadable.add(root);
                    warnings.accept(e.getMessage());
                }
            }
            return Optional.ofNullable(trees.get(root));
        }

        /** Removes all temporary files. */
        @Override
        public void close() {
            try {
                work.close();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }
}
