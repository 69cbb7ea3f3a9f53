package io.ghekeeper.cli;

import io.ghekeeper.keep.KeepTask;
import io.ghekeeper.keep.LostSnapshotRun;
import io.ghekeeper.keep.NextRetention;
import io.ghekeeper.keep.ReadProgress;
import io.ghekeeper.keep.RetentionRun;
import io.ghekeeper.keep.SnapshotDeletion;
import io.ghekeeper.retention.PlanReader;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.seal.DeletedBytes;
import io.ghekeeper.snapshot.SnapshotReaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is kept, and why; the run that deletes the rest. */
final class RetentionAssembly {
    private final CoreAssembly core;
    private final EngineAssembly engines;
    private final Supplier<RunAssembly> runs;
    private final RemovalAssembly removals;
    private final StoreRetentionAssembly store;

    RetentionAssembly(CoreAssembly core, EngineAssembly engines, Supplier<RunAssembly> runs) {
        this.core = core;
        this.engines = engines;
        this.runs = runs;
        this.removals = new RemovalAssembly(core);
        this.store = new StoreRetentionAssembly(core);
    }

    RetentionSettings settings() {
        return core.configuration().retention();
    }

    /** The plan for the volume as it is now. Changes nothing. */
    RetentionPlan plan() {
        return plans().read();
    }

    StoreRetentionAssembly store() {
        return store;
    }

    /** The same for the store; nothing where all is kept there. */
    Optional<RetentionPlan> storePlan() {
        return store.plan(plans());
    }

    /** How many bytes go with what the plan deletes; nothing where that is unknown. */
    OptionalLong deletedBytes(RetentionPlan plan) {
        var byDecision = plan.snapshots().stream()
                .collect(Collectors.partitioningBy(
                        PlannedSnapshot::isDeleted, Collectors.mapping(PlannedSnapshot::id, Collectors.toList())));
        return bytes().of(byDecision.get(true), byDecision.get(false));
    }

    private DeletedBytes bytes() {
        return new DeletedBytes(core.journal().directory(), core.disk());
    }

    /** For the supervisor, and for a backup without one. */
    KeepTask task() {
        NextRetention next = new NextRetention(core.historyReader(), plans(), store.hasPolicy());
        return now -> settings().enabled() ? next.due(now) : Optional.empty();
    }

    private PlanReader plans() {
        return new PlanReader(settings(), core.historyReader(), removals.incomplete(), core.journal(), store.spared());
    }

    /** What gives up a snapshot that the store lost. */
    LostSnapshotRun lostSnapshot() {
        ReadProgress progress = new ReadProgress();
        return new TombstoneAssembly(core)
                .lost(runs.get().execution(core.configuration().seal().limits(), progress), progress);
    }

    RetentionRun run() {
        ReadProgress progress = new ReadProgress();
        return new RetentionRun(
                runs.get().execution(core.configuration().seal().limits(), progress),
                progress,
                plans(),
                new SnapshotDeletion(
                        removals.removal(),
                        removals.permits(engines.markers()),
                        removals.evidence(),
                        bytes(),
                        new SnapshotReaders(core.journal().directory(), core.disk()),
                        core.clock()),
                removals.seals(),
                store.tombstones(plans()));
    }
}
