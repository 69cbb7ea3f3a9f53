package io.ghekeeper.cli;

import io.ghekeeper.backup.Backup;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper backup}. */
@Command(
        name = "backup",
        description =
                "Take one backup now; what a person or a CronJob calls. The exit status shows the failure's kind.")
final class BackupCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--detach",
            description = "Begin it in a process of its own, which goes on when this terminal is lost.")
    private boolean detach;

    @Option(names = "--output", hidden = true, description = "The file that this process's output goes to.")
    private Path output;

    @Override
    public Integer call() throws InterruptedException {
        root.configuration(); // before the line, which lowers the log's level
        if (output != null) {
            inAProcessOfItsOwn();
        } else if (detach) {
            new DetachedRun(root).announce(Run.Kind.BACKUP, List.of("backup"));
        } else {
            inThisProcess();
        }
        return 0;
    }

    private void inAProcessOfItsOwn() {
        Keeper keeper = root.keeper();
        DetachedRun.requireOutput(output, keeper, spec);
        DetachedRun.quiet();
        backUp(keeper, Optional.of(output));
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

    @SuppressWarnings("try") // they are there to be closed
    private static Run backUp(Keeper keeper, Optional<Path> output) {
        Backup backup = keeper.runs().backup();
        // Within the hook: a signal ends the process as soon as that is closed.
        try (Signals signals = Signals.onEnd(backup::stop);
                FinalNotifications word = new FinalNotifications(keeper.notifications())) {
            return backup.run(Run.Cause.HAND, output);
        }
    }
}
