package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.rebuild.RebuildReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper rebuild}. */
@Command(
        name = "rebuild",
        description = {
            "Fill the data directory with the newest snapshots of the store, where it is new, empty, broken, older than the store,"
                    + " or damaged.",
            "No backup and no restore runs meanwhile. Nothing is deleted: what is in the way of a fetched snapshot is put aside"
                    + " when that was proven. A directory that cannot be read now, or is of another appliance, is not changed."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is filled, or need not be; with --plan: it is said",
            "50:run-active: another run works on this volume",
            "69:encryption-failed: no identity fits",
            "95:archive-damaged: the store has none whole that is new enough"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper rebuild --identity - < IDENTITY")
final class RebuildCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--snapshots",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "How many of the newest snapshots it gets. Default: ${DEFAULT-VALUE}")
    private int most;

    @Option(names = "--plan", description = "Say whether it has to be filled, and why. Nothing is changed.")
    private boolean plan;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        if (most < 1) {
            throw new ParameterException(spec.commandLine(), "--snapshots wants 1 at least, and not " + most);
        }
        Keeper keeper = root.keeper();
        keeper.core().volume().requireMounted();
        keeper.archive().next().requireStore();
        Optional<RebuildReason> reason = keeper.rebuild().reason(most);
        root.print(reason.map(why -> "the data directory is " + why.words())
                .orElse("nothing to do: the newest good snapshot is on the volume"));
        if (plan || reason.isEmpty()) {
            return 0;
        }
        return identity.use(root, read -> {
            keeper.repairs().requireRebuildable(read);
            return new DetachedRun(root).run(Run.Kind.REBUILD, List.of("rebuild", "" + most), read, !detach);
        });
    }
}
