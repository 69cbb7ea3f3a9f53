package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.retention.RetentionPlan;
import java.util.List;
import java.util.Optional;
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
                "The plan is made again before each deletion. What cannot be deleted is recorded, and the rest goes on.",
                "With archive.keep, it writes a tombstone for each snapshot in the store that is not kept there."
            })
    int delete(@Option(names = "--detach", description = "Begin it, and do not follow it.") boolean detach)
            throws InterruptedException {
        return new DetachedRun(root).run(Run.Kind.RETENTION, List.of("retention"), !detach);
    }

    @Command(
            name = "plan",
            description =
                    "Print for every snapshot whether the policy keeps or deletes it, on the volume and in the store, and why."
                            + " Nothing is deleted.")
    void plan(@Option(names = "--json", description = "As JSON: see docs/json.md.") boolean json) {
        RetentionAssembly retention = root.keeper().retention();
        RetentionPlan plan = retention.plan();
        Optional<StoreSide> store = StoreSide.of(retention);
        if (json) {
            root.print(RetentionJson.write(plan, retention.settings(), retention.deletedBytes(plan), store));
            return;
        }
        RetentionText text = new RetentionText(root);
        text.print(plan, retention.settings().enabled(), retention.deletedBytes(plan));
        store.ifPresent(text::print);
    }
}
