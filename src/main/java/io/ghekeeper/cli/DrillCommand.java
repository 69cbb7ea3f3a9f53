package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.RestoreOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper drill}. */
@Command(
        name = "drill",
        description =
                "Restore the last good snapshot onto the scratch appliance in drill.host, and see what came there.")
final class DrillCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Mixin
    private SnapshotChoice snapshot;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Option(names = "--foreground", description = "Do all of it in this process.")
    private boolean foreground;

    @Override
    public Integer call() throws InterruptedException {
        RestoreOptions options =
                snapshot.drill(root.keeper().core().configuration().drill());
        return foreground
                ? new RestoreRun(root).inThisProcess(Run.Kind.DRILL, options)
                : new DetachedRun(root).run(Run.Kind.DRILL, SnapshotChoice.drillArguments(options), !detach);
    }
}
