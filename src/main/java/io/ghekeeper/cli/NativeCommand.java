package io.ghekeeper.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper native}. */
@Command(
        name = "native",
        description = {
            "Take, list and delete EBS snapshots of the volume.",
            "The supervisor takes one after each good backup, or on native.schedule. docs/native.md sets it up."
        },
        subcommands = {NativeTakeCommand.class, NativeListCommand.class, NativeExpireCommand.class})
final class NativeCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    RootCommand root() {
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "take, list or expire?");
    }
}
