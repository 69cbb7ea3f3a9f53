package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.retention.RetentionPlan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper retention}. */
@Command(name = "retention", description = "Show which snapshots are kept, and why; delete the others.")
final class RetentionCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "plan or run?");
    }

    @Command(
            name = "run",
            description = {
                "Delete the snapshots that the plan deletes, in a process of its own.",
                "The plan is made again before each deletion. What cannot be deleted is recorded, and the rest goes on."
            })
    int delete(@Option(names = "--detach", description = "Begin it, and do not follow it.") boolean detach)
            throws InterruptedException {
        return new DetachedRun(root).run(Run.Kind.RETENTION, List.of("retention"), !detach);
    }

    @Command(
            name = "plan",
            description =
                    "Print for every snapshot whether the policy keeps or deletes it, and why. Nothing is deleted.")
    void plan(@Option(names = "--json", description = "As JSON: see docs/json.md.") boolean json) {
        RetentionAssembly retention = root.keeper().retention();
        RetentionPlan plan = retention.plan();
        if (json) {
            root.print(RetentionJson.write(plan, retention.settings(), retention.deletedBytes(plan)));
            return;
        }
        new RetentionText(root).print(plan, retention.settings().enabled(), retention.deletedBytes(plan));
    }
}
