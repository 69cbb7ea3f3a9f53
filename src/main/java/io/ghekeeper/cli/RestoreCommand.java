package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.PlanJson;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.text.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The target: name or IPv4 address, without a port.")
    private String host;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            defaultValue = RestoreOptions.LATEST,
            description = {
                "Which: its id; 'latest' for the last good one that failed no drill;",
                "'proven' for the newest that a restore or drill proved (${DEFAULT-VALUE})."
            })
    private String snapshot;

    @Option(
            names = "--with-settings",
            description = "The snapshot's settings and licence replace the target's. A new appliance always gets them.")
    private boolean withSettings;

    @Option(names = "--skip-mysql", description = "Leave the database alone: only for one outside the appliance.")
    private boolean skipMysql;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A variable of the engine for this restore, as GHE_RESTORE_SKIP_AUDIT_LOGS=yes.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--accept-suspect", description = "Take a snapshot that is suspect, or that failed its drill.")
    private boolean acceptSuspect;

    @Option(names = "--maintenance", description = "Set maintenance mode on the target where it is not set.")
    private boolean maintenance;

    @Option(names = "--lift-maintenance", description = "Lift it after success; else it stays.")
    private boolean liftMaintenance;

    @Option(names = "--overwrite-production", description = "The target may be the appliance that is backed up.")
    private boolean overwriteProduction;

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

    @Option(names = "--output", hidden = true, description = "The file that this process's output goes to.")
    private Path output;

    @Override
    public Integer call() throws InterruptedException {
        requireSense();
        Keeper keeper = root.keeper();
        Optional<Run> past = Optional.ofNullable(again)
                .map(name -> new RunNames(keeper.core().journal()).find(name));
        boolean drill = past.filter(run -> run.kind().isDrill()).isPresent();
        Run.Kind kind = drill ? Run.Kind.DRILL : Run.Kind.RESTORE;
        RestoreOptions choices = past.map(run -> again(run, keeper)).orElseGet(this::choices);
        RestoreRun begin = new RestoreRun(root);
        if (output != null) {
            DetachedRun.requireOutput(output, keeper, spec);
            return begin.inThisProcess(kind, choices, Optional.of(output));
        }
        if (yes != null) {
            Consent.requireSame(choices.host(), yes, "--yes names");
        }
        Plan plan = keeper.runs()
                .planner()
                .preview(choices, target -> keeper.core().keys().with(target::facts), drill);
        tell(plan);
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
                ? begin.inThisProcess(kind, shown, Optional.empty())
                : begin.detached(kind, drill ? DrillCommand.arguments(shown) : arguments(shown), !detach);
    }

    private void tell(Plan plan) {
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

    private RestoreOptions choices() {
        HostArgument.require(host, spec);
        options.forEach((name, value) -> EngineAssembly.refusedOption(name, value)
                .ifPresent(why -> {
                    throw wrong("--option " + PlainText.of(name) + " is refused: " + why);
                }));
        return new RestoreOptions(
                host,
                snapshot,
                withSettings,
                skipMysql,
                acceptSuspect,
                maintenance,
                liftMaintenance,
                overwriteProduction,
                options);
    }

    private void requireSense() {
        if ((host == null) == (again == null)) {
            throw wrong("say which HOST to restore to, or which run to repeat with --again RUN");
        }
        boolean chosen = withSettings
                || skipMysql
                || acceptSuspect
                || maintenance
                || liftMaintenance
                || overwriteProduction
                || !options.isEmpty()
                || !snapshot.equals(RestoreOptions.LATEST);
        if (again != null && chosen) {
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

    /** The same once more, for a process of its own. */
    private static List<String> arguments(RestoreOptions choices) {
        List<String> arguments = new ArrayList<>(List.of("restore", choices.host(), "--snapshot", choices.snapshot()));
        flag(arguments, "--with-settings", choices.withSettings());
        flag(arguments, "--skip-mysql", choices.skipMysql());
        flag(arguments, "--accept-suspect", choices.acceptSuspect());
        flag(arguments, "--maintenance", choices.setMaintenance());
        flag(arguments, "--lift-maintenance", choices.liftMaintenance());
        flag(arguments, "--overwrite-production", choices.overwriteProduction());
        choices.options().forEach((name, value) -> arguments.addAll(List.of("--option", name + "=" + value)));
        return arguments;
    }

    private static void flag(List<String> arguments, String name, boolean set) {
        if (set) {
            arguments.add(name);
        }
    }
}
