package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which native snapshots are deleted; pure. The newest completed one of each appliance on each volume always stays. So do
 * all of which it is not certain that they are ours, completed, and held by nothing.
 */
public final class ExpiryPlanner {
    private final String label;
    private final ExpirySettings settings;

    public ExpiryPlanner(String label, ExpirySettings settings) {
        this.label = label;
        this.settings = settings;
    }

    /** Snapshots that replace each other: several keepers of an account may share a label by mistake. */
    private record Series(String volume, String appliance) {
        static Series of(EbsSnapshot snapshot) {
            String volume = snapshot.volume().isEmpty()
                    ? snapshot.tags().getOrDefault(NativeTags.VOLUME, "") // of a copy
                    : snapshot.volume();
            return new Series(volume, snapshot.tags().getOrDefault(NativeTags.APPLIANCE, ""));
        }
    }

    /** The plan of what is known. */
    public ExpiryPlan plan(ExpiryFacts facts) {
        List<EbsSnapshot> sorted =
                facts.snapshots().stream().sorted(ExpiryPlan.NEWEST_FIRST).toList();
        Map<String, Integer> places = places(sorted);
        return new ExpiryPlan(
                sorted.stream()
                        .map(one -> new ExpiryDecision(label, settings, one, facts, places.getOrDefault(one.id(), 0))
                                .planned())
                        .toList(),
                facts.now());
    }

    /** The place of each completed one of ours in its series, from 1 for the newest. */
    private Map<String, Integer> places(List<EbsSnapshot> sorted) {
        Map<String, Integer> places = new HashMap<>();
        Map<Series, Integer> counts = new HashMap<>();
        sorted.stream()
                .filter(one -> isOurs(one) && one.isCompleted())
                .forEach(one -> places.put(one.id(), counts.merge(Series.of(one), 1, Integer::sum)));
        return places;
    }

    private boolean isOurs(EbsSnapshot snapshot) {
        return SnapshotOrigin.of(snapshot, label) == SnapshotOrigin.OWN;
    }
}
