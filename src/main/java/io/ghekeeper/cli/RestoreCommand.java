package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.PlanJson;
import io.ghekeeper.restore.RestoreOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper restore}. */
@Command(
        name = "restore",
        description = {
            "Write a snapshot onto an appliance: says what will happen, asks, and goes on when this terminal is lost.",
            "docs/restore.md is the runbook."
        })
final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RestoreChoice choice;

    @Option(names = "--again", paramLabel = "RUN", description = "Repeat a restore with the same choices.")
    private String again;

    @Option(names = "--yes", paramLabel = "HOST", description = "Overwrite HOST without asking; must be the target.")
    private String yes;

    @Option(names = "--plan", description = "Say what would happen, and end: 0 when it could go.")
    private boolean planOnly;

    @Option(names = "--json", description = "The plan as JSON: see docs/json.md. Needs --plan.")
    private boolean json;

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Option(
            names = "--foreground",
            description = "Do all of it in this process, as a Kubernetes Job wants it: it ends when this ends.")
    private boolean foreground;

    @Override
    public Integer call() throws InterruptedException {
        requireSense();
        Keeper keeper = root.keeper();
        Optional<Run> past = Optional.ofNullable(again)
                .map(name -> new RunNames(keeper.core().journal()).find(name));
        boolean drill = past.filter(run -> run.kind().isDrill()).isPresent();
        Run.Kind kind = drill ? Run.Kind.DRILL : Run.Kind.RESTORE;
        RestoreOptions choices = past.map(run -> again(run, keeper)).orElseGet(() -> choice.options(spec));
        if (yes != null) {
            Consent.requireSame(choices.host(), yes, "--yes names");
        }
        Plan plan = keeper.runs()
                .planner()
                .preview(choices, target -> keeper.core().keys().with(target::facts), drill);
        print(plan);
        plan.requireMayGo();
        if (planOnly) {
            return 0;
        }
        if (!drill && yes == null) {
            Consent.askToOverwrite(choices.host());
        }
        // The snapshot that was shown is the one that is taken, whatever has come since.
        RestoreOptions shown =
                choices.of(plan.selected().orElseThrow().snapshot().id());
        return foreground
                ? new RestoreRun(root).inThisProcess(kind, shown)
                : new DetachedRun(root)
                        .run(
                                kind,
                                drill ? SnapshotChoice.drillArguments(shown) : RestoreChoice.restoreArguments(shown),
                                !detach);
    }

    private void print(Plan plan) {
        if (json) {
            root.print(PlanJson.write(plan));
        } else {
            new PlanText(root.screen()).lines(plan).forEach(root::print);
        }
    }

    private static RestoreOptions again(Run run, Keeper keeper) {
        return run.kind().isDrill()
                ? RestoreOptions.drill(
                        keeper.core().configuration().drill(),
                        run.snapshot().orElse(RestoreOptions.LATEST),
                        RestoreOptions.acceptedSuspect(run))
                : RestoreOptions.again(run);
    }

    private void requireSense() {
        if (choice.hasHost() == (again != null)) {
            throw wrong("say which HOST to restore to, or which run to repeat with --again RUN");
        }
        if (again != null && choice.isMade()) {
            throw wrong("--again repeats all choices of that run: name HOST instead to choose again");
        }
        if (json && !planOnly) {
            throw wrong("--json needs --plan");
        }
        if (detach && foreground) {
            throw wrong("--detach and --foreground exclude each other");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
