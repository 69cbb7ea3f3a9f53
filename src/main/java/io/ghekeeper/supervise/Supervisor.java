package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.monitor.ProcessCounters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's main process: catches up with a tick that was missed, then fires the schedule's ticks until it is
 * stopped. A tick that finds another run in progress is skipped and recorded as such; ticks never queue. One whose job may not
 * begin for another reason waits, also for the next supervisor, and gives way to the next of its job. One that waited, and then
 * finds another run, waits on.
 */
public final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Waiting is cut into pieces, so that a clock that was set is seen soon. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /** A loop that is as late as this stands still. */
    private static final Duration TURN = Duration.ofMinutes(2);

    /** A large snapshot that is removed takes this long, and longer. */
    private static final Duration HOUSEKEEPING = Duration.ofHours(6);

    /** The process that ends a supervisor sets its own limit. */
    private static final Duration STOPPING = Duration.ofDays(100);

    private static final String RUN_BEFORE = "the run before it";

    private final Map<Job, JobTimer> timers = new LinkedHashMap<>();
    private final CatchUp catchUp;
    private final Runnable end;
    private final RunningRestoreWait restores;
    private final Housekeeping housekeeping;
    private final Heartbeat heartbeat;
    private final ProcessCounters tally;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "run"));
    private volatile Future<?> running = CompletableFuture.completedFuture(null);
    private final WaitingTicks waiting;
    private final SkippedTicks skipped;
    private Optional<Instant> announced = Optional.empty();

    /**
     * A supervisor.
     *
     * @param jobs fire in this order where several are due; one of them takes backups
     * @param end ends the run that goes on, and lets none begin any more
     * @param restores of other processes; waited for at the end
     * @param heartbeat there as soon as the supervisor is ready, and until it has ended
     * @param tally counts what no run records
     */
    public Supervisor(
            List<Job> jobs,
            CatchUp catchUp,
            Runnable end,
            RunningRestoreWait restores,
            Housekeeping housekeeping,
            Journal journal,
            Heartbeat heartbeat,
            ProcessCounters tally,
            Clock clock) {
        jobs.forEach(job -> timers.put(job, new JobTimer(job.schedule())));
        this.catchUp = catchUp;
        this.end = end;
        this.restores = restores;
        this.housekeeping = housekeeping;
        this.waiting = new WaitingTicks(journal);
        this.skipped = new SkippedTicks(journal);
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
     * Begins no more runs, and ends the present one with all its processes. Returns when its end is recorded, and no restore
     * of another process is running any more.
     */
    public void stop() throws InterruptedException {
        LOG.info("stopping{}", running.isDone() ? "" : ": ending the running run");
        stopping.countDown();
        end.run();
        ended.await();
        restores.await();
        heartbeat.end();
        LOG.info("stopped");
    }

    /** What is done once, before the first tick. */
    void begin() {
        Instant start = clock.instant();
        timers.values()
                .forEach(timer -> timer.next(start)); // a tick that comes in the recovery is a tick like any other
        housekeeping.atStart();
        CatchUp.Backlog backlog = catchUp.backlog(start);
        missed(backups(), backlog.missed());
        resumeWaiting(start);
        backlog.reason().ifPresent(reason -> {
            LOG.info("catching up: {}", reason.words());
            fire(backups(), new Run.Cause(Run.Trigger.CATCH_UP, reason.tick()));
        });
    }

    /** Takes up what waited under the supervisor before this one. */
    private void resumeWaiting(Instant start) {
        try {
            catchUp.waiting().stream()
                    .filter(tick -> !tick.tick().isAfter(start)) // of a clock that was wrong: it comes again
                    .forEach(tick -> resume(tick, start));
            waiting.keep();
        } catch (Failure unreadable) {
            LOG.error("a tick that waited may be lost: {}", unreadable.getMessage());
            LOG.error("hint: {}", unreadable.hint());
        }
    }

    private void resume(WaitingTick tick, Instant start) {
        Optional<Job> job = timers.keySet().stream()
                .filter(one -> one.kind().equals(Optional.of(tick.kind()))
                        && one.schedule().has(tick.tick()))
                .findFirst();
        if (job.isEmpty()) {
            skipped.unscheduled(tick);
        } else if (job.get().schedule().count(tick.tick(), start) > 0) {
            skipped.gaveWay(tick, start);
        } else {
            waiting.resume(job.get(), tick);
        }
    }

    private Job backups() {
        return timers.keySet().stream()
                .filter(job -> job.name() == ProcessCounters.JobName.BACKUP)
                .findFirst()
                .orElseThrow();
    }

    /** Fires what is due now, and returns how long there is nothing to do, but never long: the clock may be set. */
    Duration work() {
        Instant now = clock.instant();
        timers.forEach((job, timer) -> timer.take(now).ifPresent(due -> fire(job, due)));
        waited();
        announce(timers.get(backups()).next(now));
        heartbeat.promise(TURN);
        return timers.values().stream()
                .flatMap(timer -> timer.next(now).stream())
                .map(tick -> Duration.between(now, tick.fire()))
                .reduce(LONGEST_WAIT, (a, b) -> a.compareTo(b) < 0 ? a : b);
    }

    /** The run that goes on, or the last one. */
    Future<?> running() {
        return running;
    }

    private void missed(Job job, long ticks) {
        if (ticks > 0) {
            tally.missed(job.name(), ticks);
        }
    }

    private void announce(Optional<JobSchedule.Tick> next) {
        Optional<Instant> fire = next.map(JobSchedule.Tick::fire);
        if (!fire.equals(announced)) {
            LOG.info(
                    "next backup at {}",
                    fire.map(Instant::toString).orElse("no time: the schedule has no tick to come"));
            announced = fire;
        }
    }

    private void fire(Job job, JobTimer.Due due) {
        Run.Cause cause =
                new Run.Cause(Run.Trigger.SCHEDULE, Optional.of(due.tick().at()));
        if (job.kind().isEmpty()) {
            if (running.isDone()) { // a run clears markers itself, and its own are alive
                heartbeat.promise(HOUSEKEEPING);
                job.task().accept(cause);
            }
            return;
        }
        if (due.missed() > 0) {
            LOG.warn(
                    "the tick of {} comes late, and {} more were missed meanwhile: the clock was set, or all stood still",
                    due.tick().at(),
                    due.missed());
            missed(job, due.missed());
        }
        fire(job, cause);
    }

    /** Other ticks come first: a wait delays no backup. */
    private void waited() {
        waiting.next(running.isDone() ? Optional.empty() : Optional.of(RUN_BEFORE))
                .ifPresent(tick -> {
                    if (catchUp.isServed(tick.job().kind().orElseThrow(), tick.cause())) {
                        waiting.settled(tick.job());
                    } else {
                        fire(tick.job(), tick.cause());
                    }
                });
    }

    private void fire(Job job, Run.Cause cause) {
        if (stopping.getCount() == 0) {
            return;
        }
        Optional<WaitingTick> before = waiting.of(job);
        Optional<String> obstacle = cause.tick().flatMap(tick -> job.obstacle().get());
        if (before.isPresent() || (running.isDone() && obstacle.isPresent())) {
            waiting.add(job, cause.tick().orElseThrow(), obstacle.orElse(RUN_BEFORE));
            // Now only: a kill in between loses a record, and no run.
            before.ifPresent(tick -> skipped.gaveWay(tick, clock.instant()));
        } else if (!running.isDone()) {
            skipped.busy(job.kind().orElseThrow(), cause, RUN_BEFORE + " has not ended");
        } else {
            running = worker.submit(() -> run(job, cause));
        }
    }

    private void run(Job job, Run.Cause cause) {
        Run.Kind kind = job.kind().orElseThrow();
        try {
            job.task().accept(cause);
        } catch (Failure failure) {
            if (failure.kind() == FailureKind.RUN_ACTIVE) {
                busy(job, cause, failure.getMessage());
            } else {
                LOG.error("{} failed ({}): {}", kind.word(), failure.kind().code(), failure.getMessage());
                LOG.error("hint: {}", failure.hint());
            }
        } catch (RuntimeException | Error fault) {
            LOG.error("{} failed by an internal error", kind.word(), fault);
        } finally {
            if (stopping.getCount() > 0) { // else the next supervisor looks whether it began
                waiting.settled(job);
            }
        }
    }

    /** One that waited waits on. */
    private void busy(Job job, Run.Cause cause, String why) {
        cause.tick()
                .flatMap(tick -> job.obstacle()
                        .get()
                        .or(() -> waiting.hasBegun(job) ? Optional.of("another run") : Optional.empty()))
                .ifPresentOrElse(
                        obstacle -> waiting.add(job, cause.tick().orElseThrow(), obstacle),
                        () -> skipped.busy(job.kind().orElseThrow(), cause, why));
    }
}
