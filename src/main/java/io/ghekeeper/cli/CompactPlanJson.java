package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.archive.CompactPlan;
import io.ghekeeper.archive.CompactPlan.DeadPack;
import io.ghekeeper.monitor.Json;
import java.time.Instant;

/** What a compaction would do, as {@code docs/schema/archive.json} describes it. */
final class CompactPlanJson {
    private CompactPlanJson() {}

    static String write(Instant now, CompactPlan plan) {
        ObjectNode root = ArchiveJson.document(now, plan.store());
        ObjectNode node = root.putObject("compaction");
        Json.put(node, "packs", plan.packs(), CompactPlanJson::pack);
        node.put("packBytes", plan.packBytes());
        node.put("deadBytes", plan.deadBytes());
        node.put("gainBytes", plan.gain());
        Json.put(node, "passedOver", plan.passedOver(), (passed, object) -> {
            pack(passed.pack(), object);
            Json.put(object, "reason", passed.reason());
            Json.put(object, "until", passed.until().map(Json::text));
        });
        Json.put(node, "leftOut", plan.leftOut(), (left, object) -> {
            object.put("snapshot", left.snapshot());
            Json.put(object, "reason", left.reason());
            object.put("words", left.words());
        });
        node.put("packsNotJudged", plan.unjudged());
        node.put("packsUnknown", plan.unknown());
        Json.put(node, "fromVolume", plan.fromVolume());
        Json.put(node, "fromStore", plan.fromStore());
        node.put("files", plan.files());
        node.put("bytes", plan.bytes());
        node.put("newPacks", plan.newPacks());
        node.put("manifestAndRootBytes", plan.furtherBytes());
        node.put("putRequests", plan.objects());
        node.put("downloads", plan.downloads());
        node.put("downloadBytes", plan.downloadBytes());
        return Json.write(root);
    }

    private static void pack(DeadPack pack, ObjectNode node) {
        node.put("pack", pack.key());
        node.put("bytes", pack.bytes());
        node.put("aliveBytes", pack.alive());
    }
}
