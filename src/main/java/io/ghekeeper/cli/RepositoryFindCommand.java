package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.repository.FoundRepository;
import io.ghekeeper.repository.RepositoryQuery;
import io.ghekeeper.text.ByteCount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper repository find}. */
@Command(
        name = "find",
        description = {
            "List the repositories of this name or id in the newest complete snapshot of the volume.",
            "A name is what info/nwo says: it may be missing or stale there. The id is always right."
        },
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {"0:It is found", "98:repository-unknown: add --all, or search by its id"},
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper repository find octo/hello")
final class RepositoryFindCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RepositoryCommand parent;

    @Parameters(paramLabel = "NAME", description = RepositoryCommand.NAMES)
    private String name;

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            description = "Search this snapshot; in the store where it is not on the volume.")
    private String snapshot;

    @Option(
            names = "--all",
            description = {
                "Search from the newest snapshot to the oldest until one has it: those of the volume, then those of the store.",
                "So one that was deleted since is found."
            })
    private boolean all;

    @Mixin
    private IdentityOption identity;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        if (all && snapshot != null) {
            throw new ParameterException(spec.commandLine(), "give --snapshot or --all, not both");
        }
        RepositoryQuery query = new RepositoryQuery(name);
        RootCommand root = parent.root();
        print(root, query, identity.use(root, read -> find(root, query, read)));
    }

    @SuppressWarnings("try") // they are there to be closed
    private List<FoundRepository> find(RootCommand root, RepositoryQuery query, Optional<ArchiveIdentity> read) {
        EndedReading progress = new EndedReading();
        try (Signals signals = Signals.onEnd(progress::end)) {
            RepositorySearch search = new RepositorySearch(root, read, progress);
            if (all) {
                return search.last(query);
            }
            return snapshot == null ? search.newest(query) : search.in(snapshot, query);
        }
    }

    private void print(RootCommand root, RepositoryQuery query, List<FoundRepository> found) {
        if (found.isEmpty()) {
            throw new Failure(
                    FailureKind.REPOSITORY_UNKNOWN,
                    "no repository " + query + " is in "
                            + (all
                                    ? "any snapshot that was searched"
                                    : snapshot == null ? "the newest snapshot" : snapshot),
                    all
                            ? "A name may be missing or stale in a snapshot: search by the id."
                            : "Search all snapshots: ghe-keeper repository find " + query + " --all");
        }
        if (json) {
            root.print(RepositoryJson.found(root.world().clock().instant(), found));
            return;
        }
        TextTable table = new TextTable(
                        TextTable.Overflow.CUT,
                        "SNAPSHOT",
                        "FROM",
                        "ID",
                        "NETWORK",
                        "SIZE",
                        "MODIFIED",
                        "WIKI",
                        "NAME",
                        "PATH")
                .optional("ghe-keeper repository find --json", "FROM", "SIZE", "MODIFIED", "WIKI", "NETWORK");
        found.forEach(one -> table.row(
                one.snapshot(),
                one.from().name().toLowerCase(Locale.ROOT),
                one.place().id(),
                one.place().network().orElse("gist"),
                ByteCount.words(one.bytes()),
                RunText.UTC.format(one.modified()),
                one.wiki() ? "yes" : "no",
                one.name().map(Object::toString).orElse("unknown"),
                one.place().path()));
        table.on(root.screen()).forEach(root::print);
    }
}
