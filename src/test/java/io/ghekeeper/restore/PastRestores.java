package io.ghekeeper.restore;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A journal with runs of the past, each an hour after the one before. */
final class PastRestores {
    private final Journal journal;
    private final SetClock clock = new SetClock("2026-11-20T03:00:00Z");

    PastRestores(Path state) {
        this.journal =
                new Journal(new JournalSettings(state, 1000, Duration.ofDays(400)), new LocalDisk(), clock, run -> {});
    }

    Journal journal() {
        return journal;
    }

    /** The runs and snapshots now; the data directory lies beside the journal. */
    History history() {
        return new HistoryReader(
                        journal,
                        new Snapshots(
                                new DataSettings(journal.directory().resolveSibling("data"), Duration.ofDays(1)),
                                new LocalDisk()))
                .read();
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    /** One that took so long. */
    Run run(Run.Kind kind, Duration took, Run.Outcome outcome, Consumer<OpenRun> story) {
        clock.pass(Duration.ofHours(1));
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, kind, Run.Trigger.HAND);
            story.accept(run);
            clock.pass(took);
            run.end(outcome, Optional.empty());
            return run.run();
        }
    }

    Run restored(Duration took, Run.Outcome outcome, long bytes) {
        return run(
                Run.Kind.RESTORE,
                took,
                outcome,
                run -> run.record(RunEvent.of("restored", Map.of("bytes", Long.toString(bytes)))));
    }

    Run backedUp(Duration took, long newBytes) {
        return run(
                Run.Kind.BACKUP,
                took,
                Run.Outcome.SUCCEEDED,
                run -> run.record(RunEvent.of("captured", Map.of("new-bytes", Long.toString(newBytes)))));
    }
}
