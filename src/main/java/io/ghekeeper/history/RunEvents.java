package io.ghekeeper.history;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a run's events say. Records of earlier releases say less; what is missing or damaged is passed over. */
public final class RunEvents {
    private RunEvents() {}

    /** A step of the engine's, when it began. */
    public record StepAt(Instant at, RunEvent.StepBegun step) {}

    /** The steps of the latest attempt; those before it were for nothing. */
    public static List<StepAt> steps(Run run) {
        List<StepAt> steps = new ArrayList<>();
        for (Run.Event event : run.events()) {
            if (event.what() instanceof RunEvent.AttemptFailed) {
                steps.clear();
            } else if (event.what() instanceof RunEvent.StepBegun step && step.number() > 0) {
                steps.add(new StepAt(event.at(), step));
            }
        }
        return steps;
    }

    /** How often a try began: once, and once more for each failure that the wait was over after. */
    public static int attempts(Run run) {
        List<Run.Event> events = run.events();
        return 1
                + (int) IntStream.range(1, events.size())
                        .filter(i -> isWaitedFor(events.get(i - 1), events.get(i)))
                        .count();
    }

    /** In the pause nothing happens, but that a run is ended in it: then the volume's room comes too early for a try. */
    private static boolean isWaitedFor(Run.Event event, Run.Event next) {
        if (!(event.what() instanceof RunEvent.AttemptFailed failed)
                || failed.pause().isEmpty()) {
            return false;
        }
        long waited = Duration.between(event.at(), next.at()).toSeconds();
        return !(next.what() instanceof BackupEvent.VolumeSpace)
                || waited >= failed.pause().get().toSeconds();
    }

    /** When the engine had done its last step: at the capture or restore, or else at the run's end. */
    public static Optional<Instant> engineEnd(Run run) {
        return run.timeOf(BackupEvent.SnapshotCaptured.class)
                .or(() -> run.timeOf(RestoreEvent.RestoreDone.class))
                .or(() -> run.end().map(Run.End::at));
    }

    /** The appliance that a restore or drill writes to. */
    public static Optional<String> targetHost(Run run) {
        return run.last(RestoreEvent.Target.class)
                .map(RestoreEvent.Target::host)
                .or(() -> run.last(RestoreEvent.Asked.class).flatMap(RestoreEvent.Asked::host));
    }

    /**
     * Where a restore or drill had its snapshot from: the store that it fetched it out of, or {@code the volume}. Records of
     * earlier releases do not say it.
     */
    static Optional<String> source(Run run) {
        return run.last(RestoreEvent.SnapshotSource.class)
                .map(source -> source.store().orElse(SnapshotEntry.ProvenRestore.VOLUME));
    }

    /** Which parts a restore or drill checked, and which it could not. */
    public static SnapshotEntry.Checks checks(Run run) {
        return new SnapshotEntry.Checks(
                checks(run, RestoreEvent.Checked.CheckOutcome.GOOD),
                checks(run, RestoreEvent.Checked.CheckOutcome.UNKNOWN));
    }

    private static List<String> checks(Run run, RestoreEvent.Checked.CheckOutcome result) {
        return run.all(RestoreEvent.Checked.class)
                .filter(check -> check.result() == result)
                .map(RestoreEvent.Checked::what)
                .toList();
    }

    /** The checks of a restore or drill that failed, a sentence each; the run's own reason where none is recorded. */
    public static List<String> failedChecks(Run run) {
        List<String> failed = run.all(RestoreEvent.Checked.class)
                .filter(check -> check.result() == RestoreEvent.Checked.CheckOutcome.BAD)
                .map(check -> check.what() + ": " + check.words())
                .toList();
        return failed.isEmpty()
                ? run.end().flatMap(Run.End::reason).map(Run.Reason::message).map(PlainText::of).stream()
                        .toList()
                : failed;
    }

    /** What a snapshot lacks, a sentence each: by comparison, and by what the engine itself reported. */
    public static List<String> losses(Run run) {
        return run.events().stream()
                .flatMap(event -> {
                    if (event.what() instanceof BackupEvent.ShrinkageFound loss) {
                        return Stream.of(loss.what());
                    }
                    return run.kind().takesSnapshot() && event.what() instanceof RunEvent.EngineFinding finding
                            ? Stream.of(finding.what())
                            : Stream.empty();
                })
                .toList();
    }

    /** What the engine itself reported as skipped or missing, a sentence each. */
    public static List<String> findings(Run run) {
        return run.all(RunEvent.EngineFinding.class)
                .map(RunEvent.EngineFinding::what)
                .toList();
    }
}
