package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Commits a snapshot: when the store has shown that all objects are there, unannounced and locked, the root that names them is
 * written.
 */
final class RootCommit {
    private static final int MOST_LOOKS = 3;

    private final ArchiveSetting setting;
    private final ArchiveState state;
    private final WorkFolder work;
    private final ArchiveProgress progress;
    private final FileSender sender;
    private final PruneWatch pruned;
    private Optional<Path> before = Optional.empty();

    /** @param state learns of locks */
    @SuppressWarnings("MissingSummary")
    RootCommit(
            ArchiveSetting setting, ArchiveState state, WorkFolder work, ArchiveProgress progress, FileSender sender) {
        this.setting = setting;
        this.state = state;
        this.work = work;
        this.progress = progress;
        this.sender = sender;
        this.pruned = new PruneWatch(setting.store(), work);
    }

    /**
     * Has each object proven by its SHA-256 in the store that the root before does not name: what that names may be deleted then.
     *
     * @param rows lines of {@link StateTable#OBJECTS}
     */
    RootCommit after(Path rows) {
        before = Optional.of(rows);
        return this;
    }

    /**
     * Does it.
     *
     * @param facts of the root, by the end of the locks
     * @param number of the root
     * @param objects lines of {@link StateTable#OBJECTS}
     * @param count of these
     * @return what the root says
     * @throws LostObjectsException when one is not there, or may be deleted soon
     * @throws Failure of the store
     */
    RootFacts put(Function<Optional<Instant>, RootFacts> facts, int number, Path objects, long count)
            throws IOException, InterruptedException {
        Instant looked = requireThere(objects, count);
        if (before.isPresent()) {
            new SentProof(setting.store(), setting.rate(), setting.options().lanes(), progress)
                    .require(objects, before.get());
        }
        // As of now: a first archive may take days.
        Optional<Instant> until = setting.locks().until();
        Path rows = until.isPresent() ? locked(objects, until.get()) : objects;
        RootFacts written = facts.apply(until);
        for (int looks = 1; !pruned.holds(looked); looks++) {
            if (looks == MOST_LOOKS) {
                throw new Failure(
                        FailureKind.STORE_FAILED,
                        "no root is written: to look for all objects in the store took more than an hour, each time",
                        "Find out why the store is slow. The next run goes on with what was sent.");
            }
            looked = requireThere(objects, count);
        }
        progress.requireGoOn();
        new ArchiveRoots(setting.store(), work).put(written, number, rows, sender);
        if (!pruned.holds(looked)) {
            setting.check(work, progress).require(objects, count);
        }
        return written;
    }

    /** In this order: what is not announced any more may be deleted by now. */
    private Instant requireThere(Path objects, long count) throws IOException {
        Instant looked;
        try (LineCursor rows = new SortedLines(objects)) {
            looked = pruned.requireNone(rows);
        }
        setting.check(work, progress).require(objects, count);
        return looked;
    }

    private Path locked(Path rows, Instant until) throws IOException, InterruptedException {
        StateChange change = new StateChange(work, ArchiveSetting.SORTED_IN_MEMORY);
        try (PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            return setting.locks().extend(rows, until, state, change, work, lanes);
        }
    }
}
