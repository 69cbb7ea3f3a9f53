package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** The state as the document that {@code docs/schema/status.json} describes. */
public final class StatusJson {
    private StatusJson() {}

    public static String write(StatusReport report) {
        ObjectNode root = Json.document();
        Json.put(root, "at", report.at());
        root.put("appliance", report.appliance());
        Json.put(root, "state", report.state());
        Json.put(root, "hint", StatusHint.of(report));
        Json.put(root, "maxAgeSeconds", report.maxAge());
        root.put("lateBySeconds", report.lateBy().map(Duration::toSeconds).orElse(null));
        Json.put(root, "lastGood", report.lastGood(), StatusJson::good);
        Json.put(root, "running", report.running(), StatusJson::running);
        Json.put(root, "runningInKeepLane", report.runningInKeepLane(), StatusJson::running);
        since(report.since(), root.putObject("since"));
        Json.put(root, "next", report.next(), StatusJson::next);
        supervisor(report.supervisor(), root.putObject("supervisor"));
        Json.put(root, "volume", report.volume(), StatusJson::volume);
        Json.put(root, "markers", report.markers(), (marker, node) -> {
            node.put("name", marker.name());
            node.put("state", marker.stale() ? "stale" : "alive");
            node.put("proof", marker.proof());
        });
        ObjectNode snapshots = root.putObject("snapshots");
        snapshots.put("complete", report.snapshots().complete());
        snapshots.put("incomplete", report.snapshots().incomplete());
        snapshots.put("damaged", report.snapshots().damaged());
        Json.put(snapshots, "stray", report.snapshots().stray());
        Json.put(snapshots, "failed", report.snapshots().failed(), StatusJson::failed);
        Json.put(snapshots, "pruningObstacles", report.snapshots().pruningObstacles());
        Json.put(root, "cutOffRuns", report.cutOff());
        Json.put(root, "futureRuns", report.future());
        Json.put(root, "unreadableRuns", report.unreadable());
        Json.put(root, "missingSnapshot", report.missing());
        Json.put(root, "lastRestore", report.lastRestore(), StatusJson::restored);
        Json.put(root, "lastDrill", report.lastDrill(), StatusJson::restored);
        releases(report.releases(), root.putObject("releases"));
        Json.put(root, "restorable", report.evidence().restorable(), StatusJson::restorable);
        Json.put(root, "damagedSnapshots", report.evidence().damaged(), (damaged, node) -> {
            node.put("snapshot", damaged.snapshot());
            node.put("damage", damaged.damage());
        });
        Json.put(root, "archive", report.evidence().archive(), StatusJson::archive);
        Json.put(
                root, "native", report.evidence().nativeSnapshots(), (natives, node) -> natives(natives, report, node));
        Json.put(root, "waiting", report.waiting(), (tick, node) -> {
            Json.put(node, "kind", tick.kind());
            Json.put(node, "tick", tick.tick());
            Json.put(node, "since", tick.since());
            node.put("until", tick.until().map(Json::text).orElse(null));
            node.put("obstacle", tick.obstacle());
        });
        Json.put(root, "skippedDrill", report.skippedDrill(), StatusJson::trouble);
        return Json.write(root);
    }

    private static void archive(EvidenceReport.ArchiveReport archive, ObjectNode node) {
        node.put("store", archive.store());
        node.put("encrypted", archive.encrypted());
        Json.put(node, "maxAgeSeconds", archive.maxAge());
        node.put("old", archive.isOld());
        Json.put(node, "newest", archive.newest(), (newest, object) -> {
            object.put("snapshot", newest.snapshot());
            Json.put(object, "ageSeconds", newest.age());
            Json.put(object, "archivedAt", newest.at());
            object.put("lockedUntil", newest.lockedUntil().map(Json::text).orElse(null));
        });
        Json.put(node, "verified", archive.verified(), (verified, object) -> {
            Json.put(object, "at", verified.at());
            object.put("objects", verified.objects());
            object.put("oldestReading", verified.oldestReading().map(Json::text).orElse(null));
            Json.put(object, "damagedSnapshots", verified.damaged(), (damaged, one) -> {
                one.put("snapshot", damaged.snapshot());
                one.put("damage", damaged.damage());
            });
            Json.put(object, "lockedShort", verified.lockedShort());
        });
        Json.put(node, "rebuild", archive.rebuild(), (rebuild, object) -> {
            Json.put(object, "at", rebuild.at());
            object.put("state", rebuild.state());
            object.put("detail", rebuild.detail());
            object.put("hint", rebuild.hint());
        });
    }

    private static void natives(NativeReport natives, StatusReport report, ObjectNode node) {
        Json.put(node, "maxAgeSeconds", natives.maxAge());
        Json.put(node, "pendingAgeSeconds", natives.pendingAge());
        node.put("late", natives.isLate(report.at()));
        node.put("stuck", !natives.stuck().isEmpty());
        Json.put(node, "newest", natives.newest(), StatusJson::nativeSnapshot);
        Json.put(node, "open", natives.open(), StatusJson::nativeSnapshot);
        Json.put(node, "failed", natives.failed(), StatusJson::nativeSnapshot);
        Json.put(node, "undone", natives.undone(), (one, object) -> {
            object.put("snapshot", one.snapshot());
            object.put("step", one.step().kind().word());
            object.put("place", one.step().place());
            object.put("state", one.step().state().word());
            object.put("at", one.step().at().map(Json::text).orElse(null));
            object.put("remark", one.step().remark().orElse(null));
        });
        Json.put(node, "tags", natives.fleet(), (fleet, object) -> {
            Json.put(object, "resource", fleet.resource());
            object.put("readAt", fleet.readAt().map(Json::text).orElse(null));
            object.put("never", fleet.tags().never());
            ArrayNode hours = object.putArray("hours");
            fleet.tags().hours().forEach(hours::add);
            object.putNull("keepForSeconds");
            fleet.tags().keepFor().ifPresent(age -> Json.put(object, "keepForSeconds", age));
            Json.put(object, "problems", fleet.problems());
        });
        node.put("unreadable", natives.unreadable().orElse(null));
    }

    private static void nativeSnapshot(NativeReport.SeenSnapshot seen, ObjectNode node) {
        node.put("id", seen.snapshot().id().orElse(null));
        node.put("run", seen.snapshot().run());
        node.put("backup", seen.snapshot().backup());
        node.put("volume", seen.snapshot().volume());
        node.put("state", seen.snapshot().state().word());
        node.put(
                "progress",
                seen.snapshot().progress().isPresent()
                        ? Integer.valueOf(seen.snapshot().progress().getAsInt())
                        : null);
        Json.put(node, "askedAt", seen.snapshot().asked());
        Json.put(node, "ageSeconds", seen.age());
        node.put("seenAt", seen.snapshot().seen().map(Json::text).orElse(null));
        node.put("remark", seen.snapshot().remark().orElse(null));
    }

    /**
     * The document where the state cannot be seen.
     *
     * @param appliance host of the appliance that is backed up
     */
    public static String unseen(Instant at, String appliance, Failure why) {
        ObjectNode root = Json.document();
        Json.put(root, "at", at);
        root.put("appliance", appliance);
        root.put("state", "unknown");
        ObjectNode failure = root.putObject("failure");
        failure.put("code", why.kind().code());
        failure.put("message", why.getMessage());
        failure.put("hint", why.hint());
        return Json.write(root);
    }

    private static void releases(ReleaseReport releases, ObjectNode node) {
        node.put("appliance", releases.appliance().map(Release::text).orElse(null));
        node.put("asked", releases.asked().map(Json::text).orElse(null));
        node.put("engine", releases.engine().map(Release::text).orElse(null));
        node.put("supportEnds", releases.supportEnds().map(LocalDate::toString).orElse(null));
        node.put("table", releases.table().toString());
        Json.put(node, "advice", releases.advice(), (advice, object) -> {
            object.put("code", advice.code().word());
            Json.put(object, "level", advice.level());
            object.put("sentence", advice.sentence());
            object.put("hint", advice.hint());
        });
    }

    private static void restorable(EvidenceReport.RestorablePoint point, ObjectNode node) {
        node.put("snapshot", point.snapshot());
        Json.put(node, "ageSeconds", point.age());
        Json.put(
                node,
                "evidence",
                point.rungs().stream().map(SnapshotEntry.EvidenceRung::word).toList());
        node.put("verifiedAt", point.verified().map(Json::text).orElse(null));
        node.put("archivedAt", point.archived().map(Json::text).orElse(null));
        node.put("restoredAt", point.restored().map(Json::text).orElse(null));
    }

    private static void failed(StatusReport.FailedSnapshot failed, ObjectNode node) {
        node.put("snapshot", failed.snapshot());
        node.put("run", failed.failed().run());
        Json.put(node, "kind", failed.failed().kind());
        Json.put(node, "checks", failed.failed().checks());
    }

    private static void good(StatusReport.Good good, ObjectNode node) {
        node.put("run", good.run());
        node.put("snapshot", good.snapshot());
        Json.put(node, "begin", good.begin());
        Json.put(node, "ageSeconds", good.age());
        node.put("accepted", good.accepted());
        Json.put(node, "findings", good.findings());
    }

    private static void running(StatusReport.Running running, ObjectNode node) {
        node.put("run", running.run());
        Json.put(node, "kind", running.kind());
        Json.put(node, "trigger", running.trigger());
        Json.put(node, "target", running.target());
        Json.put(node, "begin", running.begin());
        Json.put(node, "elapsedSeconds", running.elapsed());
        node.put("attempt", running.attempt());
        node.put("cancelRequested", running.cancelRequested());
        Json.put(node, "progress", running.progress(), (progress, object) -> {
            object.put("step", progress.number());
            object.put("steps", progress.total());
            object.put("title", progress.title());
            object.put("share", Math.round(progress.share() * 1000) / 1000.0);
            object.put("leftSeconds", progress.left().map(Duration::toSeconds).orElse(null));
        });
    }

    private static void restored(StatusReport.LastRestore restored, ObjectNode node) {
        node.put("run", restored.run());
        Json.put(node, "end", restored.end());
        Json.put(node, "ageSeconds", restored.age());
        Json.put(node, "outcome", restored.outcome());
        node.put("proven", restored.proven());
        Json.put(node, "snapshot", restored.snapshot());
        Json.put(node, "target", restored.target());
        Json.put(node, "tookSeconds", restored.took());
        Json.put(node, "code", restored.code());
        Json.put(node, "message", restored.message());
        Json.put(node, "checked", restored.checks().passed());
        Json.put(node, "notChecked", restored.checks().unknown());
    }

    private static void since(StatusReport.Since since, ObjectNode node) {
        node.put("runs", since.runs());
        node.put("examined", since.examined());
        node.put("failed", since.failed());
        node.put("interrupted", since.interrupted());
        node.put("skipped", since.skipped());
        Json.put(node, "last", since.last(), StatusJson::trouble);
        Json.put(node, "suspects", since.suspects(), (doubt, object) -> {
            object.put("run", doubt.run());
            Json.put(object, "snapshot", doubt.snapshot());
            Json.put(object, "losses", doubt.losses());
        });
    }

    private static void trouble(StatusReport.Trouble trouble, ObjectNode node) {
        node.put("run", trouble.run());
        Json.put(node, "end", trouble.end());
        Json.put(node, "outcome", trouble.outcome());
        node.put("code", trouble.code());
        node.put("message", trouble.message());
        node.put("hint", trouble.hint());
    }

    private static void supervisor(SupervisorReport supervisor, ObjectNode node) {
        Json.put(node, "state", supervisor.state());
        Json.put(node, "holder", supervisor.holder());
        node.put("since", supervisor.since().map(Json::text).orElse(null));
    }

    private static void next(StatusInputs.NextTick tick, ObjectNode node) {
        Json.put(node, "at", tick.at());
        Json.put(node, "jitterSeconds", tick.jitter());
        node.put("timeZone", tick.zone().getId());
    }

    private static void volume(StatusReport.VolumeUse volume, ObjectNode node) {
        node.put("totalBytes", volume.space().totalBytes());
        node.put("freeBytes", volume.space().freeBytes());
        node.put("totalInodes", volume.space().totalInodes());
        node.put("freeInodes", volume.space().freeInodes());
        node.put("condition", volume.condition().word());
        growth(volume.bytes(), node.putObject("bytes"));
        growth(volume.inodes(), node.putObject("inodes"));
    }

    private static void growth(UsageTrend growth, ObjectNode node) {
        Json.put(node, "trend", growth.trend());
        node.put("perDay", Math.round(growth.perDay()));
        node.put("daysLeft", Double.isFinite(growth.daysLeft()) ? Math.round(growth.daysLeft() * 10) / 10.0 : null);
    }
}
