package io.ghekeeper.cli;

import io.ghekeeper.backup.Supervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper supervise}. */
@Command(name = "supervise", description = "Run backups on the schedule until SIGTERM: the container's main process.")
final class SuperviseCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        root.keeper().volume().requireMounted(); // else each tick would find that out, for weeks
        Supervisor supervisor = root.keeper().supervisor();
        try (Signals signals = Signals.onEnd(supervisor::stop)) {
            supervisor.run();
            signals.done();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
