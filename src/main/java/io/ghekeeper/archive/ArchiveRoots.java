package io.ghekeeper.archive;

import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.text.Sha256;
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
     * @param root the object itself
     * @param rows lines of {@link StateTable#OBJECTS}, whose locks are not known
     * @param count of these
     */
    record StoredRoot(RootFacts facts, StoreRoot root, Path rows, long count) {}

    /** The root of a snapshot that counts: the latest, also where something hides it. */
    Optional<StoreRoot> latest(String snapshotId) {
        return StoreRoots.of(store, snapshotId).stream().findFirst();
    }

    /**
     * The latest root of a snapshot, all of whose objects are there; nothing where the store has none.
     *
     * @throws Failure STORE_FAILED when it is damaged or hidden, or an object is not there
     */
    Optional<StoredRoot> find(String snapshotId, String appliance, ReadBackCheck check) throws IOException {
        Optional<StoreRoot> root = latest(snapshotId);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        ObjectKey key = root.get().key();
        String hint =
                "Nothing but its retention may delete in the store. The snapshot counts as not archived. Send again what"
                        + " is lost: ghe-keeper archive " + snapshotId + " --repair";
        try {
            StoredRoot stored = read(root.get(), appliance, check);
            if (root.get().hidden()) {
                throw failed(key, "a delete marker or another version hides it", hint, null);
            }
            return Optional.of(stored);
        } catch (LostObjectsException e) {
            throw failed(key, "it was archived, and " + e.getMessage(), hint, e);
        } catch (RootReader.DamagedRootException e) {
            throw failed(key, e.getMessage(), "Look at the object in the store. " + hint, e);
        }
    }

    /**
     * Reads a root, and looks for its objects.
     *
     * @throws RootReader.DamagedRootException when it is damaged, or of another snapshot
     * @throws LostObjectsException when an object is not there
     */
    StoredRoot read(StoreRoot root, String appliance, ReadBackCheck check) throws IOException {
        StoredRoot stored = readNames(root, appliance, check);
        check.require(stored.rows(), stored.count());
        return stored;
    }

    /**
     * Reads a root that no reading found damaged, and looks for none of its objects.
     *
     * @throws RootReader.DamagedRootException when it is damaged, or of another snapshot
     */
    StoredRoot readNames(StoreRoot root, String appliance, ReadBackCheck check) throws IOException {
        if (check.isDamaged(root)) {
            throw new RootReader.DamagedRootException("a reading of all files found damage in it");
        }
        return read(root, appliance);
    }

    /**
     * Reads a root, and looks for none of its objects.
     *
     * @throws RootReader.DamagedRootException when it is damaged, or of another snapshot
     */
    StoredRoot read(StoreRoot root, String appliance) throws IOException {
        try (SortedLinesWriter rows = new SortedLinesWriter(work.disk(), work.file("objects"))) {
            RootFacts facts = StoreRoots.read(store, root, work, row -> rows.write(checked(row)));
            if (!facts.appliance().equals(appliance)) {
                throw new RootReader.DamagedRootException("it is of another snapshot");
            }
            long count = rows.count();
            return new StoredRoot(facts, root, rows.finish(), count);
        }
    }

    private static String checked(ObjectRow row) throws RootReader.DamagedRootException {
        if (!row.isOfItsName()) {
            throw new RootReader.DamagedRootException("it has a row that names no object");
        }
        return row.line();
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
     * @param number of the root: one more than that of the latest
     * @throws Failure STORE_FAILED where the store does not give back the same root then, or shows no such lock
     */
    void put(RootFacts facts, int number, Path objects, FileSender sender) throws IOException {
        ObjectKey key = StoreRoots.key(facts.snapshot(), number);
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
