package io.ghekeeper.restore;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.RebuildEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a fetch out of the store takes, by the newest one that was measured. */
final class FetchEstimate {
    private FetchEstimate() {}

    /** Empty where none was measured, or none of enough bytes to say something about a disk and a network. */
    static Optional<Estimate> of(History history, long bytes) {
        return history.ids().stream()
                .filter(id -> !history.isFuture(id))
                .flatMap(id -> history.readable(id).stream())
                .filter(run -> run.has(ArchiveEvent.SnapshotFetched.class))
                .flatMap(run -> measured(run, bytes))
                .findFirst();
    }

    /** A run may have fetched several: each began when the one before it was there. */
    private static Stream<Estimate> measured(Run run, long bytes) {
        Instant begin = run.begin();
        Estimate last = null;
        for (Run.Event event : run.events()) {
            if (event.what() instanceof ArchiveEvent.SnapshotFetched fetched) {
                long written = fetched.fetchedBytes().orElse(0);
                Duration took = Duration.between(begin, event.at());
                if (written >= Estimate.LEAST_BYTES && took.toSeconds() > 0) {
                    last = of(run.id(), written, took, bytes);
                }
            }
            if (!isWithin(event)) {
                begin = event.at();
            }
        }
        return Stream.ofNullable(last);
    }

    /** What a fetch records before its end. */
    private static boolean isWithin(Run.Event event) {
        return event.what() instanceof ArchiveEvent.ArchiveAdvanced
                || event.what() instanceof RebuildEvent.SnapshotPutAside;
    }

    private static Estimate of(String run, long written, Duration took, long bytes) {
        return new Estimate(
                Estimate.scaled(took, 1.0 * bytes / written),
                "run " + run + " fetched " + ByteCount.words(written) + " in " + Durations.exact(took));
    }
}
