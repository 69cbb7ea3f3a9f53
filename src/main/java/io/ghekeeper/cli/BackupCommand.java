package io.ghekeeper.cli;

import io.ghekeeper.backup.Backup;
import io.ghekeeper.journal.DurationWords;
import io.ghekeeper.journal.Run;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper backup}. */
@Command(
        name = "backup",
        description =
                "Take one backup now; what a person or a CronJob calls. The exit status tells the failure's kind.")
final class BackupCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        root.configuration(); // before the line, which lowers the log's level
        Optional<ProgressLine> line = ProgressLine.on(root.screen(), "backup", Optional.empty());
        Run run;
        try {
            run = backUp(root.keeper(change -> line.ifPresent(shown -> shown.show(change))));
        } finally {
            line.ifPresent(ProgressLine::close);
        }
        root.print("snapshot " + run.snapshot().orElseThrow() + " captured by run " + run.id() + " in "
                + DurationWords.of(run.duration().orElseThrow()));
    }

    @SuppressWarnings("try") // they are there to be closed
    private static Run backUp(Keeper keeper) {
        Backup backup = keeper.backup();
        // Within the hook: a signal ends the process as soon as that is closed.
        try (Signals signals = Signals.onEnd(backup::stop);
                LastWord word = new LastWord(keeper.telling())) {
            return backup.run(Run.Trigger.HAND);
        }
    }
}
