package io.ghekeeper.cli;

import io.ghekeeper.keep.NextArchive;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive list}. */
@Command(
        name = "list",
        description = {
            "List the snapshots that are in the store, the newest first.",
            "It lists the store's roots. What they need is not looked at: archive verify does that."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {"0:They are listed, also those that are not whole", "67:store-failed: the store did not answer"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive list")
final class ArchiveListCommand implements Runnable {
    @ParentCommand
    private ArchiveCommand parent;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        RootCommand root = parent.root();
        NextArchive next = root.keeper().archive().next();
        String store = next.requireStore();
        Instant now = root.world().clock().instant();
        List<ArchivedRoot> roots = new ArchivedRoots(root.keeper()).all();
        if (json) {
            root.print(ArchiveJson.list(now, store, roots));
            return;
        }
        if (roots.isEmpty()) {
            root.print("no snapshot is archived in " + store + " yet");
            return;
        }
        table(roots, now).on(root.screen()).forEach(root::print);
        roots.stream()
                .filter(ArchivedRoot::isLost)
                .forEach(one -> root.printSentence("missing: " + one.snapshot() + " was archived in " + store
                        + ", and its root is not there now"));
        roots.forEach(
                one -> one.damage().ifPresent(why -> root.printSentence("not whole: " + one.snapshot() + ": " + why)));
    }

    static TextTable table(List<ArchivedRoot> roots, Instant now) {
        TextTable table = new TextTable(
                        TextTable.Overflow.CUT,
                        "SNAPSHOT",
                        "ARCHIVED",
                        "VERIFIED",
                        "COPIED",
                        "FILES READ",
                        "LOCKED UNTIL",
                        "VOLUME",
                        "RUN")
                .optional("ghe-keeper archive show ID", "COPIED", "RUN", "LOCKED UNTIL", "FILES READ");
        roots.forEach(one -> table.row(
                one.snapshot(),
                one.evidence()
                        .map(copy -> RunText.ago(copy.at(), now))
                        .orElse(one.inStore() ? "by another keeper" : "-"),
                one.damage().isPresent()
                        ? "NOT WHOLE"
                        : one.wholeAt().map(at -> RunText.ago(at, now)).orElse("-"),
                copied(one, now),
                one.filesReadAt().map(at -> RunText.ago(at, now)).orElse("-"),
                one.evidence()
                        .flatMap(copy -> copy.lockedUntil())
                        .map(RunText.UTC::format)
                        .orElse("-"),
                one.onVolume() ? "yes" : "no",
                one.evidence().map(copy -> copy.run()).orElse("-")));
        return table;
    }

    /** When, and into how many stores where it is more than one: the last time into the one that waits longest. */
    private static String copied(ArchivedRoot one, Instant now) {
        Optional<Instant> longest =
                one.copies().stream().map(OtherStoreCopies.OtherStoreCopy::at).min(Comparator.naturalOrder());
        String stores = one.copies().size() > 1 ? one.copies().size() + " stores, " : "";
        return longest.map(at -> stores + RunText.ago(at, now)).orElse("unknown");
    }
}
