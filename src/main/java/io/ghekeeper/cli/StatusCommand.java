package io.ghekeeper.cli;

import io.ghekeeper.monitor.StatusJson;
import io.ghekeeper.monitor.StatusReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper status}. */
@Command(
        name = "status",
        description =
                "Say in the first word whether there is a good backup that is young enough, and whether the newest"
                        + " one was good; then all that matters beside.",
        exitCodeListHeading = "%nExit statuses:%n",
        exitCodeList = {
            "0:OK",
            "1:NONE, there is no good backup; or LATE, the last good one is older than status.max-age",
            "3:SUSPECT, a newer snapshot is suspect: ghe-keeper snapshots accept ID",
            "4:FAILED, the last backup failed: ghe-keeper logs RUN",
            "5:STOPPED, no supervisor is alive on this volume: nothing is going to run",
            "6:MISSING, the snapshot of the newest good backup is gone"
        })
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public Integer call() {
        Keeper keeper = root.keeper();
        StatusReport report = keeper.observation().status();
        if (json) {
            root.print(StatusJson.write(report));
        } else {
            new StatusText(root.screen()).lines(report).forEach(root::print);
        }
        return report.state().exitStatus();
    }
}
