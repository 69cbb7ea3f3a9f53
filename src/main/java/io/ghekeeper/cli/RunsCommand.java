package io.ghekeeper.cli;

import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary.RunState;
import io.ghekeeper.monitor.RunsJson;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

    @Option(names = "--since", paramLabel = "TIME", description = "Only those begun since: " + SinceOption.FORMS + ".")
    private String since;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            hideParamSyntax = true,
            completionCandidates = RunQuery.KindWords.class,
            description = "Only of this kind: ${COMPLETION-CANDIDATES}; several with commas.")
    private Set<Run.Kind> kinds = Set.of();

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            split = ",",
            hideParamSyntax = true,
            description = "Only with this outcome: ${COMPLETION-CANDIDATES}; several with commas.")
    private Set<RunState> outcomes = Set.of();

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        if (last < 1) {
            throw invalid("--last", last + "", "1 or more");
        }
        Instant now = root.world().clock().instant();
        Optional<Instant> from = Optional.ofNullable(since)
                .map(text -> SinceOption.read(text, now)
                        .orElseThrow(() -> invalid("--since", PlainText.of(text), SinceOption.FORMS)));
        RunQuery query = new RunQuery(last, from, kinds, outcomes);
        RunQuery.MatchedRuns found = query.in(root.keeper().core().journal());
        if (json) {
            root.print(RunsJson.write(found.runs(), found.unreadable()));
            return;
        }
        TextTable table = new TextTable(
                        TextTable.Overflow.CUT, "RUN", "BEGUN BY", "TOOK", "TRIES", "OUTCOME", "SNAPSHOT OR REASON")
                .optional("ghe-keeper runs show RUN", "TOOK", "BEGUN BY", "TRIES");
        found.runs()
                .forEach(entry -> table.row(
                        entry.id(),
                        entry.triggerWords(),
                        entry.summary().took().map(Durations::exact).orElse("-"),
                        Integer.toString(entry.summary().attempts()),
                        entry.state().toString(),
                        result(entry)));
        String none = query.isNarrowed() ? "no such run" : "no run yet";
        (table.hasNoRows() ? List.of(none) : table.on(root.screen())).forEach(root::print);
        found.unreadable().forEach(sentence -> root.printSentence("unreadable: " + PlainText.of(sentence)));
    }

    private ParameterException invalid(String option, String value, String wanted) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': '" + value + "' is not " + wanted);
    }

    @Command(name = "show", description = "Print all that the record of a run says.")
    void show(
            @Parameters(paramLabel = "RUN", description = RunNames.HELP) String name,
            @Option(names = "--json", description = "As JSON: see docs/json.md.") boolean asJson) {
        Run run = new RunNames(root.keeper().core().journal()).find(name);
        RunDetails entry = RunDetails.of(run, ProcessIdentity::isProvenGone);
        if (asJson || json) {
            root.print(RunsJson.write(List.of(entry), List.of()));
            return;
        }
        Instant now = root.world().clock().instant();
        new RunText(root.screen()).lines(run, entry, now).forEach(root::print);
    }

    private static String result(RunDetails entry) {
        boolean accepted = entry.state() == RunState.ACCEPTED;
        if (!entry.losses().isEmpty() && !accepted) {
            return entry.snapshot().orElse("-") + ": " + String.join("; ", entry.losses());
        }
        return entry.reason()
                .filter(reason -> !accepted)
                .map(RunsCommand::words)
                .or(entry::snapshot)
                .orElse("-");
    }

    private static String words(Run.Reason reason) {
        return reason.code() + ": " + reason.message();
    }
}
