package io.ghekeeper.cli;

import io.ghekeeper.backup.Backup;
import io.ghekeeper.journal.Run;
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
    @SuppressWarnings("try") // the hook is there to be there
    public void run() {
        Backup backup = root.keeper().backup();
        try (Signals signals = Signals.onEnd(backup::stop)) {
            Run run = backup.run(Run.Trigger.HAND);
            root.print("snapshot " + run.snapshot().orElseThrow() + " captured by run " + run.id() + " in "
                    + Table.words(run.duration().orElseThrow()));
        }
    }
}
