package io.ghekeeper.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper completion}. */
@Command(
        name = "completion",
        description = "Print what makes a shell complete commands: source <(ghe-keeper completion bash)")
final class CompletionCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "bash, zsh or fish?");
    }

    @Command(name = "bash", description = "For bash.")
    void bash() {
        root.print(script());
    }

    /** The same script: it asks zsh to complete as bash does. */
    @Command(name = "zsh", description = "For zsh.")
    void zsh() {
        root.print(script());
    }

    @Command(name = "fish", description = "For fish: ghe-keeper completion fish | source")
    void fish() {
        root.print(new FishCompletion(spec.root()).script());
    }

    private String script() {
        CommandLine program = spec.root().commandLine();
        return AutoComplete.bash(program.getCommandName(), program);
    }
}
