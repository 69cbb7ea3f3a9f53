package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.FetchPaths;
import io.ghekeeper.archive.FetchedSnapshot;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.FetchRun;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper archive fetch}. */
@Command(
        name = "fetch",
        description = {
            "Fetch archived snapshots out of the store into the data directory, in a process of its own.",
            "Each file is proven by its SHA-256. What other snapshots on the volume hold already is linked. A fetch that was cut"
                    + " off goes on. With --to, into another folder, in this process, without a run."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:All of it is there, and proven",
            "60:volume-full: too little room; what was fetched stays",
            "69:encryption-failed: no identity fits",
            "95:archive-damaged: some files cannot be had; all else was fetched",
            "96:archive-cold: objects are in Glacier classes"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive fetch 20261120T031700 --identity - < IDENTITY")
final class ArchiveFetchCommand implements Callable<Integer> {
    @ParentCommand
    private ArchiveCommand parent;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SNAPSHOT", arity = "1..*", description = "Their whole ids, as archive list has them.")
    private List<String> ids;

    @Mixin
    private IdentityOption identity;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Fetch one snapshot into this folder, which is empty or not there yet. Needs no volume.")
    private Path folder;

    @Option(
            names = "--path",
            paramLabel = "GLOB",
            description =
                    "With --to: only what this matches, and what is below that, as 'repositories/**'. May be repeated.")
    private List<String> globs = new ArrayList<>();

    @Option(names = "--detach", description = "Begin it, and do not follow it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        requireFitting();
        RootCommand root = parent.root();
        Keeper keeper = root.keeper();
        return identity.use(root, read -> {
            keeper.repairs().requireReadable(read);
            if (folder != null) {
                root.print(FetchRun.event(fetchHere(root, keeper, read)).line().text());
                return 0;
            }
            List<String> arguments = new ArrayList<>(List.of("archive-fetch"));
            arguments.addAll(ids);
            return new DetachedRun(root).run(Run.Kind.FETCH, arguments, read, !detach);
        });
    }

    private void requireFitting() {
        if (!ids.stream().allMatch(Snapshots::isId)) {
            throw new ParameterException(spec.commandLine(), "give whole ids of snapshots, as 20260131T031700");
        }
        if (folder == null && !globs.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--path is of a fetch into another folder: give --to, since a part is no snapshot");
        }
        if (folder != null && (ids.size() > 1 || detach)) {
            throw new ParameterException(
                    spec.commandLine(), "--to fetches one SNAPSHOT, in this process: give no other and no --detach");
        }
    }

    /** A signal ends it between two pieces: it removes the decrypted packs first. */
    @SuppressWarnings("try") // they are there to be closed
    private FetchedSnapshot fetchHere(RootCommand root, Keeper keeper, Optional<ArchiveIdentity> read) {
        EndedReading progress = new EndedReading();
        FetchPaths paths = FetchPaths.of(globs);
        FetchAssembly fetches = keeper.fetches();
        try (Signals signals = Signals.onEnd(progress::end);
                ObjectStore store = fetches.store();
                OpenFetch open =
                        fetches.fetch(store, work(keeper), read, root::warn).open(progress)) {
            return open.fetch(ids.get(0), folder.toAbsolutePath().normalize(), paths);
        }
    }

    /** A machine without the volume has no state directory. */
    private Path work(Keeper keeper) {
        Path state = keeper.core().journal().directory();
        Path above = folder.toAbsolutePath().normalize().getParent();
        return Files.isDirectory(state) || above == null ? state : above;
    }
}
