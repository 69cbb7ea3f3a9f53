package io.ghekeeper.cli;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper runs}. */
@Command(name = "runs", description = "List the runs, the newest first.")
final class RunsCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Option(names = "--last", paramLabel = "N", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    private int last;

    @Override
    public void run() {
        Journal.Runs runs = root.keeper().journal().newest(last);
        Table table = new Table("RUN", "BEGUN BY", "TOOK", "OUTCOME", "SNAPSHOT OR REASON");
        runs.readable().stream()
                .forEach(run -> table.row(
                        run.id(),
                        run.trigger().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        run.duration().map(Table::words).orElse("-"),
                        outcome(run),
                        result(run)));
        root.print(table.hasNoRows() ? "no run yet" : table.toString());
        runs.unreadable().forEach(sentence -> root.print("unreadable: " + sentence));
    }

    private static String outcome(Run run) {
        return run.end()
                .map(end -> end.outcome().name().toLowerCase(Locale.ROOT))
                .orElse("running");
    }

    private static String result(Run run) {
        return run.end()
                .flatMap(Run.End::reason)
                .map(reason -> reason.code() + ": " + reason.message())
                .or(run::snapshot)
                .orElse("-");
    }
}
