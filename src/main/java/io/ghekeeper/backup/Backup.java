package io.ghekeeper.backup;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.schedule.Backoff;
import io.ghekeeper.volume.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One backup: tried again where that can help, and proven. */
public final class Backup {
    private final BackupSettings settings;
    private final Execution execution;
    private final BackupAttempt capture;
    private final SnapshotCheck proof;
    private final KnownDamage damage;
    private final Volume volume;
    private final Backoff backoff;

    public Backup(
            BackupSettings settings,
            Execution execution,
            BackupAttempt capture,
            SnapshotCheck proof,
            KnownDamage damage,
            Volume volume,
            RandomGenerator random) {
        this.settings = settings;
        this.execution = execution;
        this.capture = capture;
        this.proof = proof;
        this.damage = damage;
        this.volume = volume;
        this.backoff = new Backoff(settings.retryDelay(), random);
    }

    /**
     * Takes a backup.
     *
     * @return the finished run
     * @throws Failure as {@link Execution#run} does
     */
    public Run run(Run.Cause cause) {
        return run(cause, Optional.empty());
    }

    /**
     * The same for a process of its own.
     *
     * @param output see {@link Execution#run}
     */
    public Run run(Run.Cause cause, Optional<Path> output) {
        return execution.run(Run.Kind.BACKUP, cause, output, this::story);
    }

    /** Ends the running backup, if any, with all its processes, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(RunContext context) {
        CapturedSnapshot captured;
        try {
            capture.prepare(context);
            captured = captured(context);
        } catch (Failure failure) {
            // What fails in a run that must end is no reason of its own.
            throw context.watch().reason().orElse(failure);
        }
        Optional<Failure> inherited = damage.of(captured.snapshot(), context);
        proof.examine(captured, context);
        if (inherited.isPresent()) {
            throw inherited.get();
        }
    }

    private CapturedSnapshot captured(RunContext context) {
        for (int tries = 1; ; tries++) {
            try {
                return capture.take(context);
            } catch (Failure reported) {
                Failure failure = volume.exact(reported);
                if (context.watch().reason().isPresent() || !failure.kind().canPass() || tries > settings.retries()) {
                    throw failure;
                }
                waitAfter(failure, tries, context);
            }
        }
    }

    private void waitAfter(Failure failure, int tries, RunContext context) {
        Duration delay = backoff.after(tries);
        context.record(new RunEvent.AttemptFailed(
                tries, settings.retries() + 1L, failure.kind().code(), failure.getMessage(), Optional.of(delay)));
        context.watch().pause(delay);
    }
}
