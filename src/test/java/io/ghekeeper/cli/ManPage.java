package io.ghekeeper.cli;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.monitor.StatusReport;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ghe-keeper(1)}, made of the commands' own help. */
final class ManPage {
    private final CommandSpec program;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec program) {
        this.program = program;
    }

    String render() {
        page.append(".\\\" Generated from the commands by ManPageDocsTest; ./dev docs writes it.\n");
        page.append(".TH GHE-KEEPER 1 \"\" \"ghe-keeper\" \"ghe-keeper manual\"\n");
        page.append(".nh\n"); // a broken name of an option is none
        section("NAME");
        text("ghe-keeper - back up GitHub Enterprise Server, and restore it");
        section("SYNOPSIS");
        page.append(".B ghe-keeper\n")
                .append(escaped("[--config FILE] COMMAND [OPTIONS]"))
                .append('\n');
        section("DESCRIPTION");
        text(description(program));
        text("RUN is the id of a run, how it begins or ends, last or running. SNAPSHOT is the id of a snapshot.");
        section("COMMANDS");
        shown(program).forEach(this::command);
        section("OPTIONS OF EVERY COMMAND");
        program.options().forEach(this::option);
        section("EXIT STATUS");
        exitStatuses();
        environment();
        section("SEE ALSO");
        text(
                "The pages in docs: configuration.md has every key, operations.md every failure and what to do, restore.md the"
                        + " way through a restore, json.md what --json prints.");
        return page.toString();
    }

    private void command(CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        page.append(".SS ").append(escaped(synopsis(command))).append('\n');
        text(description(command));
        command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(this::parameter);
        command.options().stream()
                .filter(option -> !option.hidden() && !isOfEveryCommand(option))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(this::option);
        Arrays.stream(command.usageMessage().footer()).forEach(example -> item("Example", example));
        shown(command).forEach(this::command);
    }

    /** The commands of a command that people type. */
    static Stream<CommandLine> shown(CommandSpec command) {
        return command.subcommands().values().stream()
                .filter(line -> !line.getCommandSpec().usageMessage().hidden());
    }

    private boolean isOfEveryCommand(OptionSpec option) {
        return program.findOption(option.longestName()) != null;
    }

    private static String synopsis(CommandSpec command) {
        String name = command.qualifiedName().replaceFirst("^ghe-keeper ", "");
        String parameters = command.positionalParameters().stream()
                .map(parameter ->
                        parameter.arity().min() == 0 ? "[" + parameter.paramLabel() + "]" : parameter.paramLabel())
                .collect(Collectors.joining(" "));
        String options = command.options().stream()
                .filter(option -> option.required() && !option.hidden())
                .map(option -> option.longestName() + " " + option.paramLabel())
                .collect(Collectors.joining(" "));
        return Stream.of(name, options, parameters)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private void parameter(PositionalParamSpec parameter) {
        item(parameter.paramLabel(), rendered(parameter));
    }

    private void option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + value, rendered(option));
    }

    private static String rendered(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("$$", "$");
    }

    private void exitStatuses() {
        item("0", "Success.");
        Arrays.stream(StatusReport.StatusState.values())
                .filter(state -> state.exitStatus() > 0)
                .sorted(Comparator.comparing(StatusReport.StatusState::exitStatus))
                .forEach(state ->
                        item(Integer.toString(state.exitStatus()), "status: " + state.name() + ". " + state.meaning()));
        item("1", "Also: upgrade found an objection, or a question was answered with no.");
        item("2", "The command line cannot be read.");
        Arrays.stream(FailureKind.values())
                .sorted(Comparator.comparing(FailureKind::exitStatus))
                .forEach(kind -> item(Integer.toString(kind.exitStatus()), kind.code() + ". " + plain(kind.meaning())));
        item("128 and more", "A signal ended the command.");
    }

    private void environment() {
        section("ENVIRONMENT");
        item("GHE_KEEPER_CONFIG", "The configuration file, where --config names none.");
        item("GHE_KEEPER_...", "Each key of the configuration, as GHE_KEEPER_APPLIANCE_HOST for appliance.host.");
        item("NO_COLOR", "Where it is not empty, nothing is coloured.");
        item("COLUMNS", "The width of the terminal, where its own is not wanted.");
        item("JAVA_HOME, GHE_KEEPER_JAVA_OPTS", "The Java that the launcher starts, and further options for it.");
        section("FILES");
        item("/etc/ghe-keeper/ghe-keeper.yaml", "The configuration, where nothing names another file.");
    }

    private void section(String title) {
        page.append(".SH ").append(escaped(title)).append('\n');
    }

    private void text(String text) {
        page.append(".PP\n").append(escaped(text)).append('\n');
    }

    private void item(String name, String text) {
        page.append(".TP\n.B ")
                .append(escaped(name))
                .append('\n')
                .append(escaped(text))
                .append('\n');
    }

    private static String description(CommandSpec command) {
        return String.join(" ", List.of(command.usageMessage().description())).replace("$$", "$");
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }

    /** Letters that roff would take for its own; no line of ours may begin with a request. */
    private static String escaped(String text) {
        String line = plain(text).replace("\\", "\\e").replace("-", "\\-").strip();
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
