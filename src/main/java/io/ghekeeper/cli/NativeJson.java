package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.nativesnapshot.CopyList.ListedCopy;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.NativeList.ListedSnapshot;
import io.ghekeeper.nativesnapshot.NativeList.NativeListing;
import io.ghekeeper.nativesnapshot.NativeTags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Native snapshots, as the document that {@code docs/schema/native.json} describes. */
final class NativeJson {
    private NativeJson() {}

    static String list(Instant now, String label, NativeListing listed) {
        ObjectNode root = document(now, label);
        Json.put(root, "volume", listed.volume());
        root.put("locksKnown", listed.locksKnown());
        Json.put(root, "warnings", listed.warnings());
        Json.put(root, "snapshots", listed.snapshots(), NativeJson::snapshot);
        Json.put(root, "loneCopies", listed.lone(), NativeJson::copy);
        return Json.write(root);
    }

    /** @param plans one for each Region, that of the volume first; or why there is none */
    @SuppressWarnings("MissingSummary")
    static String plan(Instant now, String label, List<RegionPlan> plans) {
        ObjectNode root = document(now, label);
        Json.put(root, "plans", plans, NativeJson::plan);
        return Json.write(root);
    }

    private static void plan(RegionPlan one, ObjectNode node) {
        Json.put(node, "region", one.region());
        node.put("keepLast", one.settings().keepLast());
        node.putNull("keepForSeconds");
        one.settings().keepFor().ifPresent(age -> Json.put(node, "keepForSeconds", age));
        Json.put(node, "failure", one.failure(), (failure, object) -> {
            object.put("code", failure.kind().code());
            object.put("message", failure.getMessage());
        });
        ExpiryPlan plan = one.plan().orElse(new ExpiryPlan(List.of(), Instant.EPOCH));
        node.put("kept", plan.kept());
        node.put("deleted", plan.deleted().size());
        Json.put(node, "snapshots", plan.snapshots(), (planned, object) -> {
            object.put("id", planned.snapshot().id());
            object.put("decision", planned.isDeleted() ? "delete" : "keep");
            Json.put(object, "reason", planned.reason());
            object.put("words", planned.words());
            common(planned.snapshot(), object);
        });
    }

    private static ObjectNode document(Instant now, String label) {
        ObjectNode root = Json.document();
        Json.put(root, "at", now);
        root.put("label", label);
        return root;
    }

    private static void common(EbsSnapshot snapshot, ObjectNode node) {
        node.put("state", snapshot.state());
        Json.put(node, "started", snapshot.started());
        Json.put(node, "volume", Optional.of(snapshot.volume()).filter(id -> !id.isEmpty()));
        Json.put(node, "backup", tag(snapshot, NativeTags.BACKUP));
    }

    private static void snapshot(ListedSnapshot one, ObjectNode node) {
        EbsSnapshot snapshot = one.snapshot();
        node.put("id", snapshot.id());
        common(snapshot, node);
        node.putNull("progress");
        snapshot.progress().ifPresent(percent -> node.put("progress", percent));
        node.put("sizeGib", snapshot.sizeGib());
        Json.put(node, "madeBy", one.origin());
        Json.put(node, "label", tag(snapshot, NativeTags.LABEL));
        Json.put(node, "run", tag(snapshot, NativeTags.RUN));
        Json.put(node, "appliance", tag(snapshot, NativeTags.APPLIANCE));
        Json.put(node, "undo", tag(snapshot, NativeTags.UNDO));
        Json.put(node, "host", tag(snapshot, NativeTags.HOST));
        Json.put(node, "name", tag(snapshot, NativeTags.NAME));
        node.put("description", snapshot.description());
        Json.put(node, "expiry", one.expiry(), (tag, object) -> {
            object.put("tag", tag.text());
            Json.put(object, "until", tag.until().map(Json::text));
        });
        Json.put(node, "lock", one.lock(), (lock, object) -> {
            object.put("state", lock.state());
            object.put("holds", lock.holds());
            Json.put(object, "until", lock.until().map(Json::text));
        });
        node.put("pinned", one.isPinned());
        Json.put(node, "copies", one.copies(), NativeJson::copy);
        Json.put(node, "writing", one.writing(), (writing, object) -> {
            Json.put(object, "answer", writing.answer());
            Json.put(object, "run", writing.run());
        });
    }

    private static void copy(ListedCopy copy, ObjectNode node) {
        node.put("region", copy.region());
        node.put("id", copy.snapshot().id());
        common(copy.snapshot(), node);
        node.putNull("progress");
        copy.snapshot().progress().ifPresent(percent -> node.put("progress", percent));
    }

    private static Optional<String> tag(EbsSnapshot snapshot, String key) {
        return Optional.ofNullable(snapshot.tags().get(key));
    }
}
