package io.ghekeeper.backup;

import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.snapshot.Snapshot;
import java.util.Objects;

/** A complete snapshot, with what the engine reported when it made it. */
record CapturedSnapshot(Snapshot snapshot, EngineReport report) {
    CapturedSnapshot {
        Objects.requireNonNull(snapshot);
        Objects.requireNonNull(report);
    }
}
