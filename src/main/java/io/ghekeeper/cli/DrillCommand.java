package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            defaultValue = RestoreOptions.LATEST,
            description = {
                "Which: its id; 'latest' for the last good one that failed no drill;",
                "'proven' for the newest that a restore or drill proved (${DEFAULT-VALUE})."
            })
    private String snapshot;

    @Option(names = "--accept-suspect", description = "Take a snapshot that is suspect, or that failed its drill.")
    private boolean acceptSuspect;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Option(names = "--foreground", description = "Do all of it in this process.")
    private boolean foreground;

    @Option(names = "--output", hidden = true, description = "The file that this process's output goes to.")
    private Path output;

    @Override
    public Integer call() throws InterruptedException {
        if (output != null) {
            DetachedRun.requireOutput(output, root.keeper(), spec);
        }
        RestoreOptions choices =
                RestoreOptions.drill(root.keeper().core().configuration().drill(), snapshot, acceptSuspect);
        RestoreRun run = new RestoreRun(root);
        if (foreground || output != null) {
            return run.inThisProcess(Run.Kind.DRILL, choices, Optional.ofNullable(output));
        }
        return run.detached(Run.Kind.DRILL, arguments(choices), !detach);
    }

    /** The same once more, for a process of its own. */
    static List<String> arguments(RestoreOptions choices) {
        return choices.acceptSuspect()
                ? List.of("drill", "--snapshot", choices.snapshot(), "--accept-suspect")
                : List.of("drill", "--snapshot", choices.snapshot());
    }
}
