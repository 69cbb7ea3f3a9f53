package io.ghekeeper.backup;

import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.snapshot.Sharing;
import io.ghekeeper.snapshot.Snapshot;
import java.util.Map;

/** What the new snapshot holds. */
public final class Comparison {
    void compare(Snapshot snapshot, OpenRun run, RunLog log) {
        Sharing sharing = Sharing.of(snapshot);
        run.event(
                "captured",
                Map.of(
                        "snapshot", snapshot.id(),
                        "files", Long.toString(sharing.files()),
                        "linked", Long.toString(sharing.linked()),
                        "bytes", Long.toString(sharing.bytes()),
                        "new-bytes", Long.toString(sharing.newBytes())));
        log.stage("captured snapshot " + snapshot.id() + ": " + sharing.files() + " files, " + sharing.percent()
                + " % hard-linked to the one before");
    }
}
