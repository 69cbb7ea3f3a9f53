package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.engine.Verdict;
import io.ghekeeper.monitor.Json;
import java.util.List;

/** Markers as the document that {@code docs/schema/markers.json} describes. */
final class MarkersJson {
    private MarkersJson() {}

    /**
     * Writes it.
     *
     * @param cleared those that were removed
     * @param left those that are there
     */
    static String write(List<Verdict> cleared, List<Verdict> left) {
        ObjectNode root = Json.document();
        Json.put(root, "cleared", cleared, MarkersJson::marker);
        Json.put(root, "markers", left, MarkersJson::marker);
        return Json.write(root);
    }

    private static void marker(Verdict verdict, ObjectNode node) {
        node.put("name", verdict.marker().name());
        node.put("file", verdict.marker().file().toString());
        node.put("state", verdict.stale() ? "stale" : "alive");
        Json.put(node, "ground", verdict.ground());
        node.put("proof", verdict.proof());
        node.put("pid", verdict.marker().pid().orElse(null));
        Json.put(node, "written", verdict.marker().written());
    }
}
