package io.ghekeeper.cli;

import io.ghekeeper.engine.Markers;
import io.ghekeeper.engine.Verdict;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Lease;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper markers}. */
@Command(
        name = "markers",
        description = "Show backup-utils' in-progress markers, with the proof for each that its run is dead or alive.")
final class MarkersCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--clear", description = "Remove those whose run is proven dead.")
    private boolean clear;

    @Override
    public Integer call() {
        Keeper keeper = root.keeper();
        return clear ? clear(keeper) : look(keeper.markers());
    }

    private int look(Markers markers) {
        List<Verdict> verdicts = markers.judge();
        verdicts.forEach(verdict -> show(verdict, verdict.stale() ? "stale" : "alive"));
        if (verdicts.isEmpty()) {
            root.print("no marker stands in the way");
        }
        return 0;
    }

    /** Under the lease, which shows that no other keeper is at work: the first condition of the proof. */
    @SuppressWarnings("try")
    private int clear(Keeper keeper) {
        try (Lease.Held lease = keeper.journal().acquireLease()) {
            List<Verdict> cleared = keeper.markers().clearStale();
            cleared.forEach(verdict -> show(verdict, "cleared"));
            List<Verdict> kept = keeper.markers().judge();
            kept.forEach(verdict -> show(verdict, "kept"));
            if (cleared.isEmpty() && kept.isEmpty()) {
                root.print("no marker stands in the way");
            }
            return kept.isEmpty() ? 0 : FailureKind.MARKER_UNPROVEN.exitStatus();
        }
    }

    private void show(Verdict verdict, String what) {
        root.print(what + "  " + verdict.marker().file() + "  " + verdict.proof());
    }
}
