package io.ghekeeper.monitor;

import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.RebuildAdvice;
import java.util.Optional;

/** What a person types next where the state is not OK: one sentence or two, for every place that shows the state. */
public final class StatusHint {
    private StatusHint() {}

    /** Nothing where the state is OK. */
    public static Optional<String> of(StatusReport report) {
        return switch (report.state()) {
            case OK -> Optional.empty();
            case MISSING -> Optional.of("Find out who removed it. Then back up again: ghe-keeper backup");
            case STOPPED -> Optional.of(start(report.supervisor()));
            case NONE ->
                Optional.of(report.evidence()
                        .neededRebuild()
                        .filter(advice -> report.running().isEmpty())
                        .map(RebuildAdvice::hint)
                        .orElseGet(() -> cause(report)));
            case LATE, SUSPECT, FAILED -> Optional.of(cause(report));
        };
    }

    private static String start(SupervisorReport supervisor) {
        return supervisor.state() == SupervisorReport.SupervisorState.STALLED
                ? "Restart it, and see its log: restart its container or pod, or the service of ghe-keeper supervise"
                : "Start it: its container or pod, or ghe-keeper supervise. Where a CronJob or cron begins backups, set"
                        + " schedule.runner to external";
    }

    private static String cause(StatusReport report) {
        Optional<StatusReport.Doubt> doubt = report.since().suspects().stream().findFirst();
        Optional<StatusReport.Trouble> trouble =
                report.since().failing().or(() -> report.since().last());
        Optional<StatusReport.Running> backup = report.running().filter(run -> run.kind() == Run.Kind.BACKUP);
        if (doubt.isPresent()) {
            return accept(doubt.get());
        }
        if (trouble.isPresent()) {
            return "See why: ghe-keeper logs " + trouble.get().run()
                    + (backup.isPresent() ? "" : "; then back up again: ghe-keeper backup");
        }
        return backup.map(run -> "A backup is running. Follow it: ghe-keeper logs " + run.run() + " -f")
                .orElse("Check what a backup needs: ghe-keeper doctor; then take one: ghe-keeper backup");
    }

    /** What a suspect snapshot needs from a person. */
    static String accept(StatusReport.Doubt doubt) {
        return doubt.snapshot()
                .map(id -> "Look on the appliance for what is missing. If it was deleted on purpose: ghe-keeper"
                        + " snapshots accept " + id)
                .orElse("Look on the appliance for what is missing; see its record with: ghe-keeper logs "
                        + doubt.run());
    }
}
