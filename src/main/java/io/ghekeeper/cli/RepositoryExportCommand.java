package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.repository.ExportTarget;
import io.ghekeeper.repository.ExportedRepository;
import io.ghekeeper.repository.FoundRepository;
import io.ghekeeper.repository.RepositoryExport;
import io.ghekeeper.repository.RepositoryExport.ExportResult;
import io.ghekeeper.repository.RepositoryQuery;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper repository export}. */
@Command(
        name = "export",
        description = {
            "Write one repository of a snapshot, with all its refs, into a bundle or a bare repository; and its wiki beside.",
            "git fsck looks at it first. What is there is not overwritten."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is exported, and looked at by git",
            "98:repository-unknown: ghe-keeper repository find NAME --all",
            "99:repository-unfit: it is broken, or there is no room, or something lies there"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper repository export octo/hi --snapshot 20261120T031700 --to hi.bundle")
final class RepositoryExportCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RepositoryCommand parent;

    @Parameters(paramLabel = "NAME", description = RepositoryCommand.NAMES)
    private String name;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            required = true,
            description = "Its snapshot; in the store where it is not on the volume.")
    private String snapshot;

    @Option(
            names = "--to",
            paramLabel = "PATH",
            required = true,
            description = {
                "FILE.bundle for a bundle, or DIR.git for a bare repository.",
                "About twice its room is needed there."
            })
    private Path to;

    @Option(
            names = "--accept-broken",
            description = "Export what is whole of a broken repository. What is left out is named.")
    private boolean acceptBroken;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        ExportTarget target = ExportTarget.of(to)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--to must end with .bundle, or with .git for a bare repository"));
        RepositoryQuery query = new RepositoryQuery(name);
        RootCommand root = parent.root();
        requireOutside(root.keeper().core(), target);
        identity.use(root, read -> export(root, query, target, read));
    }

    /** The engine takes what begins with a digit in the data directory for a snapshot, and deletes the oldest. */
    private static void requireOutside(CoreAssembly core, ExportTarget target) {
        for (Path kept :
                List.of(core.configuration().data().directory(), core.journal().directory())) {
            if (real(target.path().getParent()).startsWith(real(kept))) {
                throw new Failure(
                        FailureKind.REPOSITORY_UNFIT,
                        target.path() + " is in " + kept + ", where nothing but backups belongs",
                        "Name another folder with --to, as one beside it.");
            }
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException none) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** A signal ends it between two pieces: it removes its temporary files first. */
    @SuppressWarnings("try") // they are there to be closed
    private FoundRepository export(
            RootCommand root, RepositoryQuery query, ExportTarget target, Optional<ArchiveIdentity> read) {
        EndedReading progress = new EndedReading();
        RepositoryExport export =
                new RepositoryExport(root.keeper().core().disk(), progress::requireGoOn, acceptBroken);
        try (Signals signals = Signals.onEnd(progress::end)) {
            return new RepositorySearch(root, read, progress).use(snapshot, query, (found, source) -> {
                print(root, found, export.export(found.place(), source, target));
                return found;
            });
        }
    }

    private void print(RootCommand root, FoundRepository found, ExportResult result) {
        if (json) {
            root.print(RepositoryJson.exported(root.world().clock().instant(), found, result));
            return;
        }
        root.print("repository " + found.place().id() + " ("
                + found.name().map(Object::toString).orElse("name unknown") + ") of snapshot " + found.snapshot());
        print(root, "exported", result.repository());
        result.wiki().ifPresent(wiki -> print(root, "its wiki", wiki));
        result.wikiLack().ifPresent(why -> root.printSentence("its wiki was not exported: " + why));
    }

    private static void print(RootCommand root, String what, ExportedRepository exported) {
        root.printSentence(what + ": " + exported.target() + ", " + Counts.of(exported.refs(), "ref") + ", "
                + ByteCount.words(exported.bytes())
                + (exported.problems().isEmpty() ? "; git fsck found nothing wrong" : ""));
        exported.problems().forEach(problem -> root.printSentence("broken: " + problem));
        exported.leftOut().forEach(ref -> root.printSentence("left out: " + ref));
    }
}
