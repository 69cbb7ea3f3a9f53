package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.archive.ArchivePlan;
import io.ghekeeper.archive.RestoreInstructions;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.store.StoreCheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is in the store, as the document that {@code docs/schema/archive.json} describes. */
final class ArchiveJson {
    private ArchiveJson() {}

    static String list(Instant now, String store, List<ArchivedRoot> roots) {
        ObjectNode root = document(now, store);
        Json.put(root, "snapshots", roots, ArchiveJson::snapshot);
        return Json.write(root);
    }

    static String show(Instant now, String store, ArchivedRoot one, JsonNode archived) {
        ObjectNode root = document(now, store);
        Json.put(root, "snapshots", List.of(one), ArchiveJson::snapshot);
        root.set("root", archived);
        return Json.write(root);
    }

    static String checks(Instant now, String store, Optional<String> doubt, List<StoreCheckResult> results) {
        ObjectNode root = document(now, store);
        Json.put(root, "doubt", doubt);
        root.put("restoreScriptSha256", RestoreInstructions.scriptSha256());
        Json.put(root, "checks", results, (result, node) -> {
            node.put("check", result.name());
            node.put("promise", result.promise().word());
            node.put("result", ArchiveCheckCommand.word(result.verdict()));
            node.put("words", result.words());
            node.put("hint", result.hint());
        });
        return Json.write(root);
    }

    /** @param planned nothing where each good sealed snapshot is archived */
    @SuppressWarnings("MissingSummary")
    static String plan(Instant now, String store, Optional<ArchivePlan> planned, Optional<StorageClass> packs) {
        ObjectNode root = document(now, store);
        Json.put(root, "plan", planned, (plan, node) -> {
            node.put("snapshot", plan.snapshot());
            node.put("archived", plan.archived());
            node.put("lists", plan.units());
            node.put("newLists", plan.newUnits());
            node.put("files", plan.files());
            node.put("bytes", plan.bytes());
            node.put("packedBytes", plan.packed());
            node.put("packs", plan.packs());
            node.put("putRequests", plan.objects());
            Json.put(node, "storageClass", packs.map(StorageClass::name));
        });
        return Json.write(root);
    }

    static ObjectNode document(Instant now, String store) {
        ObjectNode root = Json.document();
        Json.put(root, "at", now);
        root.put("store", store);
        return root;
    }

    private static void snapshot(ArchivedRoot one, ObjectNode node) {
        node.put("snapshot", one.snapshot());
        node.put("inStore", one.inStore());
        node.put("onVolume", one.onVolume());
        Json.put(node, "archived", one.evidence(), (copy, object) -> {
            object.put("run", copy.run());
            Json.put(object, "at", copy.at());
            object.put("lockedUntil", copy.lockedUntil().map(Json::text).orElse(null));
        });
        copies(one, node);
        Json.put(node, "readBack", one.readBack(), (read, object) -> {
            object.put("run", read.run());
            Json.put(object, "at", read.at());
            object.put("found", read.found());
            object.put("first", read.first().orElse(null));
        });
        Json.put(node, "verification", one.verified(), (found, object) -> {
            object.put("at", one.verifiedAt().map(Json::text).orElse(null));
            object.put("whole", found.isWhole());
            object.put("readAt", found.readAt().map(Json::text).orElse(null));
            object.put("lockShort", found.lockShort());
            object.put("found", found.found());
            Json.put(object, "first", found.first());
        });
    }

    private static void copies(ArchivedRoot one, ObjectNode node) {
        if (one.copies().isEmpty()) {
            node.putNull("copies"); // that there is none is not known
            return;
        }
        Json.put(node, "copies", one.copies(), (copy, object) -> {
            object.put("store", copy.store());
            Json.put(object, "at", copy.at());
            object.put("run", copy.run());
            copy.root().ifPresentOrElse(root -> object.put("root", root), () -> object.putNull("root"));
        });
    }
}
