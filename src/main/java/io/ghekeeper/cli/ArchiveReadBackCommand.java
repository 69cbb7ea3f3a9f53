package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.VerifiedFiles;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ReadBackRun;
import io.ghekeeper.snapshot.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive read-back}. */
@Command(
        name = "read-back",
        description = {
            "Read every file of a snapshot out of the store, and compare it with the lists of its seal there.",
            "It runs in a process of its own. Nothing of a snapshot on the volume is read. The state directory has decrypted"
                    + " packs while it goes on."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:Each file is as it was sealed",
            "69:encryption-failed: no identity fits",
            "95:archive-damaged: a file is not as it was sealed",
            "96:archive-cold: objects are in Glacier classes"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive read-back 20261120T031700 --identity - < IDENTITY")
final class ArchiveReadBackCommand implements Callable<Integer> {
    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SNAPSHOT",
            description = "Its id; or, where it is on the volume, how that begins or ends.")
    private String name;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Option(
            names = "--unrecorded",
            description =
                    "Read it in this process, without a run: for a machine that has the state directory and no volume."
                            + " It records no evidence.")
    private boolean unrecorded;

    @Override
    public Integer call() throws InterruptedException {
        if (detach && unrecorded) {
            throw new ParameterException(spec.commandLine(), "--unrecorded begins no run: give it without --detach");
        }
        RootCommand root = parent.root();
        Keeper keeper = root.keeper();
        String id = Snapshots.isId(name) ? name : SealCommand.id(name, keeper);
        return identity.use(root, read -> {
            keeper.repairs().requireReadable(read);
            if (unrecorded) {
                print(root, readHere(keeper, id, read));
                return 0;
            }
            return new DetachedRun(root).run(Run.Kind.READ_BACK, List.of("archive-read-back", id), read, !detach);
        });
    }

    /** A signal ends it between two pieces: it removes the decrypted packs first. */
    @SuppressWarnings("try") // they are there to be closed
    private static VerifiedFiles readHere(Keeper keeper, String id, Optional<ArchiveIdentity> identity) {
        EndedReading progress = new EndedReading();
        try (Signals signals = Signals.onEnd(progress::end)) {
            return keeper.storeVerification().readFiles(id, identity, progress);
        }
    }

    private static void print(RootCommand root, VerifiedFiles found) {
        root.print(ReadBackRun.event(found).line().text());
        found.first().forEach(root::print);
        found.requireDecrypted();
        found.requireWhole();
    }
}
