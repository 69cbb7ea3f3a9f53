package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.SealEvent;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.InheritedDamage;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.seal.SealedSnapshot;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** The run that seals one snapshot and checks its dumps in the same reading, and then some of its repositories. */
public final class SealRun {
    private final Execution execution;
    private final ReadProgress progress;
    private final HistoryReader history;
    private final Sealer sealer;
    private final InheritedDamage damage;
    private final SnapshotChecks checks;
    private final CopyChoice copies;

    /** Chooses what gets the content that a seal reads. */
    public interface CopyChoice {
        /** @param warnings gets a sentence where the copy ends before its time */
        @SuppressWarnings("MissingSummary")
        ContentCopy begin(Snapshot snapshot, SealProgress progress, Consumer<String> warnings);

        /** Removes what a killed seal left, also where nothing begins after it. */
        void removeUnfinished(Consumer<String> warnings);
    }

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public SealRun(
            Execution execution,
            ReadProgress progress,
            HistoryReader history,
            Sealer sealer,
            InheritedDamage damage,
            SnapshotChecks checks,
            CopyChoice copies) {
        this.execution = execution;
        this.progress = progress;
        this.history = history;
        this.sealer = sealer;
        this.damage = damage;
        this.checks = checks;
        this.copies = copies;
    }

    /**
     * Seals it, where it has no seal, and does the deep checks, where they were not done.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, String snapshotId) {
        return execution.run(
                Run.Kind.SEAL, cause, output, context -> KeepReasons.within(context, () -> story(snapshotId, context)));
    }

    /** Ends the running seal, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(String snapshotId, RunContext context) {
        context.snapshot(snapshotId, Set.of());
        copies.removeUnfinished(context::warn);
        Snapshot snapshot = NextSeal.require(history.read(), snapshotId);
        progress.begin(context.watch());
        context.watch().workBegins();
        Optional<FileChecks> files =
                checks.isDone(snapshotId) ? Optional.empty() : Optional.of(checks.files(snapshot, progress));
        if (sealer.sealed().contains(snapshotId)) {
            // A later seal would hide what was damaged since.
            context.info("snapshot " + snapshotId + " has a seal already, which stays");
            sealer.removeUnfinished(snapshotId);
            files.ifPresent(begun -> checks.check(snapshot, begun, progress, context));
            return;
        }
        requireUndamaged(snapshot, context);
        try (ContentCopy copy = copies.begin(snapshot, progress, context::warn)) {
            seal(snapshot, files.orElse(FileChecks.NONE), copy, context);
            files.ifPresent(begun -> checks.check(snapshot, begun, progress, context));
            copy.keep(); // what is suspect now is not archived
        }
    }

    private void seal(Snapshot snapshot, FileChecks files, ContentCopy copy, RunContext context) {
        SealedSnapshot sealed = sealer.seal(snapshot, context.id(), files, progress, copy);
        context.record(new SealEvent.SnapshotSealed(
                OptionalLong.of(sealed.entries()),
                OptionalLong.of(sealed.bytes()),
                OptionalLong.of(progress.bytes()),
                OptionalLong.of(sealed.units()),
                OptionalLong.of(sealed.newUnits())));
    }

    /** A seal of damaged files would call them whole. */
    private void requireUndamaged(Snapshot snapshot, RunContext context) {
        damage.find(snapshot, context.id())
                .forEach((other, files) -> context.record(new VerifyEvent.DamageShared(snapshot.id(), files)));
        damage.known(snapshot).ifPresent(why -> {
            throw new Failure(
                    FailureKind.SNAPSHOT_DAMAGED,
                    "snapshot " + snapshot.id() + " is damaged, and a seal would hide that: " + why,
                    "Take a new one, which fetches the damaged files: ghe-keeper backup");
        });
    }
}
