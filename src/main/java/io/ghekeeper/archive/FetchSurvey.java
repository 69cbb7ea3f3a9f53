package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Looks at the objects of an archived snapshot without reading them: its root says which they are.
 */
public final class FetchSurvey {
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
        return access.read(ObjectSurvey.WORK, () -> {
            try (WorkFolder work = access.workFolder(progress)) {
                ListedRoot root = root(snapshotId, work);
                return plan(root, new ObjectSurvey(access, progress).classes(root.rows(), root.objects()));
            }
        });
    }

    private static FetchPlan plan(ListedRoot root, ObjectClasses objects) {
        RootFacts facts = root.facts();
        return new FetchPlan(
                root.root().snapshot(),
                root.root().number(),
                facts.appliance(),
                facts.release(),
                facts.archivedAt(),
                facts.entries(),
                facts.bytes(),
                objects);
    }

    /**
     * Asks for a copy of each object that cannot be read at once. To do so again does no harm.
     *
     * @return how many objects could be read before in which way: a copy was asked for of those that were cold
     * @throws Failure as {@link #plan} does
     */
    public Map<ObjectAccess, ObjectAmount> warmUp(String snapshotId, WarmUp how, ArchiveProgress progress) {
        return access.read(ObjectSurvey.WORK, () -> {
            try (WorkFolder work = access.workFolder(progress)) {
                return new ObjectSurvey(access, progress)
                        .warmUp(root(snapshotId, work).rows(), how);
            }
        });
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
}
