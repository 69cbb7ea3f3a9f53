package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
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
    private static final String RUN = "the run";

    private final ArchiveAccess access;
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

    /** @param warnings gets a sentence for each object that is lost or damaged */
    @SuppressWarnings("MissingSummary")
    public ArchiveFetch(ArchiveAccess access, Consumer<String> warnings) {
        this.access = access;
        this.warnings = warnings;
    }

    /**
     * Begins to read. Roots, manifests and lists are fetched once until that is closed.
     *
     * @throws Failure of a VOLUME kind
     */
    public OpenArchive open(ArchiveProgress progress) {
        return access.read(RUN, () -> new OpenArchive(progress));
    }

    /** Fetches once: see {@link OpenArchive#fetch}. */
    public Set<String> fetch(
            String snapshotId, Set<String> digests, ContentReceiver receiver, ArchiveProgress progress) {
        try (OpenArchive archive = open(progress)) {
            return archive.fetch(snapshotId, digests, receiver);
        }
    }

    /** The archive while it is read. One thread uses it. */
    public final class OpenArchive implements AutoCloseable {
        private final WorkFolder work;
        private final ObjectReader objects;
        private final Map<StoreRoot, ArchivedTree> trees = new HashMap<>();
        private final Set<StoreRoot> unreadable = new HashSet<>();
        private Optional<List<StoreRoot>> roots = Optional.empty();

        private OpenArchive(ArchiveProgress progress) throws IOException {
            work = access.workFolder(progress);
            objects = access.objects(work, progress);
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
            return access.read(RUN, () -> {
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
            });
        }

        private List<StoreRoot> roots(String snapshotId) {
            if (roots.isEmpty()) {
                roots = Optional.of(StoreRoots.of(access.store()));
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
                new ArchivedContents(tree.get(), objects, access.lanes())
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
                    trees.put(root, ArchivedTree.open(objects, root, access.lanes()));
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
            access.read(RUN, () -> {
                work.close();
                return work;
            });
        }
    }
}
