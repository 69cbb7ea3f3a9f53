package io.ghekeeper.archive;

import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which snapshots have a root that is whole, as far as can be seen without an identity: it is of the appliance, and the store has
 * the manifest and the lists that it names. Packs are not looked for: they may be many, and a fetch finds out. Who may only write
 * to the store could put a document there that has the name of a root.
 */
public final class WholeRoots {
    private final ArchiveAccess access;

    /** @param access its identity is not used */
    @SuppressWarnings("MissingSummary")
    public WholeRoots(ArchiveAccess access) {
        this.access = access;
    }

    /**
     * Whether a snapshot has one.
     *
     * @param appliance uuid of the appliance that the store is of
     * @param faults gets a sentence for each root that is not whole
     * @throws io.ghekeeper.failure.Failure of a STORE, AWS or VOLUME kind
     */
    public boolean has(String snapshotId, String appliance, Consumer<String> faults) {
        return access.read("the look at the store", () -> {
            try (WorkFolder work = access.workFolder(ArchiveProgress.UNWATCHED)) {
                for (StoreRoot root : StoreRoots.of(access.store(), snapshotId)) {
                    Optional<String> fault = fault(root, appliance, work);
                    if (fault.isEmpty()) {
                        return true;
                    }
                    faults.accept("the root " + root.key() + " proves nothing, and is passed over: " + fault.get());
                }
                return false;
            }
        });
    }

    private Optional<String> fault(StoreRoot root, String appliance, WorkFolder work) throws IOException {
        Lists lists = new Lists(access.store());
        try {
            RootFacts facts = StoreRoots.read(access.store(), root, work, lists::row);
            if (!facts.appliance().equals(appliance)) {
                return Optional.of("it is of another appliance");
            }
            return lists.found.contains(facts.manifest().text())
                    ? Optional.empty()
                    : Optional.of("it has no row for its manifest");
        } catch (DamagedRootException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Looks for what a root names beside packs: few objects, each once. */
    private static final class Lists {
        private final ObjectStore store;
        private final Set<String> found = new HashSet<>();

        Lists(ObjectStore store) {
            this.store = store;
        }

        void row(ObjectRow row) throws DamagedRootException {
            if (!row.isOfItsName()) {
                throw new DamagedRootException("it has a row that names no object");
            }
            if (ArchivedTree.isPack(row) || found.contains(row.key().text())) {
                return;
            }
            Optional<StoredObject> there = store.find(row.key(), row.namedVersion());
            // A copy of the store has other etags, and a fetch goes by the SHA-256.
            if (there.filter(one -> one.length() == row.length()).isEmpty()) {
                throw new DamagedRootException("the store has no such " + row.key());
            }
            found.add(row.key().text());
        }
    }
}
