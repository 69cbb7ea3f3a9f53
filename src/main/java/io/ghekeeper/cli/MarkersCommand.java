package io.ghekeeper.cli;

import io.ghekeeper.engine.Leftover;
import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper markers}. */
@Command(
        name = "markers",
        description = "Show the engine's in-progress markers, with the proof for each that its run is dead or alive.")
final class MarkersCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(
            names = "--clear",
            description = "Remove those whose run is proven dead. Where a killed backup left the appliance's garbage"
                    + " collection off, ask whether to turn it on.")
    private boolean clear;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Option(names = "--yes", description = "With --clear: turn garbage collection on without a question.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Keeper keeper = root.keeper();
        if (!clear) {
            return look(keeper.engine().markers());
        }
        int status = clear(keeper);
        if (status == 0) {
            // A document has standard output for itself, and no question.
            new GarbageCollection(root, keeper, json ? root::warn : root::printSentence).offer(yes, json, spec);
        }
        return status;
    }

    private int look(Leftovers markers) {
        show(List.of(), markers.judge());
        return 0;
    }

    /** Under the lease, which proves that no other ghe-keeper is running: the first condition of the proof. */
    @SuppressWarnings("try")
    private int clear(Keeper keeper) {
        try (CaptureLease lease = keeper.core().journal().acquireCapture()) {
            List<? extends Leftover> cleared = keeper.engine().markers().clearStale();
            List<? extends Leftover> kept = keeper.engine().markers().judge();
            show(cleared, kept);
            return kept.isEmpty() ? 0 : FailureKind.MARKER_UNPROVEN.exitStatus();
        }
    }

    private void show(List<? extends Leftover> cleared, List<? extends Leftover> left) {
        if (json) {
            root.print(MarkersJson.write(cleared, left));
            return;
        }
        cleared.forEach(verdict -> show(verdict, "cleared"));
        left.forEach(verdict -> show(verdict, clear ? "kept" : verdict.stale() ? "stale" : "alive"));
        if (cleared.isEmpty() && left.isEmpty()) {
            root.print("no marker stands in the way");
        }
    }

    private void show(Leftover verdict, String what) {
        root.printSentence(what + "  " + verdict.file() + "  " + verdict.proof());
    }
}
