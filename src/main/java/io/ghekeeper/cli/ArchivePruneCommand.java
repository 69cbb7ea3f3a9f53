package io.ghekeeper.cli;

import io.ghekeeper.archive.PruneReport;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.archive.StorePrune;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive prune}. */
@Command(
        name = "prune",
        description = {
            "Delete from the store what only snapshots with a tombstone needed, and what no snapshot ever needed.",
            "A first run announces it in the store; a run at least 24 hours later deletes it. Locks are waited for.",
            "It needs a role of its own, and no volume: see docs/archive.md."
        })
final class ArchivePruneCommand implements Runnable {
    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--plan", description = "Say what would be deleted now, and what later. Nothing is changed.")
    private boolean plan;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--allow-remove-all", description = "Delete also when no snapshot without a tombstone is left.")
    private boolean removeAll;

    @Option(
            names = "--appliance",
            paramLabel = "UUID",
            description = "The appliance whose archive it must be; by default appliance.uuid.")
    private String appliance;

    @Override
    public void run() {
        RootCommand root = parent.root();
        ArchiveAssembly archive = root.keeper().archive();
        String place = archive.next().requireStore();
        archive.stores().doubt().ifPresent(words -> root.warn("the store: " + words));
        try (ObjectStore store = archive.stores().store()) {
            StorePrune prune = new StorePrune(store, root.keeper().core().disk(), temporary(root), root::warn);
            if (plan) {
                show(root, place, prune.plan());
                return;
            }
            PruneReport report = prune.run(uuid(root, prune), removeAll, found -> isAgreed(root, place, found));
            show(root, place, report);
            requireDone(report);
        }
    }

    /** Where the keeper has its volume, there; in a pod that has none, in the directory for temporary files. */
    private static Path temporary(RootCommand root) {
        Path state = root.keeper().core().journal().directory();
        return Files.isWritable(state) ? state : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private String uuid(RootCommand root, StorePrune prune) {
        return Optional.ofNullable(appliance)
                .or(() -> root.keeper().core().configuration().appliance().uuid())
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "nothing is deleted: whose archive it must be is not known, and the store is of the appliance "
                                + prune.appliance(),
                        "If that is yours, set appliance.uuid to it, or give it: --appliance UUID"));
    }

    private boolean isAgreed(RootCommand root, String place, PruneReport found) {
        if (!yes) {
            show(root, place, found);
        }
        return Consent.given(yes, "Delete " + words(found.due()) + " from " + place + "?", spec);
    }

    private static void show(RootCommand root, String place, PruneReport report) {
        root.print(place + ", of the appliance " + report.appliance() + ":");
        line(
                root,
                "needed",
                report.live(),
                "by " + Counts.of(report.roots(), "snapshot root") + " without a tombstone");
        line(root, "deleted", report.deleted(), "");
        Amount left = new Amount(
                report.due().versions() - report.deleted().versions(),
                report.due().bytes() - report.deleted().bytes());
        line(root, "to delete", left, "announced more than a day ago");
        line(
                root,
                "waiting",
                report.waiting(),
                report.nextDue()
                        .map(at -> "announced; the first can go from " + RunText.UTC.format(at) + " on")
                        .orElse(""));
        line(root, "found", report.found(), "needed by none; can go a day after a run announced it");
        line(root, "young", report.young(), "needed by none, and younger than a day");
        line(root, "unfinished", report.unfinished(), "put after the newest root, perhaps by an archive that goes on");
        line(
                root,
                "locked",
                report.locked(),
                report.locks()
                        .map(ends -> "until " + RunText.UTC.format(ends.earliest()) + " at the earliest, "
                                + RunText.UTC.format(ends.latest()) + " at the latest")
                        .orElse(""));
        if (report.foreign() > 0) {
            root.printSentence(Counts.of(report.foreign(), "object") + " with names that the archive does not give:"
                    + " never touched");
        }
        report.strange().ifPresent(root::printSentence);
        if (report.removesAll()) {
            root.printSentence(
                    "no snapshot without a tombstone is there: a run refuses that without --allow-remove-all");
        }
    }

    private static void line(RootCommand root, String name, Amount amount, String why) {
        if (amount.versions() > 0) {
            root.print("  %-11s %s%s".formatted(name, words(amount), why.isEmpty() ? "" : ": " + why));
        }
    }

    private static String words(Amount amount) {
        return Counts.of(amount.versions(), "version") + " with " + ByteCount.words(amount.bytes());
    }

    private static void requireDone(PruneReport report) {
        report.firstRefusal().ifPresent(why -> {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "the store did not delete " + Counts.of(report.refused(), "version") + ": " + why,
                    "Check the rights of this role (docs/iam); then: ghe-keeper archive prune");
        });
    }
}
