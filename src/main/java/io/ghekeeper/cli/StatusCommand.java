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
        description = "Say whether the last good backup is young enough (else exit 1), and all that matters beside.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public Integer call() {
        Keeper keeper = root.keeper();
        StatusReport report = keeper.status().report(keeper.surroundings());
        if (json) {
            root.print(StatusJson.write(report));
        } else {
            new StatusText(root.screen()).lines(report).forEach(root::print);
        }
        return report.state() == StatusReport.State.OK ? 0 : 1;
    }
}
