package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.notify.NotificationThreads;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a restore or drill is begun from a command: in this process, or in one of its own that is followed from here. */
final class RestoreRun {
    private final RootCommand root;

    RestoreRun(RootCommand root) {
        this.root = root;
    }

    /** @param output the file that this process's output goes to, when it is the one of its own */
    @SuppressWarnings({"MissingSummary", "try"}) // they are there to be closed
    int inThisProcess(Run.Kind kind, RestoreOptions choices, Optional<Path> output) {
        Keeper keeper = root.keeper();
        Restore restore = keeper.runs().restore();
        output.ifPresent(file -> DetachedRun.quiet());
        Run run;
        keeper.notifications().ifPresent(NotificationThreads::watch);
        try (Signals signals = Signals.onEnd(restore::stop);
                FinalNotifications word = new FinalNotifications(keeper.notifications())) {
            run = restore.run(kind, Run.Cause.HAND, output, choices);
        }
        if (output.isEmpty()) {
            new RestoreReport(run, root.screen()).lines().forEach(root::print);
        }
        return 0;
    }

    /** Begins it in a process of its own, prints its id, and follows it to its end if that is wanted. */
    int detached(Run.Kind kind, List<String> arguments, boolean follow) throws InterruptedException {
        String id = new DetachedRun(root).announce(kind, arguments);
        return follow ? new RunFollower(root, root.keeper()).toTheEnd(id) : 0;
    }
}
