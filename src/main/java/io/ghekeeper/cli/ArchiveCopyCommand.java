package io.ghekeeper.cli;

import io.ghekeeper.config.StoreAddress;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Snapshots;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive copy}. */
@Command(
        name = "copy",
        description = {
            "Copy archived snapshots into another store, in a process of its own: another account, region, provider or folder.",
            "Objects stay encrypted, and no identity is needed. What is there is not sent again. The section copy of the"
                    + " configuration says how the other store is reached."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:All is there",
            "67:store-failed: one of the stores did not answer",
            "95:archive-damaged: the first store lost something; all else was copied",
            "96:archive-cold: objects are in Glacier classes; all else was copied"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive copy --to s3://BUCKET/PREFIX")
final class ArchiveCopyCommand implements Callable<Integer> {
    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "STORE",
            required = true,
            description = "The other store: s3://BUCKET/PREFIX, or file:///PATH of a folder that is there.")
    private String to;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            description = "Only this one, by its whole id. May be repeated. By default all that the store keeps.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        if (!ids.stream().allMatch(Snapshots::isId)) {
            throw new ParameterException(spec.commandLine(), "give whole ids of snapshots, as 20260131T031700");
        }
        RootCommand root = parent.root();
        root.keeper().archive().next().requireStore();
        URI place = StoreAddress.of(to);
        root.keeper().storeCopies().requireApart(place);
        List<String> arguments = new ArrayList<>(List.of("archive-copy", place.toString()));
        arguments.addAll(ids);
        return new DetachedRun(root).run(Run.Kind.COPY, arguments, !detach);
    }
}
