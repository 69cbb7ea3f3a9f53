package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.SnapshotsJson;
import io.ghekeeper.snapshot.FetchLeftover;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper snapshots}. */
@Command(
        name = "snapshots",
        description = "List the snapshots, the newest first, with what each is worth.",
        subcommands = {PinCommand.class, UnpinCommand.class})
final class SnapshotsCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    RootCommand root() {
        return root;
    }

    @Override
    public void run() {
        Keeper keeper = root.keeper();
        Instant now = root.world().clock().instant();
        History history = keeper.core().history();
        List<SnapshotEntry> entries = history.snapshots(ProcessIdentity::isProvenGone);
        if (json) {
            root.print(SnapshotsJson.write(now, entries, history.catalogue()));
            return;
        }
        TextTable table = new TextTable(
                        TextTable.Overflow.CUT,
                        "SNAPSHOT",
                        "AGE",
                        "STATE",
                        "PROVEN",
                        "VERSION",
                        "SIZE",
                        "NEW",
                        "LINKED",
                        "RESTORED",
                        "RUN")
                .optional(
                        "ghe-keeper snapshots show ID",
                        "PROVEN",
                        "RESTORED",
                        "SIZE",
                        "RUN",
                        "VERSION",
                        "NEW",
                        "LINKED");
        entries.forEach(entry -> row(table, entry, now));
        (table.hasNoRows() ? List.of("no snapshot yet") : table.on(root.screen())).forEach(root::print);
        entries.stream()
                .filter(entry -> entry.state() == SnapshotEntry.SnapshotState.SUSPECT)
                .forEach(entry ->
                        root.printSentence("suspect: " + entry.id() + ": " + String.join("; ", entry.losses())));
        entries.forEach(entry -> entry.restored()
                .filter(proof -> !proof.checks().words().isEmpty())
                .ifPresent(proof -> root.printSentence("restored: " + entry.id() + ", run " + proof.run() + ": "
                        + proof.checks().words())));
        entries.forEach(entry -> entry.failed()
                .ifPresent(failed -> root.printSentence(failed.words() + ": " + entry.id() + ", run " + failed.run()
                        + ": " + String.join("; ", failed.checks()))));
        entries.forEach(entry ->
                entry.damage().ifPresent(damage -> root.printSentence("damaged: " + entry.id() + ": " + damage)));
        entries.forEach(entry -> pins(entry, now));
        entries.forEach(this::remarks);
        names(
                history.catalogue().strays(),
                "These begin with a digit and are no snapshots. For the engine each takes a snapshot's place, so"
                        + " that it deletes no old snapshot now. Move them out of the data directory:");
        names(
                history.catalogue().halfRemoved(),
                "These are what is left of incomplete snapshots, half removed. The next run goes on; if they stay, its"
                        + " log says why:");
        leftovers(history.catalogue().leftovers());
    }

    private void pins(SnapshotEntry entry, Instant now) {
        entry.evidence()
                .pin()
                .filter(pin -> pin.holds(now))
                .ifPresent(pin -> root.printSentence("pinned: " + entry.id() + pin.details()));
        entry.evidence()
                .unreadable()
                .ifPresent(why -> root.printSentence("warning: " + entry.id() + ": its evidence " + why));
    }

    private void remarks(SnapshotEntry entry) {
        if (entry.state() == SnapshotEntry.SnapshotState.GOOD) {
            entry.losses().forEach(loss -> root.printSentence("accepted: " + entry.id() + ": " + loss));
        }
        if (!entry.remarks().leftOut().isEmpty()) {
            root.printSentence("left out: " + entry.id() + ": "
                    + entry.remarks().leftOut().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        entry.remarks().notes().forEach(note -> root.printSentence("note: " + entry.id() + ": " + note));
    }

    private static void row(TextTable table, SnapshotEntry entry, Instant now) {
        Duration age = Duration.between(entry.begun(), now);
        table.row(
                entry.id(),
                entry.isTimeless() ? "-" : age.isNegative() ? "future" : Durations.about(age),
                state(entry) + (entry.current() ? ", current" : ""),
                SnapshotEntry.EvidenceRung.highest(entry.rungs()),
                entry.applianceVersion().orElse("-"),
                entry.contents()
                        .map(contents -> ByteCount.words(contents.bytes()))
                        .orElse("-"),
                entry.contents()
                        .map(contents -> ByteCount.words(contents.newBytes()))
                        .orElse("-"),
                entry.contents()
                        .map(contents -> contents.percentLinked() + " %")
                        .orElse("-"),
                entry.restored().map(proof -> proof(proof, now)).orElse("-"),
                entry.run().orElse("-"));
    }

    private static String proof(SnapshotEntry.ProvenRestore proof, Instant now) {
        Duration age = Duration.between(proof.at(), now);
        return proof.kind().name().toLowerCase(Locale.ROOT) + " " + Durations.ago(age) + ", in "
                + Durations.exact(proof.took());
    }

    private static String state(SnapshotEntry entry) {
        return switch (entry.state()) {
            case GOOD -> "good";
            case SUSPECT -> "suspect";
            case FAILED_ITS_DRILL -> entry.stateWords();
            case COMPLETE ->
                entry.run().isPresent() ? "complete (its run is no success)" : "complete (unknown to the journal)";
            case INCOMPLETE -> "incomplete";
            case DAMAGED -> "damaged";
            case BEING_WRITTEN -> "being written";
        };
    }

    private void names(List<String> names, String what) {
        if (!names.isEmpty()) {
            root.print("");
            root.printSentence(what);
            names.forEach(name -> root.print("  " + PlainText.of(name)));
        }
    }

    private void leftovers(List<FetchLeftover> leftovers) {
        if (!leftovers.isEmpty()) {
            root.print("");
            root.printSentence("These are no snapshots, and take room. Fetches and rebuilds left them:");
            leftovers.forEach(left -> {
                root.print("  " + left.name());
                Paragraph.lines(root.screen(), "    ", 4, left.what() + ". " + left.hint())
                        .forEach(root::print);
            });
        }
    }

    @Command(name = "show", description = "Print all that is known of a snapshot.")
    void show(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id, or how it begins or ends.") String name,
            @Option(names = "--json", description = "As JSON: see docs/json.md.") boolean asJson) {
        Keeper keeper = root.keeper();
        Instant now = root.world().clock().instant();
        History history = keeper.core().history();
        List<SnapshotEntry> entries = history.snapshots(ProcessIdentity::isProvenGone);
        String id = id(name, entries);
        SnapshotEntry entry =
                entries.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        if (asJson || json) {
            root.print(SnapshotsJson.write(now, List.of(entry), history.catalogue()));
            return;
        }
        new SnapshotText(root.screen()).lines(entry, state(entry), now).forEach(root::print);
    }

    /**
     * The one snapshot of that name.
     *
     * @throws Failure SNAPSHOT_UNKNOWN when there is none, or when it could be several
     */
    static String id(String name, List<SnapshotEntry> entries) {
        return RunNames.byPart(
                name,
                "snapshot",
                entries.stream().map(SnapshotEntry::id).toList(),
                message -> failure(FailureKind.SNAPSHOT_UNKNOWN, message));
    }

    @Command(name = "accept", description = "Accept a suspect snapshot: it counts as good then.")
    int accept(
            @Parameters(paramLabel = "SNAPSHOT", description = "Its id.") String id,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Keeper keeper = root.keeper();
        SnapshotEntry entry = keeper.core().history().snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> failure(FailureKind.SNAPSHOT_UNKNOWN, "there is no snapshot '" + PlainText.of(id) + "'"));
        if (entry.state() != SnapshotEntry.SnapshotState.SUSPECT) {
            throw failure(FailureKind.RUN_UNKNOWN, "snapshot " + id + " is " + state(entry) + ", not suspect");
        }
        root.print("snapshot " + id + " is suspect:");
        entry.losses()
                .forEach(loss -> Paragraph.lines(root.screen(), "  ", 4, PlainText.of(loss))
                        .forEach(root::print));
        if (!Consent.given(
                yes, "is that intended?", spec.subcommands().get("accept").getCommandSpec())) {
            root.print("nothing done");
            return 1;
        }
        try (CaptureLease lease = keeper.core().journal().acquireCapture()) {
            Run run = keeper.core().journal().accept(lease, entry.run().orElseThrow());
            root.printSentence("accepted: run " + run.id() + " counts as good");
        }
        return 0;
    }

    private static Failure failure(FailureKind kind, String message) {
        return new Failure(kind, message, "List the snapshots with: ghe-keeper snapshots");
    }
}
