package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.PlanJson;
import io.ghekeeper.restore.PlannedFetch;
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

    @Mixin
    private IdentityOption identity;

    @Mixin
    private WarmUpOption warmUp;

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
        requireFitting(choices);
        Plan plan = keeper.restores()
                .planner()
                .preview(choices, target -> keeper.core().keys().with(target::facts), drill);
        print(plan);
        if (!planOnly && warmUp.askFor(root, plan.fetch())) {
            return 0;
        }
        plan.requireMayGo();
        return planOnly ? 0 : restore(kind, choices, plan);
    }

    private int restore(Run.Kind kind, RestoreOptions choices, Plan plan) throws InterruptedException {
        return identity.use(root, read -> {
            if (plan.fetch().filter(PlannedFetch::isNeeded).isPresent()) {
                root.keeper().repairs().requireReadable(read);
            }
            if (!kind.isDrill() && yes == null) {
                Consent.askToOverwrite(choices.host());
            }
            // The snapshot that was shown is the one that is taken, whatever has come since.
            RestoreOptions shown = choices.of(plan.snapshotId().orElseThrow());
            return foreground
                    ? new RestoreRun(root).inThisProcess(kind, shown, read)
                    : new DetachedRun(root)
                            .run(
                                    kind,
                                    kind.isDrill()
                                            ? SnapshotChoice.drillArguments(shown)
                                            : RestoreChoice.restoreArguments(shown),
                                    read,
                                    !detach);
        });
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
                ? RestoreOptions.drillAgain(keeper.core().configuration().drill(), run)
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

    private void requireFitting(RestoreOptions choices) {
        if (!choices.fromArchive() && (identity.isGiven() || warmUp.isGiven())) {
            throw wrong("--identity and --warm-up are for a restore with --from-archive");
        }
        if (planOnly && warmUp.isGiven()) {
            throw wrong("--plan changes nothing: leave --warm-up out");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
