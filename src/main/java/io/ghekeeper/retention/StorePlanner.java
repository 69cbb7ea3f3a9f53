package io.ghekeeper.retention;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.journal.SnapshotUses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a plan for the store: the same rules as for the volume, with the policy {@code archive.keep}. What the policy of the
 * volume wants, and what is not proven on the volume, stays in the store: it may be the only copy.
 */
public final class StorePlanner {
    private final RetentionSettings volume;
    private final RetentionSettings store;

    /** @param volume the policy of the volume */
    @SuppressWarnings("MissingSummary")
    public StorePlanner(RetentionSettings volume, StoreRetentionSettings store) {
        this.volume = volume;
        this.store = store.settings(volume.keepUnusable(), volume.zone());
    }

    /**
     * Makes it.
     *
     * @param onVolume facts of the volume
     * @param ids the snapshots in the store that were not given up
     * @param damaged those of which a verification found that they are not whole in the store
     * @param gone the facts of one that the volume has no more
     * @param now by the store's clock
     */
    RetentionPlan plan(
            RetentionFacts onVolume,
            Collection<String> ids,
            Set<String> damaged,
            Function<String, SnapshotFacts> gone,
            Instant now) {
        Map<String, SnapshotFacts> there = onVolume.snapshots().stream()
                .collect(Collectors.toMap(SnapshotFacts::id, Function.identity(), (one, other) -> one));
        Map<String, SnapshotFacts> all = new HashMap<>(there);
        List<SnapshotFacts> inStore = new ArrayList<>();
        for (String id : new HashSet<>(ids)) {
            SnapshotFacts facts = there.containsKey(id) ? there.get(id).inStore() : gone.apply(id);
            inStore.add(damaged.contains(id) ? facts.damagedInStore() : facts);
            all.putIfAbsent(id, facts);
        }
        ReasonsById reasons = new ReasonsById();
        addUnproven(List.copyOf(all.values()), there, inStore, onVolume.now(), reasons);
        RunFacts runs =
                new RunFacts(onVolume.runs().lastBackup(), onVolume.runs().newest(), SnapshotUses.NONE);
        return new RetentionPlanner(store).plan(new RetentionFacts(now, inStore, runs), reasons);
    }

    private void addUnproven(
            List<SnapshotFacts> all,
            Map<String, SnapshotFacts> there,
            List<SnapshotFacts> inStore,
            Instant now,
            ReasonsById reasons) {
        // As they are worth in the store: a damaged copy on the volume is wanted there all the same.
        List<SnapshotFacts> whole = all.stream().map(SnapshotFacts::inStore).toList();
        Set<String> wanted = new PolicyReasons(volume).kept(now, RetentionPlanner.newestFirst(whole));
        inStore.stream()
                .filter(one -> wanted.contains(one.id()) && !isProven(there.get(one.id())))
                .forEach(one -> reasons.add(
                        one,
                        ReasonCode.VOLUME_UNPROVEN,
                        "retention.policy wants it on the volume, where " + whyNot(there.get(one.id()))));
    }

    private static boolean isProven(SnapshotFacts onVolume) {
        return onVolume != null
                && onVolume.state() == SnapshotState.GOOD
                && onVolume.evidence().sealed();
    }

    private static String whyNot(SnapshotFacts onVolume) {
        if (onVolume == null) {
            return "it is missing";
        }
        return onVolume.state() == SnapshotState.GOOD
                ? "it has no seal"
                : "it is " + onVolume.state().words();
    }
}
