package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive verify}. */
@Command(
        name = "verify",
        description = {
            "Look whether the store still has all that archived snapshots need, and read a part of it.",
            "It runs in a process of its own. A snapshot that is not whole does not count as archived any more."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:Nothing is missing or damaged in what was looked at",
            "67:store-failed: the store did not answer, and nothing is known",
            "95:archive-damaged: a snapshot is not whole: ghe-keeper archive show ID"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive verify --all")
final class ArchiveVerifyCommand implements Callable<Integer> {
    @ParentCommand
    private ArchiveCommand parent;

    @Option(names = "--all", description = "Read and hash each object now, and not only those that are due.")
    private boolean all;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        RootCommand root = parent.root();
        root.keeper().archive().next().requireStore();
        return new DetachedRun(root)
                .run(
                        Run.Kind.ARCHIVE_VERIFY,
                        all ? List.of("archive-verify", "--all") : List.of("archive-verify"),
                        !detach);
    }
}
