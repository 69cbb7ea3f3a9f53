package io.ghekeeper.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.archive.ObjectClasses.StoredAmount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.monitor.RemarksJson;
import io.ghekeeper.nativesnapshot.ApplianceVolumes;
import io.ghekeeper.snapshot.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plan as the document that {@code docs/schema/plan.json} describes. */
public final class PlanJson {
    private PlanJson() {}

    public static String write(Plan plan) {
        ObjectNode root = Json.document();
        Json.put(root, "at", plan.at());
        root.put("mayGo", plan.refusals().isEmpty());
        root.put("host", plan.choices().host());
        Json.put(root, "archive", plan.fetch(), PlanJson::fetch);
        Json.put(root, "snapshot", plan.selected(), PlanJson::snapshot);
        Json.put(root, "target", plan.target(), PlanJson::target);
        Json.put(root, "production", plan.production());
        ObjectNode effect = root.putObject("effect");
        effect.put("settings", plan.bringsSettings());
        effect.put("mysql", !plan.choices().skipMysql());
        effect.put("setMaintenance", setsMaintenance(plan));
        effect.put("liftMaintenance", plan.choices().liftMaintenance());
        Json.put(root, "estimate", plan.estimate(), PlanJson::estimate);
        undo(plan.undo(), root.putObject("undo"));
        Json.put(root, "notIncluded", plan.notIncluded());
        Json.put(root, "warnings", plan.warnings());
        Json.put(root, "refusals", plan.refusals(), PlanJson::refusal);
        return Json.write(root);
    }

    private static void estimate(Estimate estimate, ObjectNode node) {
        Json.put(node, "seconds", estimate.time());
        node.put("basis", estimate.basis());
    }

    private static void undo(PlannedUndo undo, ObjectNode node) {
        Json.put(node, "mode", undo.mode());
        Json.put(node, "instance", undo.volumes().map(ApplianceVolumes::instance));
        Json.put(node, "volumes", undo.volumes().map(ApplianceVolumes::volumes).orElse(List.of()), (one, volume) -> {
            volume.put("device", one.device());
            volume.put("volume", one.volume());
        });
        Json.put(node, "problem", undo.problem().map(Failure::getMessage));
    }

    private static void fetch(PlannedFetch fetch, ObjectNode node) {
        node.put("store", fetch.store());
        node.put("snapshot", fetch.snapshot());
        node.put("freeBytes", fetch.freeBytes());
        Json.put(node, "estimate", fetch.time(), PlanJson::estimate);
        Json.put(node, "fetch", fetch.need(), (plan, need) -> {
            need.put("atMost", fetch.mayShare());
            need.put("uuid", plan.appliance());
            Json.put(need, "release", plan.release());
            Json.put(need, "archivedAt", plan.archivedAt());
            need.put("entries", plan.entries());
            need.put("bytes", plan.bytes());
            need.put("objects", plan.objects().all().objects());
            need.put("storedBytes", plan.objects().all().bytes());
            need.put("unlisted", plan.objects().unlisted());
            Json.put(need, "classes", plan.objects().classes(), PlanJson::storageClass);
        });
    }

    private static void storageClass(StoredAmount amount, ObjectNode node) {
        Json.put(node, "name", amount.storageClass());
        node.put("objects", amount.all().objects());
        node.put("bytes", amount.all().bytes());
        node.put("coldObjects", amount.cold().objects());
        node.put("coldBytes", amount.cold().bytes());
        node.put("warmingObjects", amount.warming().objects());
        node.put("warmingBytes", amount.warming().bytes());
    }

    private static boolean setsMaintenance(Plan plan) {
        return plan.choices().setMaintenance()
                && plan.target()
                        .filter(target -> target.configured() && !target.maintenance())
                        .isPresent();
    }

    private static void snapshot(SelectedSnapshot selected, ObjectNode node) {
        SnapshotEntry entry = selected.entry();
        node.put("id", entry.id());
        Json.put(node, "begun", entry.begun());
        Json.put(node, "state", entry.state());
        Json.put(node, "applianceVersion", entry.applianceVersion());
        Json.put(node, "uuid", selected.uuid());
        node.put("bytes", selected.bytes().orElse(null));
        node.put("files", selected.counted().map(Inventory::files).orElse(null));
        node.put("repositories", selected.counted().map(Inventory::repositories).orElse(null));
        Json.put(
                node,
                "holds",
                selected.top().parts().entrySet().stream()
                        .filter(part -> !part.getValue().empty())
                        .map(Map.Entry::getKey)
                        .toList());
        Json.put(node, "doubts", selected.doubts());
        RemarksJson.put(entry.remarks(), node);
        Json.put(node, "restoredBy", entry.restored().map(SnapshotEntry.ProvenRestore::run));
        Json.put(node, "failedBy", entry.failed().map(SnapshotEntry.FailedRestore::run));
        Json.put(node, "newestProven", selected.proven().map(SnapshotEntry::id));
    }

    private static void target(TargetFacts target, ObjectNode node) {
        node.put("hostKeyType", target.hostKey().type());
        node.put("hostKeyFingerprint", target.hostKey().fingerprint());
        Json.put(node, "version", target.version());
        Json.put(node, "uuid", target.uuid());
        node.put("configured", target.configured());
        node.put("maintenance", target.maintenance());
        node.put("replication", target.replication());
        node.put("cluster", target.cluster());
        node.put("actions", target.actions());
        Json.put(node, "restoreStatus", target.restoreStatus());
        node.put("freeBytes", orNull(target.freeBytes()));
        node.put("usedBytes", orNull(target.usedBytes()));
    }

    private static void refusal(Failure refusal, ObjectNode node) {
        node.put("code", refusal.kind().code());
        node.put("exitStatus", refusal.kind().exitStatus());
        node.put("message", refusal.getMessage());
        node.put("hint", refusal.hint());
    }

    private static Long orNull(Optional<Long> number) {
        return number.orElse(null);
    }
}
