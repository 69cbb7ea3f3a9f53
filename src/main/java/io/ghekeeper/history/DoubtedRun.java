package io.ghekeeper.history;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.EvidenceFiles.AllEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A backup whose snapshot failed a deep check later. Its record says that it succeeded, and stays as it is; here it counts
 * as suspect, as if its own comparison had found that, until a person accepts the snapshot.
 */
final class DoubtedRun {
    private DoubtedRun() {}

    /**
     * The run as it counts now.
     *
     * @param evidence asked for where it can matter
     */
    static Run of(Run run, Supplier<AllEvidence> evidence) {
        if (!run.isGood() || run.snapshot().isEmpty()) {
            return run;
        }
        return evidence.get()
                .of(run.snapshot().get())
                .checks()
                .filter(checks -> !checks.doubts().isEmpty() && !isAccepted(run, checks))
                .map(checks -> doubted(run, checks))
                .orElse(run);
    }

    private static boolean isAccepted(Run run, CheckResults checks) {
        return run.timeOf(BackupEvent.Accepted.class)
                .filter(accepted -> !accepted.isBefore(checks.at()))
                .isPresent();
    }

    private static Run doubted(Run run, CheckResults checks) {
        List<Run.Event> events = new ArrayList<>(run.events());
        events.removeIf(event -> event.what() instanceof BackupEvent.Accepted);
        checks.doubts().forEach(doubt -> events.add(new Run.Event(checks.at(), new BackupEvent.ShrinkageFound(doubt))));
        Run.Reason reason = new Run.Reason(
                FailureKind.SNAPSHOT_SUSPECT.code(),
                "a deep check of snapshot " + run.snapshot().orElseThrow() + " failed: "
                        + checks.doubts().get(0) + " (run " + checks.run() + ")",
                FailureKind.SNAPSHOT_SUSPECT.remedy());
        return new Run(
                run.id(),
                run.kind(),
                run.cause(),
                run.begin(),
                run.keeper(),
                events,
                run.snapshot(),
                run.uses(),
                run.end().map(end -> new Run.End(end.at(), Run.Outcome.SUSPECT, Optional.of(reason))));
    }
}
