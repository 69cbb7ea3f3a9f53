package io.ghekeeper.monitor;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A volume with a past, made through the real journal with a clock that is set at will. */
final class Past {
    static final Run.Reason REASON = new Run.Reason("connection-lost", "the connection broke", "Look at the network.");

    static final KnownReleases RELEASES = new KnownReleases(ReleaseTables.own(), Optional.empty(), Optional.empty());

    static final SupervisorReport ALIVE =
            new SupervisorReport(SupervisorReport.SupervisorState.ALIVE, Optional.empty(), Optional.empty());

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final Path state;
    private final Path data;
    private final SetClock clock;
    private final Journal journal;

    Past(Path volume, Instant now) {
        this.clock = new SetClock(now);
        this.data = volume.resolve("ghe-production-data");
        this.state = volume.resolve("ghe-keeper");
        this.journal = journal(clock);
    }

    private Journal journal(Clock by) {
        return new Journal(new JournalSettings(state, 1000, Duration.ofDays(400)), new LocalDisk(), by, run -> {});
    }

    Journal journal() {
        return journal;
    }

    Snapshots snapshots() {
        return new Snapshots(new DataSettings(data, Duration.ofDays(1)), new LocalDisk());
    }

    HistoryReader reader() {
        return new HistoryReader(journal, snapshots());
    }

    /** One that goes by another clock. */
    HistoryReader reader(Clock by) {
        return new HistoryReader(journal(by), snapshots());
    }

    /** The runs and snapshots now. */
    History history() {
        return reader().read();
    }

    Path data() {
        return data;
    }

    void at(Instant instant) {
        clock.set(instant);
    }

    void later(Duration duration) {
        clock.pass(duration);
    }

    /** A good backup that took this long, with its snapshot. */
    Run good(Instant begin, Duration took, Consumer<OpenRun> story) {
        return ended(begin, took, Run.Outcome.SUCCEEDED, story);
    }

    /** A run that failed within a minute, without a snapshot. */
    Run failed(Instant begin) {
        at(begin);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            later(Duration.ofMinutes(1));
            run.end(Run.Outcome.FAILED, Optional.of(REASON));
            return run.run();
        }
    }

    /** A seal that failed within a minute. */
    Run failedSeal(Instant begin) {
        at(begin);
        try (KeepLease lease = journal.acquireKeep()) {
            OpenRun run = journal.begin(lease, Run.Kind.SEAL, Run.Trigger.SCHEDULE);
            later(Duration.ofMinutes(1));
            run.end(Run.Outcome.FAILED, Optional.of(REASON));
            return run.run();
        }
    }

    /** A run that was interrupted within a minute. */
    Run interrupted(Instant begin, String code) {
        at(begin);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            later(Duration.ofMinutes(1));
            run.end(Run.Outcome.INTERRUPTED, Optional.of(new Run.Reason(code, "it was ended", "")));
            return run.run();
        }
    }

    /** A run with a whole snapshot. */
    Run ended(Instant begin, Duration took, Run.Outcome outcome, Consumer<OpenRun> story) {
        at(begin);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot(snapshot(begin, true));
            story.accept(run);
            at(begin.plus(took));
            run.end(outcome, Optional.empty());
            return run.run();
        }
    }

    /** A restore or drill that proved its snapshot. */
    Run proof(Instant begin, Run.Kind kind, String snapshot) {
        return restore(begin, kind, snapshot, Optional.empty(), run -> {
            run.record(RunEvent.of("restored", Map.of()));
            run.record(
                    RunEvent.of("checked", Map.of("what", "repositories", "result", "good", "words", "3 are there")));
            run.record(RunEvent.of("proven", Map.of()));
        });
    }

    /** One whose checks found less on the target. */
    Run disproof(Instant begin, Run.Kind kind, String snapshot) {
        FailureKind failure = kind == Run.Kind.DRILL ? FailureKind.DRILL_FAILED : FailureKind.RESTORE_UNPROVEN;
        return restore(begin, kind, snapshot, Optional.of(failure), run -> {
            run.record(RunEvent.of("restored", Map.of()));
            run.record(RunEvent.of(
                    "checked",
                    Map.of("what", "storage", "result", "bad", "words", "0 are there, and the snapshot has 3")));
        });
    }

    /** One that ended otherwise. */
    Run restore(Instant begin, Run.Kind kind, String snapshot, Optional<FailureKind> failure, Consumer<OpenRun> story) {
        at(begin);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, kind, Run.Trigger.HAND);
            run.snapshot(snapshot);
            run.record(RunEvent.of("target", Map.of("host", "scratch.example.com")));
            story.accept(run);
            later(Duration.ofMinutes(5));
            run.end(
                    failure.isPresent() ? Run.Outcome.FAILED : Run.Outcome.SUCCEEDED,
                    failure.map(kindOf -> new Run.Reason(kindOf.code(), "what failed", "Look.")));
            return run.run();
        }
    }

    /** A run that nothing has ended. */
    Run open(Instant begin, Consumer<OpenRun> story) {
        at(begin);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot(snapshot(begin, false));
            story.accept(run);
            return run.run();
        }
    }

    /** A snapshot's directory. */
    String snapshot(Instant begun, boolean complete) {
        try {
            Path directory = Files.createDirectories(data.resolve(ID.format(begun)));
            Files.writeString(directory.resolve("version"), "v3.12.1\n");
            if (!complete) {
                Files.writeString(directory.resolve("incomplete"), "");
            }
            return directory.getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The steps of a run, each with its length. */
    void steps(OpenRun run, List<String> titles, Duration each) {
        for (int i = 0; i < titles.size(); i++) {
            run.record(RunEvent.of(
                    "step",
                    Map.of(
                            "number", Integer.toString(i + 1),
                            "total", Integer.toString(titles.size()),
                            "title", titles.get(i))));
            later(each);
        }
    }

    StatusReport report(Instant when) {
        return report(new StatusInputs(
                when,
                Optional.empty(),
                ALIVE,
                List.of(),
                Optional.empty(),
                Volume.Condition.WRITABLE,
                RELEASES,
                holder -> false));
    }

    StatusReport report(StatusInputs around) {
        at(around.now());
        return new Status(new StatusSettings(
                        Duration.ofHours(26),
                        Optional.of(Duration.ofDays(30)),
                        Optional.empty(),
                        Optional.empty(),
                        "ghes.example.com",
                        true))
                .report(history(), around);
    }
}
