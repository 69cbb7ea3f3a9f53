package io.ghekeeper.nativesnapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The run that takes snapshots of an appliance before an upgrade. The volume that it boots from is among them: an upgrade
 * changes both. It holds the lease of the capture lane, so that no restore writes onto the appliance meanwhile.
 */
public final class ApplianceSnapshotRun {
    private final Execution execution;
    private final ApplianceSnapshots snapshots;

    public ApplianceSnapshotRun(Execution execution, ApplianceSnapshots snapshots) {
        this.execution = execution;
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
            snapshots.take(found, NativeTags.BEFORE_UPGRADE, context);
        });
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }
}
