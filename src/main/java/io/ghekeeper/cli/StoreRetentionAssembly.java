package io.ghekeeper.cli;

import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.keep.StoreTombstones;
import io.ghekeeper.retention.PlanReader;
import io.ghekeeper.retention.RetentionFacts;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.retention.StorePlanReader;
import io.ghekeeper.retention.StorePlanner;
import io.ghekeeper.retention.StoreRetentionSettings;
import io.ghekeeper.retention.UnarchivedSnapshots;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Volume.Condition;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is kept in the store, and what of it waits on the volume. */
final class StoreRetentionAssembly {
    private final CoreAssembly core;
    private final StoreAssembly stores;

    StoreRetentionAssembly(CoreAssembly core) {
        this.core = core;
        this.stores = new StoreAssembly(core);
    }

    StoreRetentionSettings settings() {
        return core.configuration().storeRetention();
    }

    private RetentionSettings volumeSettings() {
        return core.configuration().retention();
    }

    /** The store as evidence names it; nothing where nothing is archived. */
    Optional<String> place() {
        return core.configuration().archive().place();
    }

    /** Whether snapshots in the store are given up by a policy. */
    boolean hasPolicy() {
        return place().isPresent() && !settings().keepsAll();
    }

    /** Marks what waits on the volume until it is archived. */
    UnaryOperator<RetentionFacts> spared() {
        return place().<UnaryOperator<RetentionFacts>>map(
                        store -> new UnarchivedSnapshots(volumeSettings(), settings(), store, this::isFull))
                .orElseGet(UnaryOperator::identity);
    }

    private boolean isFull() {
        Condition condition = core.volume().condition();
        return condition == Condition.FULL || condition == Condition.OUT_OF_INODES;
    }

    /**
     * The plan for the store as it is now; nothing where it has no policy. Changes nothing.
     *
     * @throws io.ghekeeper.failure.Failure where the store cannot be asked
     */
    Optional<RetentionPlan> plan(PlanReader volume) {
        if (!hasPolicy()) {
            return Optional.empty();
        }
        stores.doubt();
        try (ObjectStore store = stores.store()) {
            StoreSnapshots.StoredSnapshots there = new StoreSnapshots(store).list();
            return Optional.of(plans(volume).read(there.kept(), there.at()));
        }
    }

    private final class RecordedCopies implements StorePlanReader.StoreRecords {
        @Override
        public Set<String> damaged() {
            return place().flatMap(new StoreVerificationFile(core.journal().directory())::read).stream()
                    .flatMap(found -> found.damaged().stream())
                    .map(StoredCopy::snapshot)
                    .collect(Collectors.toSet());
        }

        @Override
        public Evidence evidence(String snapshotId) {
            return new EvidenceFiles(core.journal().directory()).of(snapshotId);
        }
    }

    private StorePlanReader plans(PlanReader volume) {
        return new StorePlanReader(
                new StorePlanner(volumeSettings(), settings()), volume, core.historyReader(), new RecordedCopies());
    }

    /** What a retention run does in the store; nothing where that has no policy. */
    Optional<StoreTombstones> tombstones(PlanReader volume) {
        return hasPolicy() ? Optional.of(new TombstoneAssembly(core).planned(plans(volume))) : Optional.empty();
    }
}
