package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Room;
import io.ghekeeper.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Puts the state together. Reads some newest runs and the last good one, so that it costs the same with any number. */
public final class Status {
    /** As many of the newest runs are read. */
    private static final int LOOK_BACK = 60;

    /** For how long the volume's growth is looked at. */
    private static final Duration GROWTH_SPAN = Duration.ofDays(14);

    private final Journal journal;
    private final Snapshots snapshots;
    private final Reliance reliance;
    private final StatusSettings settings;

    public Status(Journal journal, Snapshots snapshots, StatusSettings settings) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.reliance = new Reliance(journal, snapshots);
        this.settings = settings;
    }

    /**
     * The state now.
     *
     * @throws Failure JOURNAL_UNREADABLE or VOLUME_UNUSABLE when the runs or the snapshots cannot be listed
     */
    public StatusReport report(Surroundings around) {
        Instant now = around.now();
        RecentRuns recent = RecentRuns.read(journal, LOOK_BACK);
        Reliance.Relied relied = reliance.relied();
        Optional<Run> good = relied.good();
        Optional<StatusReport.Good> lastGood = good.map(run -> good(run, now));
        StatusReport.Since since = recent.since(good);
        return new StatusReport(
                now,
                state(lastGood, relied.gone(), since, around.supervisor()),
                settings.maxAge(),
                lastGood,
                recent.open().stream()
                        .filter(run -> !around.gone().test(run.keeper()))
                        .findFirst()
                        .map(run -> running(run, pastOf(run, good), now)),
                since,
                around.next().filter(tick -> around.supervisor().mayFire()),
                around.supervisor(),
                around.space().map(space -> volume(space, around.condition(), recent.readable(), now)),
                around.markers(),
                catalogue(),
                recent.open().stream()
                        .filter(run -> around.gone().test(run.keeper()))
                        .map(Run::id)
                        .toList(),
                recent.future(),
                unreadable(recent, good),
                relied.gone(),
                last(Run.Kind.RESTORE, now),
                last(Run.Kind.DRILL, now),
                around.releases().report(probed(recent, good), now),
                settings.appliance());
    }

    private static Optional<ProbedAppliance> probed(RecentRuns recent, Optional<Run> good) {
        return ProbedAppliance.newest(Stream.concat(recent.readable().stream(), good.stream()));
    }

    /** Where nothing is good, one that cannot be read may have been, however old it is. */
    private List<String> unreadable(RecentRuns recent, Optional<Run> good) {
        boolean all = good.isPresent()
                || !recent.unreadable().isEmpty()
                || recent.ids().size() <= LOOK_BACK;
        return all
                ? recent.unreadable()
                : journal.newest(Integer.MAX_VALUE).unreadable().stream()
                        .map(PlainText::of)
                        .toList();
    }

    /** By whose times a run's own are told. */
    private Optional<Run> pastOf(Run run, Optional<Run> good) {
        return run.kind() == Run.Kind.BACKUP ? good : pastRestore();
    }

    /** The last restore or drill that went well: by its times, those of the next one are told. */
    public Optional<Run> pastRestore() {
        return journal.restores().filter(Run::hasSucceeded).findFirst();
    }

    private Optional<StatusReport.Restored> last(Run.Kind kind, Instant now) {
        return journal.restores()
                .filter(run -> run.kind() == kind && !journal.isFuture(run.id()))
                .filter(run -> run.end()
                        .filter(end -> end.outcome() != Run.Outcome.SKIPPED)
                        .isPresent())
                .findFirst()
                .map(run -> restored(run, now));
    }

    private static StatusReport.Restored restored(Run run, Instant now) {
        Run.End end = run.end().orElseThrow();
        return new StatusReport.Restored(
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
                run.event(Events.ACCEPTED).isPresent(),
                RunEvents.all(run, Events.FINDING));
    }

    /** The order is that of {@link StatusReport.State}. */
    private StatusReport.State state(
            Optional<StatusReport.Good> lastGood,
            Optional<String> missing,
            StatusReport.Since since,
            SupervisorReport supervisor) {
        if (lastGood.isEmpty()) {
            return StatusReport.State.NONE;
        }
        if (lastGood.get().age().compareTo(settings.maxAge()) > 0) {
            return StatusReport.State.LATE;
        }
        if (missing.isPresent()) {
            return StatusReport.State.MISSING;
        }
        if (!since.suspects().isEmpty()) {
            return StatusReport.State.SUSPECT;
        }
        if (supervisor.isMissing()) {
            return StatusReport.State.STOPPED;
        }
        return since.failing().isPresent() ? StatusReport.State.FAILED : StatusReport.State.OK;
    }

    private StatusReport.Running running(Run run, Optional<Run> past, Instant now) {
        return new StatusReport.Running(
                run.id(),
                run.kind(),
                run.trigger(),
                RunEvents.targetHost(run),
                run.begin(),
                age(run.begin(), now),
                RunEvents.attempts(run),
                journal.cancelRequested(run.id()),
                Progress.of(run, past, now));
    }

    private static StatusReport.Volume volume(Room space, Volume.Condition condition, List<Run> runs, Instant now) {
        List<Run.Event> seen = new ArrayList<>();
        for (Run run : runs) {
            run.event(Events.VOLUME)
                    .filter(event -> event.at().isAfter(now.minus(GROWTH_SPAN)))
                    .ifPresent(seen::add);
        }
        return new StatusReport.Volume(
                space,
                growth(seen, "bytes", new Growth.Point(now, space.totalBytes(), space.freeBytes())),
                growth(seen, "inodes", new Growth.Point(now, space.totalInodes(), space.freeInodes())),
                condition);
    }

    private static Growth growth(List<Run.Event> seen, String what, Growth.Point now) {
        ToLongFunction<Run.Event> total = event -> event.number("total-" + what).orElse(-1);
        List<Growth.Point> points = seen.stream()
                .filter(event -> event.number("free-" + what).isPresent())
                .map(event -> new Growth.Point(
                        event.at(),
                        total.applyAsLong(event),
                        event.number("free-" + what).getAsLong()))
                .toList();
        return Growth.of(points, now);
    }

    private StatusReport.Catalogue catalogue() {
        List<Snapshot> all = snapshots.all();
        int complete = (int) all.stream().filter(Snapshot::complete).count();
        int damaged = reliance.damaged().size();
        return new StatusReport.Catalogue(
                complete - damaged,
                all.size() - complete + snapshots.halfRemoved().size(),
                snapshots.strays().stream().map(PlainText::of).toList(),
                failed(all),
                snapshots.pruningObstacles().stream()
                        .map(obstacle -> PlainText.of(obstacle.what()))
                        .toList(),
                damaged);
    }

    private List<StatusReport.FailedSnapshot> failed(List<Snapshot> all) {
        RestoreResults results = RestoreResults.of(journal);
        return all.stream()
                .filter(Snapshot::complete)
                .flatMap(snapshot -> results.failure(snapshot.id()).stream()
                        .map(run -> new StatusReport.FailedSnapshot(snapshot.id(), SnapshotList.failed(run))))
                .toList();
    }

    private static Duration age(Instant begin, Instant now) {
        Duration age = Duration.between(begin, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
