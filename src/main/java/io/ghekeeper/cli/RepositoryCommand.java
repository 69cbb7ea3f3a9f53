package io.ghekeeper.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper repository}. */
@Command(
        name = "repository",
        description = {
            "Find one repository in a snapshot, on the volume or in the store, and export it.",
            "Nothing of the snapshot is changed. docs/repository.md says how it is pushed back."
        },
        subcommands = {RepositoryFindCommand.class, RepositoryExportCommand.class})
final class RepositoryCommand implements Runnable {
    static final String NAMES = "OWNER/NAME, or the id of a repository or gist, or its path below the snapshot.";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RootCommand root;

    RootCommand root() {
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? find or export");
    }
}
