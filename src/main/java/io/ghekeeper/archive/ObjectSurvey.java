package io.ghekeeper.archive;

import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.store.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at objects without reading them: one list of the store says in what storage class each is. What may be cold is asked for
 * one by one, by several threads.
 */
final class ObjectSurvey {
    /** What it is, where it is interrupted. */
    static final String WORK = "the look at the store";

    private final ArchiveAccess access;
    private final ArchiveProgress progress;

    /** @param access its identity is not used */
    @SuppressWarnings("MissingSummary")
    ObjectSurvey(ArchiveAccess access, ArchiveProgress progress) {
        this.access = access;
        this.progress = progress;
    }

    /**
     * How they are kept.
     *
     * @param rows sorted lines of {@link StateTable#OBJECTS}
     * @param count of these
     */
    ObjectClasses classes(Path rows, long count) throws IOException, InterruptedException {
        ObjectTally tally = new ObjectTally();
        look(rows, (row, version) -> tally.add(version, row.length(), asked(row, version)));
        return tally.classes(count);
    }

    private ObjectAccess asked(ObjectRow row, StoredVersion version) {
        return version.mayBeCold()
                ? access.store().access(row.key(), row.namedVersion()).orElse(ObjectAccess.AT_ONCE)
                : ObjectAccess.AT_ONCE;
    }

    /**
     * Asks for a copy of each object that cannot be read at once. To do so again does no harm.
     *
     * @return how many objects could be read before in which way: a copy was asked for of those that were cold
     */
    Map<ObjectAccess, ObjectAmount> warmUp(Path rows, WarmUp how) throws IOException, InterruptedException {
        Map<ObjectAccess, ObjectAmount> found = new EnumMap<>(ObjectAccess.class);
        look(rows, (row, version) -> {
            ObjectAccess before = version.mayBeCold()
                    ? access.store().warmUp(row.key(), row.namedVersion(), how).orElse(ObjectAccess.AT_ONCE)
                    : ObjectAccess.AT_ONCE;
            synchronized (found) {
                found.merge(before, new ObjectAmount(1, row.length()), ObjectAmount::plus);
            }
        });
        return found;
    }

    /** Hears of each object that the store lists. */
    private interface ListedObject {
        void found(ObjectRow row, StoredVersion version);
    }

    private void look(Path sorted, ListedObject each) throws IOException, InterruptedException {
        try (LineCursor rows = new SortedLines(sorted);
                PackLanes lanes = new PackLanes(access.lanes(), progress)) {
            access.store().versions("", version -> {
                progress.answered();
                progress.requireGoOn();
                try {
                    Optional<ObjectRow> row = rowOf(rows, version);
                    if (row.isPresent() && version.mayBeCold()) {
                        lanes.submit(() -> {
                            each.found(row.get(), version);
                            progress.answered();
                        });
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
