package io.ghekeeper.probe;

import io.ghekeeper.engine.backuputils.Markers;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.Volume;
import io.ghekeeper.volume.VolumeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** A volume in a folder, with a journal whose runs were made at chosen times. */
final class OneVolume {
    private final Path folder;

    OneVolume(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(data());
    }

    Path data() {
        return folder.resolve("ghe-production-data");
    }

    Path state() {
        return folder.resolve("ghe-keeper");
    }

    Journal journal(Instant now) {
        return new Journal(
                new JournalSettings(state(), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                Clock.fixed(now, ZoneOffset.UTC),
                run -> {});
    }

    /** Adds a run that captured a snapshot, with these details of it. */
    void captured(Instant at, Map<String, String> details) {
        ended(at, Run.Outcome.SUCCEEDED, run -> run.record(RunEvent.of("captured", details)));
    }

    /** Adds a run that ended. */
    void ended(Instant at, Run.Outcome outcome, java.util.function.Consumer<OpenRun> before) {
        Journal journal = journal(at);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            before.accept(run);
            run.end(outcome, Optional.empty());
        }
    }

    /** Adds a run without an end, of this process. */
    String open(Instant at) {
        Journal journal = journal(at);
        try (CaptureLease lease = journal.acquireCapture()) {
            return journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).id();
        }
    }

    VolumeChecks volumeLooks(Instant now) {
        return new VolumeChecks(
                new Volume(new VolumeSettings(data(), VolumeSettings.Mount.ANY), new LocalDisk(), Map.of()),
                data(),
                true,
                () -> history(now));
    }

    History history(Instant now) {
        return new HistoryReader(
                        journal(now), new Snapshots(new DataSettings(data(), Duration.ofDays(1)), new LocalDisk()))
                .read();
    }

    StateChecks stateLooks(Instant now) {
        return new StateChecks(
                state(),
                data(),
                journal(now),
                () -> history(now),
                new Markers(data(), new LocalDisk(), new ProcessTable()),
                Duration.ofHours(26),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
