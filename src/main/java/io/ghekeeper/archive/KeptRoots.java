package io.ghekeeper.archive;

import io.ghekeeper.archive.ArchiveRoots.StoredRoot;
import io.ghekeeper.archive.RootReader.DamagedRootException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The root that counts of each snapshot that a store keeps: the latest one that can be read. */
final class KeptRoots {
    private final ArchiveSetting setting;
    private final String appliance;
    private final WorkFolder work;

    KeptRoots(ArchiveSetting setting, String appliance, WorkFolder work) {
        this.setting = setting;
        this.appliance = appliance;
        this.work = work;
    }

    /**
     * The root of a snapshot.
     *
     * @param earlier ones of the same snapshot
     * @param next the number that a further root gets
     */
    record KeptRoot(StoredRoot stored, List<StoreRoot> earlier, int next) {
        String snapshot() {
            return stored.root().snapshot();
        }
    }

    /** Reads them, those of the oldest snapshot first. One that cannot be read is a warning. */
    List<KeptRoot> read(ArchiveProgress progress) throws IOException {
        List<KeptRoot> kept = new ArrayList<>();
        for (List<StoreRoot> roots : live().values()) {
            for (int at = 0; at < roots.size(); at++) {
                progress.requireGoOn();
                StoreRoot root = roots.get(at);
                try {
                    StoredRoot stored = new ArchiveRoots(setting.store(), work).read(root, appliance);
                    kept.add(new KeptRoot(
                            stored,
                            roots.subList(at + 1, roots.size()),
                            roots.get(0).number() + 1));
                    break;
                } catch (DamagedRootException e) {
                    setting.warnings().accept("the root " + root.key() + " is passed over: " + e.getMessage());
                }
            }
        }
        return kept;
    }

    /** All of each snapshot, the latest first. */
    private Map<String, List<StoreRoot>> live() {
        Map<String, List<StoreRoot>> bySnapshot = new TreeMap<>();
        for (StoreRoot root :
                new LiveObjects(setting.store(), work, appliance).roots().live()) {
            bySnapshot
                    .computeIfAbsent(root.snapshot(), none -> new ArrayList<>())
                    .add(root);
        }
        bySnapshot
                .values()
                .forEach(roots ->
                        roots.sort(Comparator.comparingInt(StoreRoot::number).reversed()));
        return bySnapshot;
    }
}
