package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.history.SnapshotRemarks;

/** Remarks as fields of a run and of a snapshot, which have the same. */
public final class RemarksJson {
    private RemarksJson() {}

    public static void put(SnapshotRemarks remarks, ObjectNode node) {
        Json.put(node, "findings", remarks.findings());
        Json.put(node, "leftOut", remarks.leftOut(), (part, object) -> {
            object.put("part", part.part());
            object.put("option", part.option());
        });
        Json.put(node, "notes", remarks.notes());
    }
}
