package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.supervise.KeepJob;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a run of the keep lane that the supervisor began. What goes wrong with it is logged. */
final class KeepProcess implements KeepJob.KeepStarter {
    private static final Logger LOG = LoggerFactory.getLogger(KeepProcess.class);

    /** A process that is asked to end stops reading at once; one that hangs in a read of a broken disk does not. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final RootCommand root;
    private Optional<RunProcess> begun = Optional.empty();

    KeepProcess(RootCommand root) {
        this.root = root;
    }

    @Override
    public synchronized boolean isAlive() {
        return begun.filter(last -> last.process().isAlive()).isPresent();
    }

    @Override
    public synchronized void begin(KeepWork work, Runnable done) {
        RunProcess process = new DetachedRun(root).start(work.kind(), work.arguments());
        begun = Optional.of(process);
        LOG.info(
                "{}, in process {}",
                PlainText.of(work.words()),
                process.process().pid());
        var unused = process.process().onExit().thenAccept(ended -> {
            report(work, process);
            if (process.process().exitValue() == 0) {
                done.run();
            }
        });
    }

    private void report(KeepWork work, RunProcess ended) {
        try {
            ended.run()
                    .ifPresentOrElse(
                            run -> report(work, ended.process().exitValue(), run),
                            () -> LOG.warn(
                                    "no {} began: {}",
                                    work.kind().word(),
                                    ended.refusal().getMessage()));
        } catch (RuntimeException unreadable) {
            LOG.warn(
                    "the process of a {} ended with {}",
                    work.kind().word(),
                    ended.process().exitValue(),
                    unreadable);
        }
    }

    private void report(KeepWork work, int status, String run) {
        if (status == 0) {
            LOG.info("{} is done: run {}", PlainText.of(work.words()), run);
        } else {
            LOG.warn("{} ended with {}{}; see more: ghe-keeper runs show {}", run, status, reason(run), run);
        }
    }

    private String reason(String run) {
        return root.keeper()
                .core()
                .journal()
                .find(run)
                .end()
                .flatMap(Run.End::reason)
                .map(why -> ": " + PlainText.of(why.message()))
                .orElse("");
    }

    @Override
    public synchronized void end() {
        begun.map(RunProcess::process).filter(Process::isAlive).ifPresent(process -> {
            process.destroy();
            try {
                if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
