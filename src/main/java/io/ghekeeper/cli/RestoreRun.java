package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.notify.NotificationThreads;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.Optional;

/** How a command runs a restore or drill in this process. */
final class RestoreRun {
    private final RootCommand root;

    RestoreRun(RootCommand root) {
        this.root = root;
    }

    /** Runs it, and prints its report. */
    int inThisProcess(Run.Kind kind, RestoreOptions options, Optional<ArchiveIdentity> identity) {
        Run run;
        try {
            run = inThisProcess(root.keeper(), kind, options, identity, Optional.empty());
        } catch (Failure failure) {
            printWayBack(kind);
            throw failure;
        }
        new RestoreReport(run, root.screen()).lines().forEach(root::print);
        return 0;
    }

    /** After a restore that failed. Another process may have begun one since. */
    private void printWayBack(Run.Kind kind) {
        root.keeper()
                .core()
                .history()
                .runs(kind)
                .findFirst()
                .filter(run -> run.keeper().equals(ProcessIdentity.thisProcess()))
                .ifPresent(run -> new WayBackText(root.screen()).lines(run).forEach(root::print));
    }

    /**
     * Runs it.
     *
     * @param identity stays the caller's to close
     * @param output the file that this process's output goes to, where it is a process of the run's own
     */
    @SuppressWarnings("try") // they are there to be closed
    static Run inThisProcess(
            Keeper keeper,
            Run.Kind kind,
            RestoreOptions options,
            Optional<ArchiveIdentity> identity,
            Optional<Path> output) {
        Restore restore = keeper.restores().restore(identity);
        keeper.notifications().ifPresent(NotificationThreads::watch);
        try (Signals signals = Signals.onEnd(restore::stop);
                FinalNotifications word = new FinalNotifications(keeper.notifications())) {
            return restore.run(kind, Run.Cause.HAND, output, options);
        }
    }
}
