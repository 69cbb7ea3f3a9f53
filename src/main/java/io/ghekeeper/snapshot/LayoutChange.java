package io.ghekeeper.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What an engine's upgrade changed in the layout of snapshots: no content is lost by it. */
public final class LayoutChange {
    /** Documented for the Backup Service of GHES 3.20, and possible in snapshots of later backup-utils. */
    private static final Set<String> NEW_PARTS =
            Set.of("live-upgrade", "hookshot", "ssl-ca-certificates.tar", "saml-keys.tar", "cluster.conf");

    private LayoutChange() {}

    /** One sentence on all of it; nothing where the layout is the same. */
    public static Optional<String> between(Inventory before, Inventory now) {
        List<String> changes = new ArrayList<>();
        if (SnapshotLayout.packsSecrets(now) && !SnapshotLayout.packsSecrets(before)) {
            SortedSet<String> packed = new TreeSet<>(SnapshotLayout.secrets(before));
            packed.removeAll(SnapshotLayout.secrets(now));
            changes.add(SnapshotLayout.PACKED_SECRETS + " is there in place of " + packed.size()
                    + " single files with secrets");
        }
        SortedSet<String> added = new TreeSet<>(now.parts().keySet());
        added.retainAll(NEW_PARTS);
        added.removeAll(before.parts().keySet());
        if (!added.isEmpty()) {
            changes.add("new in it: " + String.join(", ", added));
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("the layout of the snapshot changed: " + String.join("; ", changes));
    }
}
