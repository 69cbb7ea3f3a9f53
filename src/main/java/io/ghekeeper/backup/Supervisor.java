package io.ghekeeper.backup;

import io.ghekeeper.engine.Leftover;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Tally;
import io.ghekeeper.run.Recovery;
import io.ghekeeper.run.RunName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's main process: catches up with a tick that was missed, then fires the schedule's ticks until it is
 * stopped. A tick that finds a run at work is skipped and recorded as such; ticks never queue.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Waiting is cut into pieces, so that a clock that was set is seen soon. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** A loop that is as late as this stands still. */
    private static final Duration TURN = Duration.ofMinutes(2);

    /** A large snapshot that is removed takes this long, and longer. */
    private static final Duration HOUSEKEEPING = Duration.ofHours(6);

    /** Whoever ends a supervisor has a patience of their own. */
    private static final Duration STOPPING = Duration.ofDays(100);

    private final Agenda backups;
    private final Agenda markers;
    private final Agenda drills;
    private final CatchUp catchUp;
    private final Work work;
    private final Elsewhere elsewhere;
    private final Recovery recovery;
    private final Journal journal;
    private final Heartbeat heartbeat;
    private final Tally tally;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "run"));
    private volatile Future<?> atWork = CompletableFuture.completedFuture(null);
    private Optional<Instant> announced = Optional.empty();

    /**
     * A supervisor of one schedule.
     *
     * @param elsewhere is waited for at the end
     * @param heartbeat there as soon as the supervisor is ready, and until it has ended
     * @param tally is told of what no run tells
     */
    public Supervisor(
            Ticks ticks,
            CatchUp catchUp,
            Work work,
            Elsewhere elsewhere,
            Recovery recovery,
            Journal journal,
            Heartbeat heartbeat,
            Tally tally,
            Clock clock) {
        this.backups = new Agenda(ticks, Ticks.Job.BACKUP);
        this.markers = new Agenda(ticks, Ticks.Job.MARKERS);
        this.drills = new Agenda(ticks, Ticks.Job.DRILL);
        this.catchUp = catchUp;
        this.work = work;
        this.elsewhere = elsewhere;
        this.recovery = recovery;
        this.journal = journal;
        this.heartbeat = heartbeat;
        this.tally = tally;
        this.clock = clock;
    }

    /** Works until {@link #stop} is called from another thread. */
    public void run() throws InterruptedException {
        heartbeat.end(); // of one that was killed
        try {
            begin();
            while (!stopping.await(work().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                // The waiting is all there is to do.
            }
            heartbeat.promise(STOPPING);
        } finally {
            worker.shutdown();
            worker.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            ended.countDown();
        }
    }

    /**
     * Begins no more runs, ends the one at work, tree and all, and returns when it is recorded, and when no restore of
     * another process is at work any more.
     */
    public void stop() throws InterruptedException {
        LOG.info("stopping{}", atWork.isDone() ? "" : ": ending the run at work");
        stopping.countDown();
        work.end().run();
        ended.await();
        elsewhere.await();
        heartbeat.end();
        LOG.info("stopped");
    }

    /** What is done once, before the first tick. */
    void begin() {
        Instant start = clock.instant();
        backups.next(start); // what comes while things are put right is a tick like any other
        drills.next(start);
        recover();
        missed(Run.Kind.BACKUP, catchUp.missed(start));
        catchUp.reason(start).ifPresent(reason -> {
            LOG.info("catching up: {}", reason.words());
            fire(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.CATCH_UP, reason.tick()));
        });
    }

    /** Fires what is due now, and returns how long there is nothing to do, but never long: the clock may be set. */
    Duration work() {
        Instant now = clock.instant();
        markers.take(now).ifPresent(due -> {
            heartbeat.promise(HOUSEKEEPING);
            clearMarkers();
        });
        backups.take(now).ifPresent(due -> fire(Run.Kind.BACKUP, due));
        drills.take(now).ifPresent(due -> fire(Run.Kind.DRILL, due));
        announce(backups.next(now));
        heartbeat.promise(TURN);
        return Stream.of(backups.next(now), markers.next(now), drills.next(now))
                .flatMap(Optional::stream)
                .map(tick -> Duration.between(now, tick.fire()))
                .reduce(LONGEST_WAIT, (a, b) -> a.compareTo(b) < 0 ? a : b);
    }

    /** The run at work, or the last one. */
    Future<?> atWork() {
        return atWork;
    }

    private void recover() {
        try (Lease.Held lease = journal.acquireLease()) {
            recovery.closeDeadRunsOnSchedule(lease);
            recovery.clearMarkers().forEach(this::count);
        } catch (Failure busy) {
            if (busy.kind() != FailureKind.RUN_ACTIVE) {
                throw busy;
            }
            LOG.info("{}", busy.getMessage());
        }
    }

    private void missed(Run.Kind kind, long ticks) {
        if (ticks > 0) {
            tally.missed(
                    switch (kind) {
                        case BACKUP -> Tally.Job.BACKUP;
                        case DRILL -> Tally.Job.DRILL;
                        case RESTORE -> throw new IllegalArgumentException("no schedule has restores");
                    },
                    ticks);
        }
    }

    private void count(Leftover cleared) {
        tally.cleared(cleared.name(), cleared.code());
    }

    private void announce(Optional<Ticks.Tick> next) {
        Optional<Instant> fire = next.map(Ticks.Tick::fire);
        if (!fire.equals(announced)) {
            LOG.info(
                    "next backup at {}",
                    fire.map(Instant::toString).orElse("no time: the schedule has no tick to come"));
            announced = fire;
        }
    }

    private void fire(Run.Kind kind, Agenda.Due due) {
        if (due.missed() > 0) {
            LOG.warn(
                    "the tick of {} comes late, and {} more were missed meanwhile: the clock was set, or all stood still",
                    due.tick().at(),
                    due.missed());
            missed(kind, due.missed());
        }
        fire(kind, new Run.Cause(Run.Trigger.SCHEDULE, Optional.of(due.tick().at())));
    }

    private void fire(Run.Kind kind, Run.Cause cause) {
        if (stopping.getCount() == 0) {
            return;
        }
        if (atWork.isDone()) {
            atWork = worker.submit(() -> run(kind, cause));
        } else {
            skip(kind, cause, "the run before it is still at work");
        }
    }

    private void run(Run.Kind kind, Run.Cause cause) {
        String name = kind.word();
        try {
            work.begin().get(kind).accept(cause);
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.RUN_ACTIVE) {
                skip(kind, cause, failure.getMessage());
            } else {
                LOG.error("{} failed ({}): {}", name, failure.kind().code(), failure.getMessage());
                LOG.error("hint: {}", failure.hint());
            }
        } catch (RuntimeException | Error fault) {
            LOG.error("{} failed by an internal error", name, fault);
        }
    }

    private void skip(Run.Kind kind, Run.Cause cause, String why) {
        try {
            Run skipped = journal.skip(
                    kind,
                    cause,
                    new Run.Reason(FailureKind.RUN_ACTIVE.code(), why, "Nothing to do: the next tick runs again."));
            RunName.tell(skipped.id(), () -> LOG.warn("skipped: {}", why));
        } catch (Failure unwritable) {
            LOG.error("a tick was skipped ({}) and could not be recorded: {}", why, unwritable.getMessage());
        }
    }

    private void clearMarkers() {
        if (!atWork.isDone()) {
            return; // the run clears them itself, and its own are alive
        }
        try (Lease.Held lease = journal.acquireLease()) {
            recovery.closeDeadRunsOnSchedule(lease);
            recovery.clearMarkers().forEach(this::count);
            recovery.removeIncomplete(removed -> LOG.warn("{}", removed.line().text()), LOG::warn);
        } catch (Failure failure) {
            LOG.warn("markers not looked at: {}", failure.getMessage());
        }
    }
}
