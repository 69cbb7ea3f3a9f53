package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchivePlan;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
            ArchiveVerifyCommand.class,
            ArchiveCheckCommand.class,
            ArchivePruneCommand.class,
            ArchiveForgetCommand.class,
            ArchiveReadBackCommand.class,
            ArchiveFetchCommand.class,
            ArchiveAttachCommand.class,
            ArchiveCopyCommand.class,
            ArchiveCompactCommand.class,
            ArchiveKeygenCommand.class
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is archived, or each good sealed snapshot was",
            "77:seal-missing: ghe-keeper seal",
            "79:snapshot-damaged: the snapshot is not what was sealed",
            "95:archive-damaged: the store lost what this snapshot needs: ghe-keeper archive ID --repair"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive --plan")
final class ArchiveCommand implements Callable<Integer> {
    /** What an id may begin or end with. */
    private static final Pattern ID = Pattern.compile("[0-9T]+");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RootCommand root;

    @Parameters(
            arity = "0..1",
            paramLabel = "SNAPSHOT",
            description =
                    "Its id, or how that begins or ends. Without one: the newest good sealed snapshot that is not archived.")
    private String name;

    @Option(
            names = "--plan",
            description = "Say what would be read and sent, and what is charged, and end. Nothing is changed.")
    private boolean plan;

    @Option(names = "--json", description = "With --plan: as JSON, see docs/json.md.")
    private boolean json;

    @Option(
            names = "--repair",
            description =
                    "Send again what the store lost of this snapshot, which was archived, and write a further root.")
    private boolean repair;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    RootCommand root() {
        return root;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (json && !plan) {
            throw new ParameterException(spec.commandLine(), "--json is of a plan: give --plan");
        }
        if (repair && (name == null || plan)) {
            throw new ParameterException(spec.commandLine(), "--repair is of one SNAPSHOT, and not with --plan");
        }
        if (name != null && !ID.matcher(name).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + name + "' is neither a command of archive nor an id of a snapshot");
        }
        Keeper keeper = root.keeper();
        NextArchive next = keeper.archive().next();
        next.requireStore();
        Optional<String> snapshot = Optional.ofNullable(name)
                .map(part -> SealCommand.id(part, keeper))
                .or(next::newestWithout);
        if (snapshot.isEmpty() && !json) {
            root.print("each good sealed snapshot is archived: nothing to do");
            return 0;
        }
        Optional<Snapshot> required = snapshot.map(next::require);
        if (plan) {
            print(keeper, required.map(one -> keeper.archive().plan(one, root::warn)));
            return 0;
        }
        return new DetachedRun(root).run(Run.Kind.ARCHIVE, arguments(snapshot.get()), !detach);
    }

    private List<String> arguments(String snapshot) {
        return repair ? List.of("archive", "--repair", snapshot) : List.of("archive", snapshot);
    }

    private void print(Keeper keeper, Optional<ArchivePlan> planned) {
        ArchiveAssembly archive = keeper.archive();
        Optional<StorageClass> packs = archive.stores().storageClass();
        if (json) {
            Instant now = root.world().clock().instant();
            root.print(ArchiveJson.plan(now, archive.next().requireStore(), planned, packs));
        } else {
            new ArchivePlanText(planned.orElseThrow(), packs).lines().forEach(root::print);
        }
    }
}
