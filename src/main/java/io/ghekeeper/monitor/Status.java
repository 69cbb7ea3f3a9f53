package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.Progress;
import io.ghekeeper.history.RestoreResults;
import io.ghekeeper.history.RunEvents;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.DiskSpace;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Puts the state together. Reads some newest runs and the last good one, so that it costs the same with any number. */
public final class Status {
    /** As many of the newest runs are read. */
    private static final int LOOK_BACK = 60;

    /** For how long the volume's growth is looked at. */
    private static final Duration GROWTH_SPAN = Duration.ofDays(14);

    private final StatusSettings settings;

    public Status(StatusSettings settings) {
        this.settings = settings;
    }

    /** The state at the instant of the surroundings, by a view that is as old. */
    public StatusReport report(History history, StatusInputs around) {
        Instant now = around.now();
        RecentRuns recent = RecentRuns.read(history, LOOK_BACK);
        Optional<Run> good = history.reliance().lastGood();
        Optional<String> gone = history.reliance().gone();
        Optional<StatusReport.Good> lastGood = good.map(run -> good(run, now));
        StatusReport.Since since = recent.since(good);
        List<String> unreadable = new ArrayList<>(unreadable(recent, good, history));
        List<WaitingTick> waiting = waiting(history, unreadable::add);
        return new StatusReport(
                now,
                state(lastGood, gone, since, around.supervisor()),
                settings.maxAge(),
                lastGood,
                running(Lane.CAPTURE, recent, around)
                        .map(run -> running(run, pastOf(run, good, history), now, history)),
                running(Lane.KEEP, recent, around).map(run -> running(run, pastOf(run, good, history), now, history)),
                since,
                around.next().filter(tick -> around.supervisor().mayFire()),
                around.supervisor(),
                around.space().map(space -> volume(space, around.condition(), recent.readable(), now)),
                around.markers(),
                snapshots(history),
                recent.open().stream()
                        .filter(run -> around.gone().test(run.keeper()))
                        .map(Run::id)
                        .toList(),
                recent.future(),
                unreadable,
                gone,
                last(Run.Kind.RESTORE, history, now),
                last(Run.Kind.DRILL, history, now),
                around.releases().report(probed(recent, good), now),
                settings.appliance(),
                evidence(history, around),
                waiting,
                skippedDrill(history));
    }

    private static List<WaitingTick> waiting(History history, Consumer<String> unreadable) {
        try {
            return history.waitingTicks();
        } catch (Failure damaged) {
            unreadable.accept(damaged.getMessage());
            return List.of();
        }
    }

    private static Optional<StatusReport.Trouble> skippedDrill(History history) {
        return history.runs(Run.Kind.DRILL)
                .filter(run -> !history.isFuture(run.id()))
                .findFirst()
                .filter(run -> run.end()
                        .filter(end -> end.outcome() == Run.Outcome.SKIPPED)
                        .isPresent())
                .map(RecentRuns::trouble);
    }

    private EvidenceReport evidence(History history, StatusInputs around) {
        return new EvidenceReport(
                history.restorable(around.gone())
                        .map(entry -> EvidenceReport.RestorablePoint.of(entry, age(entry.begun(), around.now()))),
                history.damaged(around.gone()).stream()
                        .map(entry -> new EvidenceReport.DamagedSnapshot(
                                entry.id(), entry.damage().orElse("it cannot be a snapshot")))
                        .toList(),
                settings.evidenceWithin(),
                settings.evidenceWithin().isEmpty()
                        ? Map.of()
                        : EvidenceReport.newest(history.snapshots(around.gone())),
                settings.archive()
                        .map(bound -> EvidenceReport.ArchiveReport.of(
                                bound,
                                history.snapshots(around.gone()),
                                history.storeVerification(bound.store()).map(VerifiedStore::of),
                                history.rebuildAdvice(),
                                around.now())),
                settings.nativeSnapshots().map(bound -> nativeSnapshots(bound, history, around.now())));
    }

    private static NativeReport nativeSnapshots(StatusSettings.NativeBound bound, History history, Instant now) {
        try {
            return NativeReport.of(bound, history.nativeSnapshots(), fleet(bound, history, now), now);
        } catch (Failure unreadable) {
            return NativeReport.unreadable(bound, unreadable.getMessage());
        }
    }

    private static Optional<FleetReport> fleet(StatusSettings.NativeBound bound, History history, Instant now) {
        if (!bound.followTags()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FleetReport.of(history.fleetTags(), now));
        } catch (Failure unreadable) {
            return Optional.of(FleetReport.unreadable(unreadable.getMessage()));
        }
    }

    private static Optional<Run> running(Lane lane, RecentRuns recent, StatusInputs around) {
        return recent.open().stream()
                .filter(run -> run.kind().lane() == lane && !around.gone().test(run.keeper()))
                .findFirst();
    }

    private static Optional<ProbedAppliance> probed(RecentRuns recent, Optional<Run> good) {
        return ProbedAppliance.newest(Stream.concat(recent.readable().stream(), good.stream()));
    }

    /** Where nothing is good, one that cannot be read may have been, however old it is. */
    private static List<String> unreadable(RecentRuns recent, Optional<Run> good, History history) {
        boolean all = good.isPresent()
                || !recent.unreadable().isEmpty()
                || recent.ids().size() <= LOOK_BACK;
        return all
                ? recent.unreadable()
                : history.unreadable().stream().map(PlainText::of).toList();
    }

    /** The run by whose durations the rest of a run is estimated. */
    private static Optional<Run> pastOf(Run run, Optional<Run> good, History history) {
        if (!run.kind().callsEngine()) {
            return Optional.empty(); // it has no steps
        }
        return run.kind().takesSnapshot() ? good : history.pastRestore();
    }

    private static Optional<StatusReport.LastRestore> last(Run.Kind kind, History history, Instant now) {
        return history.runs(kind)
                .filter(run -> !history.isFuture(run.id()))
                .filter(run -> run.end()
                        .filter(end -> end.outcome() != Run.Outcome.SKIPPED)
                        .isPresent())
                .findFirst()
                .map(run -> restored(run, now));
    }

    private static StatusReport.LastRestore restored(Run run, Instant now) {
        Run.End end = run.end().orElseThrow();
        return new StatusReport.LastRestore(
                run.id(),
                end.at(),
                age(end.at(), now),
                end.outcome(),
                run.isProof(),
                run.snapshot().map(PlainText::of),
                RunEvents.targetHost(run),
                run.duration().orElseThrow(),
                end.reason().map(Run.Reason::code).map(PlainText::of),
                end.reason().map(Run.Reason::message).map(PlainText::of),
                RunEvents.checks(run));
    }

    private static StatusReport.Good good(Run run, Instant now) {
        return new StatusReport.Good(
                run.id(),
                run.snapshot().orElseThrow(),
                run.begin(),
                age(run.begin(), now),
                run.has(BackupEvent.Accepted.class),
                RunEvents.findings(run));
    }

    /** The order is that of {@link StatusReport.StatusState}. */
    private StatusReport.StatusState state(
            Optional<StatusReport.Good> lastGood,
            Optional<String> missing,
            StatusReport.Since since,
            SupervisorReport supervisor) {
        if (lastGood.isEmpty()) {
            return StatusReport.StatusState.NONE;
        }
        if (lastGood.get().age().compareTo(settings.maxAge()) > 0) {
            return StatusReport.StatusState.LATE;
        }
        if (missing.isPresent()) {
            return StatusReport.StatusState.MISSING;
        }
        if (!since.suspects().isEmpty()) {
            return StatusReport.StatusState.SUSPECT;
        }
        if (supervisor.isMissing()) {
            return StatusReport.StatusState.STOPPED;
        }
        return since.failing().isPresent() ? StatusReport.StatusState.FAILED : StatusReport.StatusState.OK;
    }

    private static StatusReport.Running running(Run run, Optional<Run> past, Instant now, History history) {
        return new StatusReport.Running(
                run.id(),
                run.kind(),
                run.trigger(),
                RunEvents.targetHost(run),
                run.begin(),
                age(run.begin(), now),
                RunEvents.attempts(run),
                history.isCancelRequested(run.id()),
                Progress.of(run, past, now));
    }

    private static StatusReport.VolumeUse volume(
            DiskSpace space, Volume.Condition condition, List<Run> runs, Instant now) {
        List<UsageTrend.Point> bytes = new ArrayList<>();
        List<UsageTrend.Point> inodes = new ArrayList<>();
        for (Run run : runs) {
            Optional<Instant> at =
                    run.timeOf(BackupEvent.VolumeSpace.class).filter(time -> time.isAfter(now.minus(GROWTH_SPAN)));
            at.flatMap(time -> run.last(BackupEvent.VolumeSpace.class)).ifPresent(room -> {
                point(at.get(), room.totalBytes(), room.freeBytes()).ifPresent(bytes::add);
                point(at.get(), room.totalInodes(), room.freeInodes()).ifPresent(inodes::add);
            });
        }
        return new StatusReport.VolumeUse(
                space,
                UsageTrend.of(bytes, new UsageTrend.Point(now, space.totalBytes(), space.freeBytes())),
                UsageTrend.of(inodes, new UsageTrend.Point(now, space.totalInodes(), space.freeInodes())),
                condition);
    }

    private static Optional<UsageTrend.Point> point(Instant at, OptionalLong total, OptionalLong free) {
        return free.isPresent()
                ? Optional.of(new UsageTrend.Point(at, total.orElse(-1), free.getAsLong()))
                : Optional.empty();
    }

    private StatusReport.SnapshotCounts snapshots(History history) {
        Catalogue catalogue = history.catalogue();
        List<Snapshot> all = catalogue.all();
        int complete = (int) all.stream().filter(Snapshot::complete).count();
        int damaged = history.reliance().damaged().size();
        return new StatusReport.SnapshotCounts(
                complete - damaged,
                all.size() - complete + catalogue.halfRemoved().size(),
                catalogue.strays().stream().map(PlainText::of).toList(),
                failed(all, history.restoreResults()),
                settings.enginePrunes() ? pruningObstacles(catalogue) : List.of(),
                damaged);
    }

    private static List<String> pruningObstacles(Catalogue catalogue) {
        return catalogue.pruningObstacles().stream()
                .map(obstacle -> PlainText.of(obstacle.what()))
                .toList();
    }

    private static List<StatusReport.FailedSnapshot> failed(List<Snapshot> all, RestoreResults results) {
        return all.stream()
                .filter(Snapshot::complete)
                .flatMap(snapshot -> results.failure(snapshot.id()).stream()
                        .map(run ->
                                new StatusReport.FailedSnapshot(snapshot.id(), SnapshotEntry.FailedRestore.of(run))))
                .toList();
    }

    private static Duration age(Instant begin, Instant now) {
        Duration age = Duration.between(begin, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
