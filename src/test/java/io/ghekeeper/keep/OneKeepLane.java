package io.ghekeeper.keep;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.retention.PlanReader;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.seal.DeepChecks;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A volume with snapshots, runs and seals. */
public final class OneKeepLane {
    private final Path volume;
    private final SetClock clock = new SetClock("2026-11-20T08:00:00Z");
    private final Journal journal;

    public OneKeepLane(Path volume) throws IOException {
        this.volume = volume;
        this.journal = new Journal(
                new JournalSettings(volume.resolve("state"), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                clock,
                run -> {});
        Files.createDirectory(volume.resolve("data"));
        journal.createDirectories();
    }

    public SetClock clock() {
        return clock;
    }

    public Journal journal() {
        return journal;
    }

    public NextSeal next() {
        return new NextSeal(reader(), sealer(), checks());
    }

    SnapshotChecks checks() {
        return new SnapshotChecks(
                new DeepChecks(volume.resolve("state"), new LocalDisk(), clock, Duration.ofMinutes(1)),
                evidence(),
                new LocalDisk());
    }

    public EvidenceFiles evidence() {
        return new EvidenceFiles(volume.resolve("state"));
    }

    /** Says that its deep checks were done. */
    void checked(String snapshot, ContentCheck... found) {
        evidence()
                .checks(
                        new LocalDisk(),
                        snapshot,
                        new CheckResults(clock.instant(), "20261120T080000Z-seal-0001", List.of(found)));
    }

    /** Keeps so many of the newest snapshots. */
    public PlanReader plans(int last) {
        DataSettings data = new DataSettings(volume.resolve("data"), Duration.ofDays(1));
        LocalDisk disk = new LocalDisk();
        return new PlanReader(
                new RetentionSettings(
                        true,
                        List.of(new RetentionSettings.Last(last, "last " + last)),
                        Duration.ofDays(7),
                        ZoneOffset.UTC),
                reader(),
                new IncompleteSnapshots(
                        data, disk, new SnapshotRemoval(data, disk, SnapshotRemoval.SnapshotRecords.NONE, 1), clock),
                journal);
    }

    public HistoryReader reader() {
        return new HistoryReader(
                journal, new Snapshots(new DataSettings(volume.resolve("data"), Duration.ofDays(1)), new LocalDisk()));
    }

    Sealer sealer() {
        return new Sealer(volume.resolve("state"), new LocalDisk(), clock, 2);
    }

    /** A good backup an hour after the one before it. */
    public void good(String snapshot) throws IOException {
        clock.pass(Duration.ofHours(1));
        directory(snapshot);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            run.snapshot(snapshot);
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
    }

    Path directory(String snapshot) throws IOException {
        Path directory = Files.createDirectory(volume.resolve("data").resolve(snapshot));
        Files.writeString(directory.resolve("version"), "v3.12.1\n");
        return directory;
    }

    void seal(String snapshot) {
        sealer().seal(
                        reader().read().catalogue().find(snapshot).orElseThrow(),
                        "20261120T080000Z-seal-0001",
                        FileChecks.NONE,
                        new Unwatched());
    }

    /** A seal that ended without a success. */
    void sealEnded(String snapshot, Run.Outcome outcome, FailureKind why) {
        ended(Run.Kind.SEAL, snapshot, outcome, Optional.of(why));
    }

    /** A retention run of the plan. */
    void retained() {
        try (KeepLease lease = journal.acquireKeep()) {
            journal.begin(lease, Run.Kind.RETENTION, Run.Trigger.SCHEDULE).end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
    }

    /** A run of the supervisor that ended. */
    void ended(Run.Kind kind, String snapshot, Run.Outcome outcome, Optional<FailureKind> why) {
        try (KeepLease lease = journal.acquireKeep()) {
            OpenRun run = journal.begin(lease, kind, Run.Trigger.SCHEDULE);
            run.snapshot(snapshot);
            run.end(outcome, why.map(reason -> new Run.Reason(reason.code(), "it ended", "Look.")));
        }
    }
}
