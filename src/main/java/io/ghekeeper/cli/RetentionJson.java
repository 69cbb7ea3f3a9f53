package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.retention.RetentionPlan;
import io.ghekeeper.retention.RetentionReason;
import io.ghekeeper.retention.RetentionSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A plan of retention as the document that {@code docs/schema/retention.json} describes. */
final class RetentionJson {
    private RetentionJson() {}

    static String write(
            RetentionPlan plan, RetentionSettings settings, OptionalLong deletedBytes, Optional<StoreSide> store) {
        ObjectNode root = Json.document();
        Json.put(root, "at", plan.at());
        root.put("enforced", settings.enabled());
        Json.put(
                root,
                "policy",
                settings.policy().stream().map(RetentionSettings.KeepRule::text).toList());
        Json.put(root, "keepUnusableSeconds", settings.keepUnusable());
        root.put("timeZone", settings.zone().getId());
        root.put("keep", plan.kept());
        root.put("delete", plan.deleted().size());
        if (deletedBytes.isPresent()) {
            root.put("deletedBytes", deletedBytes.getAsLong());
        } else {
            root.putNull("deletedBytes");
        }
        Json.put(root, "halts", plan.halts(), RetentionJson::reason);
        Json.put(root, "snapshots", plan.snapshots(), RetentionJson::snapshot);
        Json.put(root, "store", store, RetentionJson::store);
        return Json.write(root);
    }

    private static void store(StoreSide store, ObjectNode node) {
        node.put("place", store.place());
        Json.put(node, "policy", store.policy());
        Json.put(node, "problem", store.problem());
        Json.put(node, "halts", store.plan().map(RetentionPlan::halts).orElse(List.of()), RetentionJson::reason);
        Json.put(node, "snapshots", store.plan().map(RetentionPlan::snapshots).orElse(List.of()), (one, document) -> {
            document.put("snapshot", one.id());
            document.put("decision", StoreSide.word(one));
            Json.put(document, "reasons", one.reasons(), RetentionJson::reason);
        });
    }

    private static void snapshot(RetentionPlan.PlannedSnapshot one, ObjectNode node) {
        node.put("snapshot", one.id());
        Json.put(node, "begun", one.facts().begun().map(Json::text));
        Json.put(node, "state", one.facts().state());
        Json.put(
                node,
                "evidence",
                one.facts().rungs().stream().map(EvidenceRung::word).toList());
        Json.put(node, "decision", one.decision());
        Json.put(node, "reasons", one.reasons(), RetentionJson::reason);
    }

    private static void reason(RetentionReason reason, ObjectNode node) {
        Json.put(node, "code", reason.code());
        node.put("words", reason.words());
    }
}
