package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;

/** The roots in a store: each is the commit of one snapshot. */
final class ArchiveRoots {
    private static final String HINT =
            "Find out what else writes to the store or changes it. Then type the command again.";

    private final ObjectStore store;
    private final WorkFolder work;

    ArchiveRoots(ObjectStore store, WorkFolder work) {
        this.store = store;
        this.work = work;
    }

    /**
     * A root as it is in the store.
     *
     * @param object the root itself
     * @param rows lines of {@link StateTable#OBJECTS}, whose locks are not known
     * @param count of these
     */
    record StoredRoot(RootFacts facts, StoredObject object, Path rows, long count) {}

    /**
     * The root of a snapshot, all of whose objects are there; nothing where the store has none.
     *
     * @throws Failure STORE_FAILED when it is damaged, or an object is not there
     */
    Optional<StoredRoot> find(String snapshotId, String appliance, ReadBackCheck check) throws IOException {
        Optional<StoredRoot> root = read(snapshotId, appliance);
        if (root.isPresent()) {
            try {
                check.require(root.get().rows(), root.get().count());
            } catch (LostObjectsException e) {
                throw failed(
                        root.get().object().key(),
                        "it was archived, and " + e.getMessage(),
                        "Look at the store's versions: nothing but its retention may delete. The snapshot counts as not archived.",
                        e);
            }
        }
        return root;
    }

    /**
     * The root of a snapshot; nothing where the store has none. Its objects are not looked for.
     *
     * @throws Failure STORE_FAILED when it is damaged
     */
    Optional<StoredRoot> read(String snapshotId, String appliance) throws IOException {
        ObjectKey key = StoreRoots.key(snapshotId, 1);
        Optional<StoredObject> there = store.find(key);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Path file = work.file("root");
        fetch(there.get(), new AppendStream(work.disk(), file));
        try (RootReader root = new RootReader(file);
                SortedLinesWriter rows = new SortedLinesWriter(work.disk(), work.file("objects"))) {
            for (Optional<ObjectRow> row = root.next(); row.isPresent(); row = root.next()) {
                rows.write(row.get().line());
            }
            if (!root.facts().snapshot().equals(snapshotId)
                    || !root.facts().appliance().equals(appliance)) {
                throw new RootReader.DamagedRootException("it is of another snapshot");
            }
            long count = rows.count();
            return Optional.of(new StoredRoot(root.facts(), there.get(), rows.finish(), count));
        } catch (JsonProcessingException e) {
            throw failed(key, "it is damaged", "Look at the object in the store.", e);
        } catch (RootReader.DamagedRootException e) {
            throw failed(key, e.getMessage(), "Look at the object in the store.", e);
        }
    }

    private void fetch(StoredObject root, OutputStream to) throws IOException {
        try (to) {
            if (root.length() > 0) {
                store.fetch(root.key(), 0, root.length(), to);
            }
        }
    }

    /**
     * Commits a snapshot. Its root is locked as long as its objects.
     *
     * @throws Failure STORE_FAILED where the store does not give back the same root then, or shows no such lock
     */
    void put(RootFacts facts, Path objects, ObjectSender sender) throws IOException {
        ObjectKey key = StoreRoots.key(facts.snapshot(), 1);
        Path file = work.file("root");
        String sha256 = RootWriter.write(facts, objects, work.disk(), file);
        sender.put(key, file, Files.size(file), sha256, facts.lockedUntil());
        StoredObject root = requireRead(key, sha256);
        if (facts.lockedUntil().isPresent()) {
            store.retain(key, root.version(), facts.lockedUntil().get());
        }
    }

    /** Where one was there already, an earlier try of the same call may have put it, with its answer lost. */
    private StoredObject requireRead(ObjectKey key, String sha256) throws IOException {
        StoredObject root =
                store.find(key).orElseThrow(() -> failed(key, "it is not there after it was sent", HINT, null));
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest());
        fetch(root, digest);
        if (!HexFormat.of().formatHex(digest.getMessageDigest().digest()).equals(sha256)) {
            throw failed(key, "what the store gives back is not what was sent", HINT, null);
        }
        return root;
    }

    private static Failure failed(ObjectKey key, String why, String hint, Exception cause) {
        return new Failure(FailureKind.STORE_FAILED, "the root " + key + " is no proof: " + why, hint, cause);
    }
}
