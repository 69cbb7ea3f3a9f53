package io.ghekeeper.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper version}. */
@Command(name = "version", description = "Print the version, as --version does.")
final class VersionCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        root.print("ghe-keeper " + VersionText.number());
    }
}
