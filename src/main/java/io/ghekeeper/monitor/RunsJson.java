package io.ghekeeper.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** Runs as the document that {@code docs/schema/runs.json} describes. */
public final class RunsJson {
    private RunsJson() {}

    /** @param unreadable a sentence for each run that cannot be read */
    @SuppressWarnings("MissingSummary")
    public static String write(List<RunDetails> runs, List<String> unreadable) {
        ObjectNode root = Json.document();
        Json.put(root, "runs", runs, RunsJson::run);
        Json.put(root, "unreadableRuns", unreadable);
        return Json.write(root);
    }

    private static void run(RunDetails run, ObjectNode node) {
        node.put("run", run.id());
        RunSummary summary = run.summary();
        Json.put(node, "kind", summary.kind());
        Json.put(node, "trigger", run.trigger());
        Json.put(node, "tick", summary.tick().map(Json::text));
        Json.put(node, "begin", summary.begin());
        Json.put(node, "end", summary.end().map(Json::text));
        node.put("tookSeconds", summary.took().map(Duration::toSeconds).orElse(null));
        boolean accepted = run.state() == RunSummary.RunState.ACCEPTED;
        node.put("outcome", (accepted ? RunSummary.RunState.SUSPECT : run.state()).toString());
        node.put("accepted", accepted);
        node.put("attempts", summary.attempts());
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
