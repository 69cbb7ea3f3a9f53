package io.ghekeeper.restore;

import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.SnapshotDatabase;
import java.util.ArrayList;
import java.util.List;

/** What a person may expect in a snapshot, and will not find. */
final class NotIncluded {
    private NotIncluded() {}

    static List<String> in(Selected selected) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "what Actions (logs, artifacts, caches) and Packages keep in external storage: a backup never holds"
                        + " it, and a restore leaves it as it is");
        if (!selected.holds("elasticsearch")) {
            sentences.add(
                    "search indices: this snapshot has none (its strategy leaves them out), so the appliance builds"
                            + " them anew, and searches find less until then");
        }
        SnapshotDatabase database = selected.database();
        if (database.place() == DatabasePlace.EXTERNAL && !database.dump()) {
            sentences.add("the database: it lies outside the appliance, and its owner restores it");
        }
        return sentences;
    }
}
