package io.ghekeeper.cli;

import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper help}. picocli's own knows no command of a command. */
@Command(name = "help", description = "Print the help of a command, or the manual page of them all.")
final class HelpCommand implements Runnable {
    /** Made from the commands by a test, as the pages in docs are. */
    private static final String MANUAL = "/ghe-keeper.1";

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "As 'status' or 'snapshots accept'; without one, the list of the commands.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--man", description = "The manual page, for: ghe-keeper help --man | man -l -")
    private boolean man;

    @Override
    public void run() {
        if (man) {
            root.print(manual().stripTrailing());
            return;
        }
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            String parent = command.getCommandSpec().qualifiedName();
            command = Optional.ofNullable(command.getSubcommands().get(name))
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), parent + " has no command '" + PlainText.of(name) + "'"));
        }
        command.usage(spec.root().commandLine().getOut());
    }

    private static String manual() {
        try (InputStream page = HelpCommand.class.getResourceAsStream(MANUAL)) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
