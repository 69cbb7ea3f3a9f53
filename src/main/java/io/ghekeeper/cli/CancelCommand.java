package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.restore.TargetState;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper cancel}. */
@Command(name = "cancel", description = "End a running run, and wait until it is recorded.")
final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = RunNames.HELP)
    private String name;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        Keeper keeper = root.keeper();
        Run run = new RunNames(keeper.core().journal()).find(name);
        if (!run.isOpen()) {
            throw ended(run);
        }
        if (!Consent.given(yes, question(run), spec)) {
            root.print("nothing done");
            return 1;
        }
        try {
            print(new Cancellation(keeper, Cancellation.PATIENCE, root::print).end(run));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void print(Run ended) {
        String reason = ended.end()
                .flatMap(Run.End::reason)
                .map(why -> ": " + why.code() + ": " + why.message())
                .orElse("");
        root.print(ended.id() + " is " + outcome(ended) + reason);
        // A keeper that ended it by itself has said so in its reason.
        if (ended.kind().restoresSnapshot() && !reason.contains(TargetState.of(ended))) {
            root.print(TargetState.of(ended));
        }
    }

    private static String question(Run run) {
        String what = "end " + run.id() + ", begun by " + run.keeper() + "?";
        return run.kind().restoresSnapshot() ? what + " Then " + TargetState.of(run) + "." : what;
    }

    private Failure ended(Run run) {
        Duration ago = Duration.between(
                run.end().orElseThrow().at(), root.world().clock().instant());
        return new Failure(
                FailureKind.RUN_NOT_ACTIVE,
                "run " + run.id() + " is not running: it is " + outcome(run) + ", since " + Durations.about(ago),
                "See what is running with: ghe-keeper status");
    }

    private static String outcome(Run run) {
        return run.end().orElseThrow().outcome().name().toLowerCase(Locale.ROOT);
    }
}
