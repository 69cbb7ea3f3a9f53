package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper internal}: what {@link DetachedRun} starts. It asks no question, so it refuses people. */
@Command(name = "internal", hidden = true, description = "Do a run in the process that ghe-keeper started for it.")
final class InternalCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where this process's output goes.")
    private Path output;

    @Override
    public void run() {
        throw notForPeople();
    }

    @Command(name = "backup", description = "Take one backup.")
    void backup() {
        BackupCommand.backUp(detachedKeeper(), Optional.of(output));
    }

    @Command(name = "restore", description = "Restore onto a target, without a question.")
    void restore(@Mixin RestoreChoice choice) {
        restore(detachedKeeper(), Run.Kind.RESTORE, choice.options(spec));
    }

    @Command(name = "drill", description = "Restore onto the scratch appliance.")
    void drill(@Mixin SnapshotChoice choice) {
        Keeper keeper = detachedKeeper();
        restore(
                keeper,
                Run.Kind.DRILL,
                choice.drill(keeper.core().configuration().drill()));
    }

    private void restore(Keeper keeper, Run.Kind kind, RestoreOptions options) {
        RestoreRun.inThisProcess(keeper, kind, options, Optional.of(output));
    }

    private Keeper detachedKeeper() {
        Keeper keeper = root.keeper();
        if (root.screen().terminal() || !keeper.core().journal().startupLog().isOne(output)) {
            throw notForPeople();
        }
        DetachedRun.quiet();
        return keeper;
    }

    private ParameterException notForPeople() {
        return new ParameterException(
                spec.commandLine(),
                "internal is for a process that ghe-keeper started; type backup, restore or drill instead");
    }
}
