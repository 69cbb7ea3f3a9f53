package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.RunContext;

/** Why a run ended that calls no engine. The frame's own reasons speak of backups and engines. */
public final class KeepReasons {
    private KeepReasons() {}

    /**
     * Does the work of a run.
     *
     * @throws Failure why it ended: the reason of the run's limits, if any, before what the work failed with
     */
    public static void within(RunContext context, Runnable work) {
        try {
            work.run();
        } catch (Failure failure) {
            Run.Kind kind = context.run().kind();
            throw worded(context.watch().reason().orElse(failure), kind, context.id());
        }
    }

    private static Failure worded(Failure failure, Run.Kind kind, String runId) {
        return switch (failure.kind()) {
            case RUN_CANCELLED, RUN_INTERRUPTED ->
                new Failure(failure.kind(), failure.getMessage(), kind.hintAfterInterruption(runId), failure);
            case RUN_SILENT ->
                new Failure(
                        FailureKind.RUN_SILENT,
                        failure.getMessage()
                                .replace(
                                        "said nothing and received nothing",
                                        kind.usesStore() ? "read nothing and sent nothing" : "read nothing"),
                        kind.usesStore()
                                ? "Check the store and the way to it, and dmesg for reads of the volume that hang; raise"
                                        + " archive.silence-limit if it only needs longer."
                                : "Check dmesg and the volume for reads that hang; raise seal.silence-limit if it only"
                                        + " needs longer.",
                        failure);
            default -> failure;
        };
    }
}
