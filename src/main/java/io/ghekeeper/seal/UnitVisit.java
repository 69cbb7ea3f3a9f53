package io.ghekeeper.seal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was found when versions of one unit were looked at. */
final class UnitVisit {
    private final List<LookedAt> looked = new ArrayList<>();
    private final Set<String> sharing = new HashSet<>();
    private final Set<String> unlisted = new HashSet<>();

    /**
     * A version that was looked at.
     *
     * @param all whether each of its files was read, of this or another snapshot
     * @param time what is recorded of it
     * @param whole whether it is as it was sealed
     */
    record LookedAt(UnitVersion version, boolean all, ReadTime time, boolean whole) {}

    void add(LookedAt look) {
        looked.add(look);
    }

    /** A snapshot has damaged files of another one. */
    void shares(String snapshotId) {
        sharing.add(snapshotId);
    }

    /** The list of a version cannot be read. */
    void unlisted(UnitVersion version) {
        unlisted.add(version.key());
    }

    boolean isEmpty() {
        return looked.isEmpty();
    }

    /**
     * What is known of the unit now. A version is read where one snapshot of it is whole: those that are not are damaged, and
     * known to be.
     *
     * @param versions that there are; others are forgotten
     */
    UnitReadTimes after(List<UnitVersion> versions, UnitReadTimes before) {
        SortedMap<String, ReadTime> times = new TreeMap<>(before.versions());
        times.keySet().retainAll(versions.stream().map(UnitVersion::key).toList());
        looked.stream()
                .filter(LookedAt::all)
                .forEach(at -> times.remove(at.version().key()));
        versions.stream().filter(this::isSharing).forEach(version -> times.remove(version.key()));
        looked.stream()
                .filter(at -> at.whole() && !isSharing(at.version()))
                .forEach(at -> times.merge(at.version().key(), at.time(), UnitVisit::both));
        times.keySet().removeAll(unlisted);
        return new UnitReadTimes(before.unit(), times);
    }

    private boolean isSharing(UnitVersion version) {
        return sharing.contains(version.snapshot().id());
    }

    /** Of two looks at the same version: what both prove. */
    private static ReadTime both(ReadTime before, ReadTime now) {
        return new ReadTime(before.read().isBefore(now.read()) ? before.read() : now.read(), now.looked());
    }
}
