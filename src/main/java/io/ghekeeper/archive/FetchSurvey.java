package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.FetchPlan.ObjectAmount;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.store.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the objects of an archived snapshot without reading them: its root says which they are, and one list of the store
 * in what storage class each is. What may be cold is asked for one by one, by several threads.
 */
public final class FetchSurvey {
    private static final String WORK = "the look at the store";

    private final ArchiveAccess access;

    /** @param access its identity is not used */
    @SuppressWarnings("MissingSummary")
    public FetchSurvey(ArchiveAccess access) {
        this.access = access;
    }

    /**
     * What a fetch takes.
     *
     * @throws Failure SNAPSHOT_UNKNOWN when the store has no root of it; ARCHIVE_DAMAGED when none can be read; of a STORE, AWS
     *     or VOLUME kind; what the progress throws
     */
    public FetchPlan plan(String snapshotId, ArchiveProgress progress) {
        return access.read(WORK, () -> {
            ObjectTally tally = new ObjectTally();
            try (WorkFolder work = access.workFolder(progress)) {
                ListedRoot root = root(snapshotId, work);
                look(root, progress, (row, version) -> tally.add(version, row.length(), asked(row, version)));
                return tally.plan(root.root(), root.facts(), root.objects());
            }
        });
    }

    /**
     * Asks for a copy of each object that cannot be read at once. To do so again does no harm.
     *
     * @return how many objects could be read before in which way: a copy was asked for of those that were cold
     * @throws Failure as {@link #plan} does
     */
    public Map<ObjectAccess, ObjectAmount> warmUp(String snapshotId, WarmUp how, ArchiveProgress progress) {
        return access.read(WORK, () -> {
            Map<ObjectAccess, ObjectAmount> found = new EnumMap<>(ObjectAccess.class);
            try (WorkFolder work = access.workFolder(progress)) {
                look(root(snapshotId, work), progress, (row, version) -> {
                    ObjectAccess before = version.mayBeCold()
                            ? access.store()
                                    .warmUp(row.key(), row.namedVersion(), how)
                                    .orElse(ObjectAccess.AT_ONCE)
                            : ObjectAccess.AT_ONCE;
                    synchronized (found) {
                        found.merge(before, new ObjectAmount(1, row.length()), ObjectAmount::plus);
                    }
                });
            }
            return found;
        });
    }

    private ObjectAccess asked(ObjectRow row, StoredVersion version) {
        return version.mayBeCold()
                ? access.store().access(row.key(), row.namedVersion()).orElse(ObjectAccess.AT_ONCE)
                : ObjectAccess.AT_ONCE;
    }

    /**
     * A root that can be read.
     *
     * @param rows sorted
     * @param objects that it names
     */
    private record ListedRoot(StoreRoot root, RootFacts facts, Path rows, long objects) {}

    /** The latest that can be read, and whose manifest is there, as a fetch takes it. What another one says counts for nothing. */
    private ListedRoot root(String snapshotId, WorkFolder work) throws IOException {
        List<StoreRoot> roots = StoreRoots.of(access.store(), snapshotId);
        if (roots.isEmpty()) {
            throw StoreRoots.missing(FailureKind.SNAPSHOT_UNKNOWN, snapshotId);
        }
        UnreadableObjectException first = null;
        for (StoreRoot root : roots) {
            try {
                return listed(root, work);
            } catch (UnreadableObjectException e) {
                first = first == null ? e : first;
            }
        }
        throw new Failure(
                FailureKind.ARCHIVE_DAMAGED,
                first.getMessage(),
                "Take another snapshot: ghe-keeper archive list. Find out what else changes the store.",
                first);
    }

    private ListedRoot listed(StoreRoot root, WorkFolder work) throws IOException {
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        RootFacts facts = ArchivedTree.rows(access.store(), root, work, rows);
        Path sorted = rows.sortedFile();
        ObjectRow manifest;
        try (LineCursor lines = new SortedLines(sorted)) {
            manifest = ArchivedTree.manifestRow(root, facts, lines);
        }
        if (access.store()
                .find(manifest.key(), manifest.namedVersion())
                .filter(there -> there.length() == manifest.length())
                .isEmpty()) {
            throw new UnreadableObjectException(manifest.key().text(), "is lost: the root " + root.key() + " names it");
        }
        return new ListedRoot(root, facts, sorted, rows.count());
    }

    /** Hears of each object that the store lists. */
    private interface ListedObject {
        void found(ObjectRow row, StoredVersion version);
    }

    private void look(ListedRoot root, ArchiveProgress progress, ListedObject each)
            throws IOException, InterruptedException {
        try (LineCursor rows = new SortedLines(root.rows());
                PackLanes lanes = new PackLanes(access.lanes(), progress)) {
            access.store().versions("", version -> {
                try {
                    Optional<ObjectRow> row = rowOf(rows, version);
                    if (row.isPresent() && version.mayBeCold()) {
                        lanes.submit(() -> each.found(row.get(), version));
                    } else {
                        row.ifPresent(listed -> each.found(listed, version));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Failure(
                            FailureKind.RUN_INTERRUPTED, WORK + " was interrupted", "Type the command again.", e);
                }
            });
            lanes.finish();
            rows.drain();
        }
    }

    /** A list has the latest version of a key first: that is the one of a root that names none. */
    private static Optional<ObjectRow> rowOf(LineCursor rows, StoredVersion version) throws IOException {
        String key = version.key().text();
        rows.skipTo(key);
        if (version.deleteMarker() || !rows.isAt(key)) {
            return Optional.empty();
        }
        ObjectRow row = ObjectRow.parse(rows.peek());
        boolean same = row.namedVersion().map(Optional::of).equals(Optional.of(version.version()))
                || (row.namedVersion().isEmpty() && version.latest());
        return Optional.of(row).filter(any -> same);
    }
}
