package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.seal.VolumeVerifier;
import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The run that reads parts of all sealed snapshots, each file once. What it finds is evidence of each snapshot. */
public final class VolumeVerifyRun {
    private final Execution execution;
    private final ReadProgress progress;
    private final VolumeVerifier verifier;
    private final VolumeComparison comparison;

    /** @param progress that {@code execution} watches */
    @SuppressWarnings("MissingSummary")
    public VolumeVerifyRun(
            Execution execution, ReadProgress progress, VolumeVerifier verifier, VolumeComparison comparison) {
        this.execution = execution;
        this.progress = progress;
        this.verifier = verifier;
        this.comparison = comparison;
    }

    /**
     * Reads what was read longest ago.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; SNAPSHOT_DAMAGED when one is
     *     not as it was sealed; the first other failure, after it was written into the run's record
     */
    public Run readOldest(Run.Cause cause, Optional<Path> output, ReadingWindow window) {
        return run(cause, output, (snapshots, listener) -> verifier.readOldest(snapshots, window, listener, progress));
    }

    /**
     * Reads units at random. Fails as {@link #readOldest} does.
     *
     * @param percent of all
     */
    public Run readSample(Optional<Path> output, int percent, RandomGenerator random) {
        return run(
                Run.Cause.HAND,
                output,
                (snapshots, listener) -> verifier.readSample(snapshots, percent / 100.0, random, listener, progress));
    }

    /** Ends the running verification, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private Run run(Run.Cause cause, Optional<Path> output, VolumeComparison.PartReader part) {
        return execution.run(Run.Kind.VERIFY, cause, output, context -> {
            progress.begin(context.watch());
            context.watch().workBegins();
            KeepReasons.within(context, () -> story(part, context));
        });
    }

    /** A damaged one counts for nothing, and is not read again before a person has it verified. */
    private void story(VolumeComparison.PartReader part, RunContext context) {
        List<Snapshot> read = new ArrayList<>();
        for (Snapshot snapshot : comparison.sealed()) {
            if (comparison.isDamaged(snapshot)) {
                context.info("not reading " + snapshot.id() + ", which is damaged");
            } else {
                read.add(snapshot);
            }
        }
        List<Failure> failures = comparison.compare(read, part, context).failures();
        failures.forEach(failure -> context.warn(failure.getMessage()));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
