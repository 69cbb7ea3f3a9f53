package io.ghekeeper.cli;

import io.ghekeeper.keep.LostSnapshotRun;
import io.ghekeeper.text.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive forget}. */
@Command(
        name = "forget",
        description = {
            "Give up a snapshot whose root the store lost, and which is not good on the volume either.",
            "It writes a tombstone, and deletes nothing. Verification and alerts do not expect the snapshot any more."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is given up",
            "1:The question was answered with no",
            "80:snapshot-unknown: it is not lost, or was never archived here"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive forget 20261120T031700")
final class ArchiveForgetCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its whole id.")
    private String name;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    @SuppressWarnings("try") // they are there to be closed
    public Integer call() {
        RootCommand root = parent.root();
        String place = root.keeper().archive().next().requireStore();
        String id = PlainText.of(name);
        LostSnapshotRun run = root.keeper().retention().lostSnapshot();
        run.require(id);
        if (!Consent.given(yes, "Give up " + id + " in " + place + " for good?", spec)) {
            return REFUSED;
        }
        try (Signals signals = Signals.onEnd(run::stop)) {
            run.run(id);
        }
        root.printSentence(
                "given up: " + id + " in " + place + "; what only it needed can go with: ghe-keeper archive prune");
        return 0;
    }
}
