package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.VolumeVerifier;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The run that reads snapshots and compares them with their seals. What it finds is evidence of each snapshot. */
public final class VerifyRun {
    private final Execution execution;
    private final ReadProgress progress;
    private final SnapshotVerification snapshots;
    private final VolumeVerifier volume;
    private final VolumeComparison comparison;

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public VerifyRun(
            Execution execution,
            ReadProgress progress,
            SnapshotVerification snapshots,
            VolumeVerifier volume,
            VolumeComparison comparison) {
        this.execution = execution;
        this.progress = progress;
        this.snapshots = snapshots;
        this.volume = volume;
        this.comparison = comparison;
    }

    /**
     * Verifies snapshots, one after the other. One that is damaged does not keep the others from being read.
     *
     * @param output see {@link Execution#run}
     * @param deep whether the deep checks are done again, too
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; SNAPSHOT_DAMAGED when one is
     *     not as it was sealed; CHECK_FAILED when a deep check doubts one; the first other failure, after it was written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, List<String> snapshotIds, boolean deep) {
        return run(cause, output, (failures, context) -> oneByOne(snapshotIds, deep, failures, context));
    }

    /**
     * Verifies a snapshot, puts right from the archive what is damaged or missing, and verifies it again: and with it the
     * others that shared it, also after the repair ended by a failure. Where the snapshot is whole, those are verified that
     * shared damage with it: an earlier repair may have been killed. Fails as {@link #run} does, also with what the archive
     * lacks; and as {@link SnapshotRepair#repair} does.
     */
    public Run runRepair(Run.Cause cause, Optional<Path> output, String snapshotId, SnapshotRepair repair) {
        return run(cause, output, (failures, context) -> repaired(snapshotId, repair, failures, context));
    }

    private void repaired(String id, SnapshotRepair repair, List<Failure> failures, RunContext context) {
        if (isWhole(id, context)) {
            List<String> sharing = comparison.damagedWith(id);
            context.info("snapshot " + id + " is whole: there is nothing to repair");
            sharing.forEach(other -> context.info("it shared damage with " + other
                    + ", which is read now; if that is still" + " damaged: ghe-keeper verify " + other + " --repair"));
            oneByOne(sharing, false, failures, context);
            return;
        }
        Set<String> others = new TreeSet<>();
        try {
            repair.repair(id, others, progress, context);
        } catch (Failure failure) {
            verifyAfter(failure, others, context);
            throw failure;
        }
        List<String> ids = new ArrayList<>(others);
        ids.add(0, id);
        oneByOne(ids, false, failures, context);
    }

    private boolean isWhole(String id, RunContext context) {
        try {
            snapshots.verify(id, progress, context);
            return true;
        } catch (Failure failure) {
            if (failure.kind() != FailureKind.SNAPSHOT_DAMAGED) {
                throw failure;
            }
            context.warn(failure.getMessage());
            return false;
        }
    }

    /** What ended the repair is what the run fails with. But other snapshots may be whole again: nothing else would read them. */
    private void verifyAfter(Failure failure, Set<String> others, RunContext context) {
        if (!others.isEmpty() && context.watch().reason().isEmpty()) {
            context.warn("the repair ended: " + failure.getMessage());
            List<Failure> found = new ArrayList<>();
            oneByOne(List.copyOf(others), false, found, context);
            found.forEach(other -> context.warn(other.getMessage()));
        }
    }

    /**
     * Verifies all snapshots that have a seal, and reads each file once however many of them share it. Those that are known to
     * be damaged are read by themselves first: one that is whole again counts again. Fails as {@link #run} does.
     */
    public Run runAll(Run.Cause cause, Optional<Path> output, boolean deep) {
        return run(cause, output, (failures, context) -> all(deep, failures, context));
    }

    /** What is wrong with a snapshot is added to the failures. */
    private interface VerifyStory {
        void verify(List<Failure> failures, RunContext context);
    }

    private Run run(Run.Cause cause, Optional<Path> output, VerifyStory story) {
        return execution.run(Run.Kind.VERIFY, cause, output, context -> {
            progress.begin(context.watch());
            context.watch().workBegins();
            List<Failure> failures = new ArrayList<>();
            attempt(() -> story.verify(failures, context), failures, context);
            if (failures.size() > 1) {
                failures.forEach(failure -> context.warn(failure.getMessage()));
            }
            if (!failures.isEmpty()) {
                throw worst(failures);
            }
        });
    }

    private static Failure worst(List<Failure> failures) {
        return failures.stream()
                .filter(failure -> failure.kind() == FailureKind.SNAPSHOT_DAMAGED)
                .findFirst()
                .orElse(failures.get(0));
    }

    /** What ends the run ends all; what is wrong with one snapshot does not keep the others from being read. */
    private static void attempt(Runnable work, List<Failure> failures, RunContext context) {
        try {
            KeepReasons.within(context, work);
        } catch (Failure failure) {
            if (context.watch().reason().isPresent()) {
                throw failure;
            }
            failures.add(failure);
        }
    }

    private void oneByOne(List<String> ids, boolean deep, List<Failure> failures, RunContext context) {
        for (String id : ids) {
            attempt(
                    () -> {
                        snapshots.verify(id, progress, context);
                        snapshots.check(id, deep, progress, context);
                    },
                    failures,
                    context);
        }
    }

    /** The damaged ones are the first: what is found later of a file that they share counts for them, too. */
    private void all(boolean deep, List<Failure> failures, RunContext context) {
        List<Snapshot> damaged = new ArrayList<>();
        List<Snapshot> together = new ArrayList<>();
        for (Snapshot snapshot : comparison.sealed()) {
            (isDamaged(snapshot) ? damaged : together).add(snapshot);
        }
        oneByOne(damaged.stream().map(Snapshot::id).toList(), deep, failures, context);
        context.info("reading " + Counts.of(together.size(), "snapshot") + ", each file once");
        VolumeComparison.ComparedSnapshots compared =
                comparison.compare(together, (read, listener) -> volume.readAll(read, listener, progress), context);
        failures.addAll(compared.failures());
        // The record of read times has no others than those that were read together.
        damaged.forEach(snapshot -> attempt(() -> snapshots.noteWhole(snapshot, context), failures, context));
        for (Snapshot snapshot : together) {
            if (compared.whole().contains(snapshot.id())) {
                attempt(() -> verified(snapshot, deep, context), failures, context);
            } else if (!compared.failed().contains(snapshot.id())) {
                oneByOne(List.of(snapshot.id()), deep, failures, context); // gone, or sealed at a later time than now
            }
        }
    }

    private boolean isDamaged(Snapshot snapshot) {
        return comparison.isDamaged(snapshot) || volume.listsDamage(snapshot.id());
    }

    /** One of those that were read first may share damaged files with it. */
    private void verified(Snapshot snapshot, boolean deep, RunContext context) {
        if (!comparison.isDamaged(snapshot)) {
            VolumeVerifier.ContentSum content = volume.content(snapshot);
            context.record(new VerifyEvent.SnapshotVerified(snapshot.id(), content.files(), content.bytes()));
            snapshots.check(snapshot.id(), deep, progress, context);
        }
    }

    /** Ends the running verification, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }
}
