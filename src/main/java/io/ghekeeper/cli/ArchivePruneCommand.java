package io.ghekeeper.cli;

import io.ghekeeper.archive.PruneOptions;
import io.ghekeeper.archive.PruneReport;
import io.ghekeeper.archive.StorePrune;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive prune}. */
@Command(
        name = "prune",
        description = {
            "Delete from the store what only snapshots with a tombstone needed, and what no snapshot ever needed.",
            "A first run announces it in the store; a run at least 24 hours later deletes it. Locks are waited for.",
            "It needs a role of its own, and no volume: see docs/archive.md."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is done or shown, or the question was answered with no",
            "10:configuration-invalid: it is not said whose archive it must be",
            "67:store-failed: the store did not answer, or did not delete all of it"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive prune --plan")
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
            names = "--superseded",
            description =
                    "Delete also what only earlier roots of a snapshot need, where a later one takes their place: a"
                            + " compaction or a repair wrote that.")
    private boolean superseded;

    @Option(
            names = "--allow-remove-most",
            description =
                    "With --superseded: delete also where more than half of the packs or lists of an earlier root go.")
    private boolean removeMost;

    @Option(names = "--json", description = "With --plan: as JSON, see docs/json.md.")
    private boolean json;

    @Option(
            names = "--appliance",
            paramLabel = "UUID",
            description = "The appliance whose archive it must be; by default appliance.uuid.")
    private String appliance;

    @Override
    public void run() {
        if (json && !plan) {
            throw new ParameterException(spec.commandLine(), "--json is of a plan: give --plan");
        }
        if (removeMost && !superseded) {
            throw new ParameterException(spec.commandLine(), "--allow-remove-most is of --superseded: give both");
        }
        RootCommand root = parent.root();
        ArchiveAssembly archive = root.keeper().archive();
        String place = archive.next().requireStore();
        archive.stores().doubt().ifPresent(words -> root.warn("the store: " + words));
        try (ObjectStore store = archive.stores().store()) {
            StorePrune prune = new StorePrune(store, root.keeper().core().disk(), temporary(root), root::warn);
            if (plan) {
                show(root, place, prune.plan(options()));
                return;
            }
            PruneReport report = prune.run(uuid(root, prune), options(), found -> isAgreed(root, place, found));
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
        return Consent.given(yes, "Delete " + PruneText.words(found.due()) + " from " + place + "?", spec);
    }

    private void show(RootCommand root, String place, PruneReport report) {
        if (json) {
            root.print(PruneJson.write(root.world().clock().instant(), place, report));
        } else {
            new PruneText(place, report, options()).print(root);
        }
    }

    private PruneOptions options() {
        return new PruneOptions(removeAll, superseded, removeMost);
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
