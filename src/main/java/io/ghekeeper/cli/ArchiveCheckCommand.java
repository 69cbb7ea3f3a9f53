package io.ghekeeper.cli;

import io.ghekeeper.archive.RestoreInstructions;
import io.ghekeeper.store.StoreCheckResult;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive check}. */
@Command(
        name = "check",
        description = {
            "Find out whether the store does what an archive wants of it, by trying: versions, locks, conditions, checksums.",
            "PROMISE says what the store was seen to do: kept, not-kept, ignored (it takes the request and does not do it), or unknown.",
            "It puts small objects below check/ and removes those that it may. What is locked stays for a day or two."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:No check failed; there may be warnings",
            "10:configuration-invalid: the store or its settings do not fit",
            "67:store-failed: a check failed, or the store did not answer"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive check")
final class ArchiveCheckCommand implements Runnable {
    private static final int HINT_INDENT = 2;

    @ParentCommand
    private ArchiveCommand parent;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        RootCommand root = parent.root();
        ArchiveAssembly archive = root.keeper().archive();
        String store = archive.next().requireStore();
        Optional<String> doubt = archive.stores().reach();
        List<StoreCheckResult> results = archive.stores().fitness().tried().get();
        if (json) {
            Instant now = root.world().clock().instant();
            root.print(ArchiveJson.checks(now, store, doubt, results));
        } else {
            show(root, store, doubt, results);
        }
        archive.stores().fitness().requireNoneFailed(results);
    }

    private static void show(RootCommand root, String store, Optional<String> doubt, List<StoreCheckResult> results) {
        doubt.ifPresent(words -> root.printSentence("warning: " + store + ": " + words));
        TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "CHECK", "PROMISE", "RESULT", "WHAT");
        results.forEach(
                result -> table.row(result.name(), result.promise().word(), word(result.verdict()), result.words()));
        table.on(root.screen()).forEach(root::print);
        root.print("");
        results.stream()
                .filter(result -> !result.hint().isEmpty())
                .forEach(result -> Paragraph.lines(root.screen(), "", HINT_INDENT, result.name() + ": " + result.hint())
                        .forEach(root::print));
        root.print("");
        root.print("restore.sh of this version has the SHA-256 " + RestoreInstructions.scriptSha256());
        Paragraph.lines(
                        root.screen(),
                        "",
                        HINT_INDENT,
                        "Keep that with the identity. Compare it with: sha256sum restore.sh")
                .forEach(root::print);
    }

    static String word(StoreVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
