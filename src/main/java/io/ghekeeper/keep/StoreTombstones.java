package io.ghekeeper.keep;

import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.archive.StoreSnapshots.StoredSnapshots;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.RetentionEvent;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.StorePlanReader;
import io.ghekeeper.run.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes a tombstone for each snapshot in the store that the plan for the store does not keep, the oldest first. What goes
 * wrong with the store is a warning: a store that is away keeps nothing on the volume from being deleted.
 */
public final class StoreTombstones {
    private final StoreAccess store;
    private final String place;
    private final StorePlanReader plans;
    private final Supplier<Optional<String>> appliance;
    private final ExpectedCopies expected;

    /** Opens the store for as long as something is done with it. */
    public interface StoreAccess {
        void use(Consumer<StoreSnapshots> work);
    }

    /**
     * Those of one store.
     *
     * @param place the store, as evidence names it
     * @param appliance the uuid of the appliance that is backed up, where it is known
     */
    public StoreTombstones(
            StoreAccess store,
            String place,
            StorePlanReader plans,
            Supplier<Optional<String>> appliance,
            ExpectedCopies expected) {
        this.store = store;
        this.place = place;
        this.plans = plans;
        this.appliance = appliance;
        this.expected = expected;
    }

    /** Does it. @throws Failure the reason of the run's end only */
    void write(RunContext context) {
        try {
            store.use(snapshots -> write(snapshots, context));
        } catch (Failure failure) {
            if (context.watch().reason().isPresent()) {
                throw failure;
            }
            context.warn("the plan for the store is not carried out: " + failure.getMessage());
        }
    }

    private void write(StoreSnapshots snapshots, RunContext context) {
        StoredSnapshots there = snapshots.list();
        there.strange().ifPresent(context::warn);
        there.givenUp().forEach(expected::giveUp);
        List<String> kept = new ArrayList<>(there.kept());
        while (true) {
            context.watch().check();
            RetentionPlan plan = plans.read(kept, there.at());
            List<PlannedSnapshot> deleted = plan.deleted();
            if (deleted.isEmpty()) {
                plan.halts().forEach(halt -> context.warn("no tombstone may be written now: " + halt.words()));
                return;
            }
            PlannedSnapshot oldest = deleted.get(deleted.size() - 1);
            String why = RetentionPlan.words(oldest.reasons());
            Optional<String> uuid = appliance.get();
            if (uuid.isEmpty()) {
                context.warn("no tombstone is written: no snapshot names the appliance; set appliance.uuid");
                return;
            }
            snapshots.giveUp(oldest.id(), uuid.get(), context.id(), why);
            expected.giveUp(oldest.id());
            context.record(new RetentionEvent.SnapshotGivenUp(oldest.id(), place, why));
            kept.remove(oldest.id());
        }
    }
}
