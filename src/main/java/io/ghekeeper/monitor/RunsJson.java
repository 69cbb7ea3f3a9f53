package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** Runs as the document that {@code docs/schema/runs.json} describes. */
public final class RunsJson {
    private RunsJson() {}

    /** @param unreadable a sentence for each run that cannot be read */
    @SuppressWarnings("MissingSummary")
    public static String write(List<RunEntry> runs, List<String> unreadable) {
        ObjectNode root = Json.document();
        Json.put(root, "runs", runs, RunsJson::run);
        Json.put(root, "unreadableRuns", unreadable);
        return Json.write(root);
    }

    private static void run(RunEntry run, ObjectNode node) {
        node.put("run", run.id());
        Json.put(node, "kind", run.kind());
        Json.put(node, "trigger", run.trigger());
        Json.put(node, "begin", run.begin());
        Json.put(node, "end", run.end().map(Json::text));
        node.put("tookSeconds", run.took().map(Duration::toSeconds).orElse(null));
        node.put("outcome", run.outcome());
        node.put("accepted", run.accepted());
        node.put("attempts", run.attempts());
        Json.put(node, "snapshot", run.snapshot());
        Json.put(node, "reason", run.reason(), (reason, object) -> {
            object.put("code", reason.code());
            object.put("message", reason.message());
            object.put("hint", reason.hint());
        });
        Json.put(node, "losses", run.losses());
        RemarksJson.put(run.remarks(), node);
        Json.put(node, "steps", run.steps(), (step, object) -> {
            object.put("title", step.title());
            Json.put(object, "begin", step.begin());
            Json.put(object, "tookSeconds", step.took());
        });
    }
}
