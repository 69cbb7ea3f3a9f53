package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.engine.Leftover;
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
    static String write(List<? extends Leftover> cleared, List<? extends Leftover> left) {
        ObjectNode root = Json.document();
        Json.put(root, "cleared", cleared, MarkersJson::marker);
        Json.put(root, "markers", left, MarkersJson::marker);
        return Json.write(root);
    }

    private static void marker(Leftover verdict, ObjectNode node) {
        node.put("name", verdict.name());
        node.put("file", verdict.file().toString());
        node.put("state", verdict.stale() ? "stale" : "alive");
        node.put("ground", verdict.code());
        node.put("proof", verdict.proof());
        node.put("pid", verdict.writer().orElse(null));
        Json.put(node, "written", verdict.written());
    }
}
