package io.ghekeeper.restore;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a restore will take.
 *
 * @param basis where that comes from, in words
 */
public record Estimate(Duration time, String basis) {
    /** So many of the newest runs are asked for what backups moved. */
    private static final int BACKUPS = 60;

    /** Less says nothing about a disk or a network. */
    static final long LEAST_BYTES = 256L << 20;

    public Estimate {
        Objects.requireNonNull(time);
        Objects.requireNonNull(basis);
    }

    /** By the last successful restore or drill; else by the throughput of a backup. Empty without either. */
    static Optional<Estimate> of(History history, long bytes) {
        return history.restores()
                .flatMap(run -> byRestore(run, bytes).stream())
                .findFirst()
                .or(() -> history.runs(Run.Kind.BACKUP)
                        .limit(BACKUPS)
                        .flatMap(run -> byBackup(run, bytes).stream())
                        .findFirst());
    }

    /** Much of a small one's time is no copying: it takes as long for a little more. */
    private static Optional<Estimate> byRestore(Run run, long bytes) {
        OptionalLong moved = run.last(RestoreEvent.RestoreDone.class)
                .map(RestoreEvent.RestoreDone::bytes)
                .orElse(OptionalLong.empty());
        if (!run.hasSucceeded() || moved.isEmpty()) {
            return Optional.empty();
        }
        Duration took = run.duration().orElseThrow();
        double ratio = moved.getAsLong() < LEAST_BYTES ? 1 : Math.max(1.0 * bytes / moved.getAsLong(), 0.1);
        return Optional.of(new Estimate(
                scaled(took, ratio),
                "run " + run.id() + " restored " + ByteCount.words(moved.getAsLong()) + " in "
                        + Durations.exact(took)));
    }

    private static Optional<Estimate> byBackup(Run run, long bytes) {
        OptionalLong moved = run.last(BackupEvent.SnapshotCaptured.class)
                .map(BackupEvent.SnapshotCaptured::newBytes)
                .orElse(OptionalLong.empty());
        if (moved.isEmpty() || moved.getAsLong() < LEAST_BYTES || run.duration().isEmpty()) {
            return Optional.empty();
        }
        Duration took = run.duration().get();
        return Optional.of(new Estimate(
                scaled(took, 1.0 * bytes / moved.getAsLong()),
                "a guess: no restore was measured yet; backup " + run.id() + " moved "
                        + ByteCount.words(moved.getAsLong()) + " in " + Durations.exact(took)));
    }

    static Duration scaled(Duration took, double ratio) {
        return Duration.ofSeconds(Math.max(1, Math.round(took.toSeconds() * ratio)));
    }
}
