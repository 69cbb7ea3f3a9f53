package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.ReadBack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Snapshots as the document that {@code docs/schema/snapshots.json} describes. */
public final class SnapshotsJson {
    private SnapshotsJson() {}

    /**
     * Writes it.
     *
     * @param there what else is in the data directory
     */
    public static String write(Instant now, List<SnapshotEntry> snapshots, Catalogue there) {
        ObjectNode root = Json.document();
        Json.put(root, "at", now);
        Json.put(root, "snapshots", snapshots, SnapshotsJson::snapshot);
        Json.put(root, "stray", there.strays());
        Json.put(root, "halfRemoved", there.halfRemoved());
        Json.put(root, "leftovers", there.leftovers(), (left, node) -> {
            node.put("name", left.name());
            Json.put(node, "kind", left.kind());
            node.put("what", left.what());
            node.put("hint", left.hint());
        });
        return Json.write(root);
    }

    private static void snapshot(SnapshotEntry snapshot, ObjectNode node) {
        node.put("snapshot", snapshot.id());
        Json.put(
                node,
                "begun",
                Optional.of(snapshot).filter(one -> !one.isTimeless()).map(one -> Json.text(one.begun())));
        Json.put(node, "state", snapshot.state());
        node.put("current", snapshot.current());
        Json.put(node, "applianceVersion", snapshot.applianceVersion());
        Json.put(node, "run", snapshot.run());
        Json.put(node, "contents", snapshot.contents(), (contents, object) -> {
            object.put("files", contents.files());
            object.put("linkedFiles", contents.linked());
            object.put("bytes", contents.bytes());
            object.put("newBytes", contents.newBytes());
        });
        Json.put(node, "losses", snapshot.losses());
        Json.put(node, "failed", snapshot.failed(), (failed, object) -> {
            object.put("run", failed.run());
            Json.put(object, "kind", failed.kind());
            Json.put(object, "at", failed.at());
            object.put("target", failed.host());
            Json.put(object, "checks", failed.checks());
        });
        Json.put(node, "damage", snapshot.damage());
        RemarksJson.put(snapshot.remarks(), node);
        Json.put(node, "pin", snapshot.evidence().pin(), (pin, object) -> {
            Json.put(object, "at", pin.at());
            Json.put(object, "until", pin.until().map(Json::text));
            Json.put(object, "because", pin.because());
        });
        Json.put(
                node,
                "evidence",
                snapshot.rungs().stream().map(SnapshotEntry.EvidenceRung::word).toList());
        Json.put(node, "verified", snapshot.evidence().readBack().filter(ReadBack::isWhole), (verified, object) -> {
            object.put("run", verified.run());
            Json.put(object, "at", verified.at());
        });
        Json.put(node, "archived", snapshot.evidence().archived(), (archived, object) -> {
            object.put("run", archived.run());
            Json.put(object, "at", archived.at());
            object.put("store", archived.store());
            object.put("lockedUntil", archived.lockedUntil().map(Json::text).orElse(null));
            object.put("listedAt", archived.listedAt().map(Json::text).orElse(null));
            object.put("readAt", archived.readAt().map(Json::text).orElse(null));
        });
        Json.put(node, "copied", snapshot.evidence().copied(), (copy, object) -> {
            object.put("place", copy.place());
            object.put("id", copy.id());
            Json.put(object, "at", copy.at());
        });
        Json.put(node, "deepChecks", snapshot.evidence().checks(), (results, object) -> {
            object.put("run", results.run());
            Json.put(object, "at", results.at());
            Json.put(object, "results", results.checks(), (check, result) -> {
                result.put("name", check.name());
                result.put("outcome", check.outcome().word());
                Json.put(result, "found", check.words());
            });
        });
        Json.put(node, "evidenceUnreadable", snapshot.evidence().unreadable());
        Json.put(node, "restored", snapshot.restored(), (restored, object) -> {
            object.put("run", restored.run());
            Json.put(object, "kind", restored.kind());
            Json.put(object, "at", restored.at());
            object.put("target", restored.host());
            Json.put(object, "tookSeconds", restored.took());
            Json.put(object, "from", restored.source());
            Json.put(object, "checked", restored.checks().passed());
            Json.put(object, "notChecked", restored.checks().unknown());
        });
    }
}
