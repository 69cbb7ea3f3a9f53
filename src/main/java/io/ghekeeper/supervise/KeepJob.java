package io.ghekeeper.supervise;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.keep.KeepTask;
import io.ghekeeper.keep.KeepWork;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has done what is due in the keep lane, one run at a time, each in a process of its own: after a backup, at the start and
 * between runs. What goes wrong here is logged, and neither delays nor fails a backup.
 */
public final class KeepJob {
    private static final Logger LOG = LoggerFactory.getLogger(KeepJob.class);

    private final List<KeepTask> tasks;
    private final Journal journal;
    private final KeepStarter starter;
    private final Clock clock;
    private volatile boolean stopping;

    /** Starts the process of a run of the keep lane, and ends it. */
    public interface KeepStarter {
        /** Whether one that was begun here is alive. */
        boolean isAlive();

        /**
         * Starts one, and returns at once.
         *
         * @param done runs when it has ended with success
         * @throws Failure when no process can be started
         */
        void begin(KeepWork work, Runnable done);

        /** Ends the one that is alive, if any, and waits for a few seconds until its end is recorded. */
        void end();
    }

    /**
     * The job.
     *
     * @param tasks in the order in which they are asked; the first that is due is done
     */
    public KeepJob(List<KeepTask> tasks, Journal journal, KeepStarter starter, Clock clock) {
        this.tasks = List.copyOf(tasks);
        this.journal = journal;
        this.starter = starter;
        this.clock = clock;
    }

    /** Begins the first run that is due, where no process works in the keep lane. */
    public void beginIfDue() {
        beginIfDue(Optional.empty());
    }

    /** @param done what a run has just done, and is not begun again at once, whatever its task says */
    @SuppressWarnings("MissingSummary")
    private synchronized void beginIfDue(Optional<KeepWork> done) {
        if (stopping) {
            return;
        }
        try {
            if (!starter.isAlive() && journal.isKeepLaneFree()) {
                first().filter(work -> done.filter(work::equals).isEmpty())
                        .ifPresent(work -> starter.begin(work, () -> beginIfDue(Optional.of(work))));
            }
        } catch (Failure failure) {
            LOG.warn("no run of the keep lane begins: {}", failure.getMessage());
        } catch (RuntimeException fault) {
            LOG.warn("no run of the keep lane begins, by an internal error", fault);
        }
    }

    /**
     * What works in the keep lane now, as a noun; nothing while nothing does. Nothing, too, where that cannot be seen: who begins
     * a run hears why.
     */
    public Optional<String> occupant() {
        try {
            return !starter.isAlive() && journal.isKeepLaneFree() ? Optional.empty() : Optional.of(words());
        } catch (Failure unseen) {
            return Optional.empty();
        }
    }

    private String words() {
        return journal.newest(Journal.NEWEST).readable().stream()
                        .filter(run -> run.isOpen()
                                && run.kind().lane() == Lane.KEEP
                                && !run.keeper().isProvenGone())
                        .findFirst()
                        .map(run -> "run " + run.id())
                        .orElse("another process")
                + ", which reads or removes snapshots";
    }

    private Optional<KeepWork> first() {
        return tasks.stream().flatMap(task -> due(task).stream()).findFirst();
    }

    /** A task that cannot be asked keeps none of the others from being done. */
    private Optional<KeepWork> due(KeepTask task) {
        try {
            return task.due(clock.instant());
        } catch (Failure failure) {
            LOG.warn("what is due in the keep lane cannot be read: {}", failure.getMessage());
            return Optional.empty();
        }
    }

    /** Begins no more, and ends the one that is alive. */
    public void stop() {
        stopping = true;
        synchronized (this) {
            starter.end();
        }
    }
}
