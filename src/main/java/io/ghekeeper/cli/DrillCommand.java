package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.RestoreOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper drill}. */
@Command(
        name = "drill",
        description =
                "Restore the last good snapshot onto the scratch appliance in drill.host, and see what came there.")
final class DrillCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SnapshotChoice snapshot;

    @Mixin
    private IdentityOption identity;

    @Mixin
    private WarmUpOption warmUp;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Option(names = "--foreground", description = "Do all of it in this process.")
    private boolean foreground;

    @Override
    public Integer call() throws InterruptedException {
        RestoreOptions options =
                snapshot.drill(root.keeper().core().configuration().drill());
        if (!options.fromArchive() && (identity.isGiven() || warmUp.isGiven())) {
            throw new ParameterException(
                    spec.commandLine(), "--identity and --warm-up are for a drill with --from-archive");
        }
        if (warmUp.isGiven()
                && warmUp.askFor(
                        root, Optional.of(root.keeper().restores().planner().fetch(options)))) {
            return 0;
        }
        return identity.use(
                root,
                read -> foreground
                        ? new RestoreRun(root).inThisProcess(Run.Kind.DRILL, options, read)
                        : new DetachedRun(root)
                                .run(Run.Kind.DRILL, SnapshotChoice.drillArguments(options), read, !detach));
    }
}
