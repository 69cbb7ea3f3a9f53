package io.ghekeeper.nativesnapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.NativeEvent.UndoAsked;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The run that takes snapshots of an appliance before an upgrade. The volume that it boots from is among them: an upgrade
 * changes both. It holds the lease of the capture lane, so that no restore writes onto the appliance meanwhile.
 */
public final class ApplianceSnapshotRun {
    private final Execution execution;
    private final HistoryReader history;
    private final ApplianceSnapshots snapshots;

    public ApplianceSnapshotRun(Execution execution, HistoryReader history, ApplianceSnapshots snapshots) {
        this.execution = execution;
        this.history = history;
        this.snapshots = snapshots;
    }

    /**
     * Takes them.
     *
     * @param output see {@link Execution#run}
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another run has the capture lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Optional<Path> output, String host) {
        return execution.run(Run.Kind.NATIVE, Run.Cause.HAND, output, context -> {
            ApplianceVolumes found = context.watch().await(() -> snapshots.prove(host, true));
            context.info(host + " is " + found.words());
            lost(found, context)
                    .ifPresentOrElse(context::record, () -> snapshots.take(found, NativeTags.BEFORE_UPGRADE, context));
        });
    }

    /** What the last run of the same appliance asked for a moment ago, where its answer was lost: no second one is made. */
    private Optional<UndoMade> lost(ApplianceVolumes volumes, RunContext context) {
        History seen = history.read();
        return seen.runs(Run.Kind.NATIVE)
                .filter(run -> !run.id().equals(context.id()))
                .filter(run -> run.last(UndoAsked.class)
                        .filter(asked -> asked.instance().equals(volumes.instance()))
                        .isPresent())
                .findFirst()
                .filter(run -> !run.has(UndoMade.class))
                .flatMap(run -> run.timeOf(UndoAsked.class)
                        .filter(asked -> ApplianceSnapshots.isOpen(asked, seen.at()))
                        .flatMap(asked -> snapshots.settled(run.id(), volumes, asked, seen.at(), context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }
}
