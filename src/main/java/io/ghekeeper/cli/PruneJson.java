package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.archive.PruneReport;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.monitor.Json;
import java.time.Instant;

/** What a prune run would do, as {@code docs/schema/archive.json} describes it. */
final class PruneJson {
    private PruneJson() {}

    static String write(Instant now, String store, PruneReport report) {
        ObjectNode root = ArchiveJson.document(now, store);
        ObjectNode node = root.putObject("prune");
        node.put("appliance", report.appliance());
        node.put("roots", report.roots());
        put(node, "needed", report.live());
        put(node, "due", report.due());
        put(node, "waiting", report.waiting());
        Json.put(node, "nextDue", report.nextDue().map(Json::text));
        put(node, "found", report.found());
        put(node, "young", report.young());
        put(node, "unfinished", report.unfinished());
        put(node, "locked", report.locked());
        Json.put(node, "firstLockEnds", report.locks().map(ends -> Json.text(ends.earliest())));
        Json.put(node, "lastLockEnds", report.locks().map(ends -> Json.text(ends.latest())));
        put(node, "superseded", report.superseded());
        Json.put(node, "earlierRoots", report.earlier(), (one, object) -> {
            object.put("root", one.root().text());
            object.put("later", one.later().text());
            object.putNull("releasedBytes");
            one.released().ifPresent(bytes -> object.put("releasedBytes", bytes));
            object.putNull("hold");
            one.hold().ifPresent(hold -> Json.put(object, "hold", hold));
        });
        node.put("foreign", report.foreign());
        Json.put(node, "strange", report.strange());
        node.put("removesAll", report.removesAll());
        return Json.write(root);
    }

    private static void put(ObjectNode node, String name, Amount amount) {
        ObjectNode object = node.putObject(name);
        object.put("versions", amount.versions());
        object.put("bytes", amount.bytes());
    }
}
