package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchivePlan;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive}. */
@Command(
        name = "archive",
        description = {
            "Send to the store what that lacks of a sealed snapshot, in a process of its own.",
            "The supervisor does so after each good backup, or on archive.schedule. docs/archive.md sets it up."
        },
        subcommands = {
            ArchiveListCommand.class,
            ArchiveShowCommand.class,
            ArchiveCheckCommand.class,
            ArchivePruneCommand.class,
            ArchiveKeygenCommand.class
        })
final class ArchiveCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SNAPSHOT",
            description =
                    "Its id, or how that begins or ends. Without one: the newest good sealed snapshot that is not archived.")
    private String name;

    @Option(names = "--plan", description = "Say what would be read and sent, and end. Nothing is changed.")
    private boolean plan;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    RootCommand root() {
        return root;
    }

    @Override
    public Integer call() throws InterruptedException {
        Keeper keeper = root.keeper();
        NextArchive next = keeper.archive().next();
        next.requireStore();
        Optional<String> snapshot = Optional.ofNullable(name)
                .map(part -> SealCommand.id(part, keeper))
                .or(next::newestWithout);
        if (snapshot.isEmpty()) {
            root.print("each good sealed snapshot is archived: nothing to do");
            return 0;
        }
        Snapshot required = next.require(snapshot.get());
        if (plan) {
            print(keeper.archive().plan(required, root::warn));
            return 0;
        }
        return new DetachedRun(root).run(Run.Kind.ARCHIVE, List.of("archive", snapshot.get()), !detach);
    }

    private void print(ArchivePlan planned) {
        if (planned.archived()) {
            root.print("snapshot " + planned.snapshot() + " is in " + planned.store()
                    + " already: a run looks for each of its objects there, and sends nothing");
            return;
        }
        root.print("snapshot " + planned.snapshot() + " to " + planned.store() + ":");
        root.print("  lists      " + planned.newUnits() + " of " + Counts.of(planned.units(), "list") + " are new");
        root.print("  read       " + Counts.of(planned.files(), "file") + " with " + ByteCount.words(planned.bytes()));
        root.print("  send       about " + Counts.of(planned.objects(), "object")
                + ", a PUT each; fewer bytes than are read where they compress");
    }
}
