package io.ghekeeper.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.volume.AppendStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * All roots of a store, by its list of versions: a delete marker hides none of them, and what was put over one takes no
 * place. A snapshot has more than one where the store had lost objects of the first, or where packs were rewritten.
 */
public final class StoreRoots {
    private static final String ROOTS = "snapshots/";
    static final String TOMBSTONES = "tombstones/";
    static final Pattern ROOT = Pattern.compile(ROOTS + "([0-9]{8}T[0-9]{6})(?:\\.([2-9]|[1-9][0-9]{1,4}))?\\.json");
    static final Pattern TOMBSTONE = Pattern.compile(TOMBSTONES + "([0-9]{8}T[0-9]{6})\\.json");

    /** The list of a snapshot's objects is in its root: some hundred bytes for each 64 MiB. */
    private static final int LONGEST = 64 << 20;

    /** Each repair or compaction of a snapshot makes one more root. */
    private static final int ASKED = 9;

    private StoreRoots() {}

    /**
     * A root as the store lists it.
     *
     * @param number 1 of the first one of a snapshot; each later one counts one more
     * @param version empty where the store has none
     * @param hidden by a delete marker, or by what was put over it: only its version leads to it
     * @param put by the store's word
     */
    public record StoreRoot(
            ObjectKey key,
            String snapshot,
            int number,
            Optional<String> version,
            long length,
            boolean hidden,
            Instant put) {
        /** The object itself: what it holds is known by no digest. */
        ObjectRow row() {
            return new ObjectRow(key, length, ObjectRow.NONE, version.orElse(ObjectRow.NONE), ObjectRow.NONE, 0);
        }
    }

    /** The key of a root. */
    static ObjectKey key(String snapshotId, int number) {
        return new ObjectKey(ROOTS + snapshotId + (number == 1 ? "" : "." + number) + ".json");
    }

    /** That there is none of a snapshot. */
    static Failure missing(FailureKind kind, String snapshotId) {
        return new Failure(
                kind,
                "the store has no root of " + snapshotId + ": it is not archived",
                "List what is there with: ghe-keeper archive list");
    }

    /** The key of what says that retention does not need a snapshot any more. */
    static ObjectKey tombstone(String snapshotId) {
        return new ObjectKey(TOMBSTONES + snapshotId + ".json");
    }

    /** The snapshot that a tombstone is of. */
    static String tombstoned(ObjectKey tombstone) {
        Matcher name = TOMBSTONE.matcher(tombstone.text());
        if (!name.matches()) {
            throw new IllegalArgumentException(tombstone + " is no tombstone");
        }
        return name.group(1);
    }

    /** All of them, by snapshot and number. Of one key it is the version that was put first: a root is written once. */
    public static List<StoreRoot> of(ObjectStore store) {
        List<StoreRoot> roots = new ArrayList<>();
        store.versions(ROOTS, version -> {
            Matcher name = ROOT.matcher(version.key().text());
            if (!version.deleteMarker() && name.matches()) {
                int last = roots.size() - 1;
                if (last >= 0 && roots.get(last).key().equals(version.key())) {
                    roots.remove(last); // of one key, the latest is listed first
                }
                roots.add(root(version, name));
            }
        });
        roots.sort(Comparator.comparing(StoreRoot::snapshot).thenComparingInt(StoreRoot::number));
        return List.copyOf(roots);
    }

    /** Those of one snapshot, the latest first: a repair or a compaction wrote each later one. */
    static List<StoreRoot> of(ObjectStore store, String snapshotId) {
        return of(store).stream()
                .filter(root -> root.snapshot().equals(snapshotId))
                .sorted(Comparator.comparingInt(StoreRoot::number).reversed())
                .toList();
    }

    /**
     * Requires that a snapshot, of which {@link #of} lists no root, has none: by a list of its own roots, and by asking for
     * those of the first numbers.
     *
     * @throws Failure STORE_FAILED where it has one, and the list is not to be believed
     */
    static void requireGone(ObjectStore store, String snapshotId) {
        List<ObjectKey> there = new ArrayList<>();
        store.versions(ROOTS + snapshotId, version -> {
            if (!version.deleteMarker() && ROOT.matcher(version.key().text()).matches()) {
                there.add(version.key());
            }
        });
        IntStream.rangeClosed(1, ASKED)
                .mapToObj(number -> key(snapshotId, number))
                .filter(key -> store.find(key).isPresent())
                .forEach(there::add);
        if (!there.isEmpty()) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "the store's list of roots lacks " + there.get(0) + ", which is there",
                    "Nothing is known of any snapshot by such a list. Check the store, then try again.");
        }
    }

    private static StoreRoot root(StoredVersion version, Matcher name) {
        int number = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
        return new StoreRoot(
                version.key(),
                name.group(1),
                number,
                version.version(),
                version.length(),
                !version.latest(),
                version.modified());
    }

    /**
     * A root as it is in the store, by its version.
     *
     * @throws RootReader.DamagedRootException where it has no bytes, or more than a root has
     */
    public static byte[] content(ObjectStore store, StoreRoot root) throws IOException {
        if (root.length() < 1 || root.length() > LONGEST) {
            throw new RootReader.DamagedRootException("it has " + root.length() + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) root.length());
        store.fetch(root.key(), root.version(), 0, root.length(), bytes);
        return bytes.toByteArray();
    }

    /** Takes what a root says, row by row. */
    interface RowListener {
        void row(ObjectRow row) throws IOException;
    }

    /**
     * Reads a root to its end.
     *
     * @param rows may have got some before a failure
     * @throws RootReader.DamagedRootException when it is damaged, has more bytes than a root has, or is of another snapshot
     */
    static RootFacts read(ObjectStore store, StoreRoot root, WorkFolder work, RowListener rows) throws IOException {
        if (root.length() > LONGEST) {
            throw new RootReader.DamagedRootException("it has " + root.length() + " bytes");
        }
        Path file = work.file("root");
        try (OutputStream to = new AppendStream(work.disk(), file)) {
            if (root.length() > 0) {
                store.fetch(root.key(), root.version(), 0, root.length(), to);
            }
        }
        try (RootReader reader = new RootReader(file)) {
            if (!reader.facts().snapshot().equals(root.snapshot())) {
                throw new RootReader.DamagedRootException("it is of another snapshot");
            }
            for (Optional<ObjectRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                rows.row(row.get());
            }
            return reader.facts();
        } catch (JsonProcessingException e) {
            throw new RootReader.DamagedRootException("it is damaged");
        } finally {
            work.disk().delete(file);
        }
    }
}
