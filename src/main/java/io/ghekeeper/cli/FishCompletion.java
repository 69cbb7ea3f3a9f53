package io.ghekeeper.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What makes fish complete commands and options; picocli has that for bash and zsh only. */
final class FishCompletion {
    private static final String SEEN = "__fish_seen_subcommand_from ";

    /** Values of these labels are files. */
    private static final String FILE = "FILE";

    private final CommandSpec program;
    private final List<String> lines = new ArrayList<>();

    FishCompletion(CommandSpec program) {
        this.program = program;
    }

    String script() {
        lines.add("# Completes " + program.name() + " in fish: " + program.name() + " completion fish | source");
        lines.add("complete -c " + program.name() + " -f");
        add(program, List.of());
        return String.join("\n", lines);
    }

    private void add(CommandSpec command, List<String> seen) {
        Set<String> below = command.subcommands().entrySet().stream()
                .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> conditions = new ArrayList<>(seen);
        if (!below.isEmpty()) {
            conditions.add("not " + SEEN + String.join(" ", below));
        }
        String condition = String.join("; and ", conditions);
        below.stream()
                .map(name -> command.subcommands().get(name).getCommandSpec())
                .forEach(one -> line(condition, " -a " + quoted(one.name()), description(one)));
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> line(condition, option(option), first(option.description())));
        for (String name : below) {
            CommandLine one = command.subcommands().get(name);
            List<String> further = new ArrayList<>(seen);
            further.add(SEEN + name);
            add(one.getCommandSpec(), further);
        }
    }

    private static String option(OptionSpec option) {
        StringBuilder text = new StringBuilder();
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() == 0) {
            return text.toString();
        }
        if (option.paramLabel().equals(FILE)) {
            return text.append(" -r -F").toString();
        }
        text.append(" -x");
        if (option.completionCandidates() != null) {
            text.append(" -a ")
                    .append(quoted(
                            StreamSupport.stream(option.completionCandidates().spliterator(), false)
                                    .collect(Collectors.joining(" "))));
        }
        return text.toString();
    }

    private void line(String condition, String what, String description) {
        lines.add("complete -c " + program.name() + (condition.isEmpty() ? "" : " -n " + quoted(condition)) + what
                + " -d " + quoted(description));
    }

    private static String description(CommandSpec command) {
        return first(command.usageMessage().description());
    }

    /** Its first sentence, without the marks of picocli's formats. */
    private static String first(String... description) {
        return String.join(" ", description)
                .replaceFirst("(?s)(.*?)[.;:](\\s.*|$)", "$1")
                .replace("$$", "$")
                .strip();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
