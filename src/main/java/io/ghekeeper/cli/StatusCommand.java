package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.journal.Holder;
import io.ghekeeper.monitor.StatusJson;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.Surroundings;
import java.time.Instant;
import java.util.Optional;
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
        StatusReport report = keeper.status().report(surroundings(keeper));
        if (json) {
            root.print(StatusJson.write(report));
        } else {
            new StatusText(root.screen()).lines(report).forEach(root::print);
        }
        return report.state() == StatusReport.State.OK ? 0 : 1;
    }

    private Surroundings surroundings(Keeper keeper) {
        Configuration configuration = keeper.configuration();
        Instant now = root.world().clock().instant();
        Optional<Surroundings.Tick> next = keeper.nextBackup(now)
                .map(at -> new Surroundings.Tick(
                        at,
                        configuration.schedule().jitter(),
                        configuration.schedule().timeZone()));
        return new Surroundings(
                now,
                next,
                keeper.markers().judge().stream()
                        .map(verdict ->
                                new Surroundings.MarkerState(verdict.marker().name(), verdict.stale(), verdict.proof()))
                        .toList(),
                keeper.room(),
                Holder::isProvenGone);
    }
}
