package io.ghekeeper.cli;

import io.ghekeeper.backup.Backup;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.RetentionRun;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.text.Durations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper backup}. */
@Command(
        name = "backup",
        description =
                "Take one backup now; what a person or a CronJob calls. The exit status shows the failure's kind.")
final class BackupCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(BackupCommand.class);

    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--detach",
            description = "Begin it in a process of its own, which goes on when this terminal is lost.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        root.configuration(); // before the line, which lowers the log's level
        if (detach) {
            new DetachedRun(root).run(Run.Kind.BACKUP, List.of("backup"), false);
        } else {
            inThisProcess();
        }
        return 0;
    }

    private void inThisProcess() {
        Optional<ProgressLine> line = ProgressLine.on(root.screen(), "backup", Optional.empty());
        Run run;
        try {
            run = backUp(root.keeper(change -> line.ifPresent(shown -> shown.show(change))), Optional.empty());
        } finally {
            line.ifPresent(ProgressLine::close);
        }
        root.print("snapshot " + run.snapshot().orElseThrow() + " captured by run " + run.id() + " in "
                + Durations.exact(run.duration().orElseThrow()));
    }

    /** @param output the file that this process's output goes to, where it is a process of the run's own */
    @SuppressWarnings({"MissingSummary", "try"}) // they are there to be closed
    static Run backUp(Keeper keeper, Optional<Path> output) {
        Backup backup = keeper.runs().backup();
        // Within the hook: a signal ends the process as soon as that is closed.
        try (Signals signals = Signals.onEnd(backup::stop);
                FinalNotifications word = new FinalNotifications(keeper.notifications())) {
            Run run = backup.run(Run.Cause.HAND, output);
            if (keeper.core().configuration().schedule().runner() == ScheduleSettings.Runner.EXTERNAL) {
                deleteWhereDue(keeper);
            }
            return run;
        }
    }

    /** No supervisor does it. What goes wrong is recorded in a run of its own, and fails no backup. */
    @SuppressWarnings("try") // they are there to be closed
    private static void deleteWhereDue(Keeper keeper) {
        try {
            if (keeper.retention().task().due(keeper.core().clock().instant()).isEmpty()) {
                return;
            }
            RetentionRun retention = keeper.retention().run();
            try (Signals signals = Signals.onEnd(retention::stop)) {
                retention.run(new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Optional.empty());
            }
        } catch (Failure failure) {
            LOG.warn("old snapshots are not deleted: {}", failure.getMessage());
        }
    }
}
