package io.ghekeeper.cli;

import io.ghekeeper.journal.DurationWords;
import io.ghekeeper.journal.Holder;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.RunEntry;
import io.ghekeeper.monitor.RunsJson;
import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper runs}. */
@Command(name = "runs", description = "List the runs, the newest first.")
final class RunsCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--last", paramLabel = "N", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    private int last;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        if (last < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--last': '" + last + "' is not 1 or more");
        }
        Journal.Runs runs = root.keeper().journal().newest(last);
        List<RunEntry> entries = runs.readable().stream()
                .map(run -> RunEntry.of(run, Holder::isProvenGone))
                .toList();
        if (json) {
            root.print(RunsJson.write(entries, runs.unreadable()));
            return;
        }
        Table table = new Table(Table.Text.CUT, "RUN", "BEGUN BY", "TOOK", "TRIES", "OUTCOME", "SNAPSHOT OR REASON")
                .optional("ghe-keeper runs show RUN", "TOOK", "BEGUN BY", "TRIES");
        entries.forEach(entry -> table.row(
                entry.id(),
                entry.trigger().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                entry.took().map(DurationWords::of).orElse("-"),
                Integer.toString(entry.attempts()),
                entry.accepted() ? "accepted" : entry.outcome(),
                result(entry)));
        (table.hasNoRows() ? List.of("no run yet") : table.on(root.screen())).forEach(root::print);
        runs.unreadable().forEach(sentence -> root.tell("unreadable: " + PlainText.of(sentence)));
    }

    private static String result(RunEntry entry) {
        if (!entry.losses().isEmpty() && !entry.accepted()) {
            return entry.snapshot().orElse("-") + ": " + String.join("; ", entry.losses());
        }
        return entry.reason()
                .filter(reason -> !entry.accepted())
                .map(RunsCommand::words)
                .or(entry::snapshot)
                .orElse("-");
    }

    private static String words(Run.Reason reason) {
        return reason.code() + ": " + reason.message();
    }
}
