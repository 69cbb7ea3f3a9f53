package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command of ghe-keeper that a page, a manifest or a schema has is one that there is, with its options. */
class DocumentedCommandsTest {
    /** The history names commands that were. */
    private static final List<String> PLACES =
            List.of("README.md", "CONTRIBUTING.md", "docs", "k8s", "senza", "Dockerfile");

    /** In the place of a value that must be of a kind. */
    private static final Map<String, String> VALUES =
            Map.of("N", "1", "KIND", "backup", "OUTCOME", "succeeded", "TIME", "2026-11-20");

    private static final CommandLine LINE = Typed.commandLine(new ByteArrayOutputStream());

    private static final Pattern ROW = Pattern.compile("\\| (`[^|]+`) \\| .*");

    static List<WrittenCommand> commands() throws IOException {
        List<WrittenCommand> all = new ArrayList<>();
        for (String place : PLACES) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    all.addAll(WrittenCommand.in(file));
                }
            }
        }
        Set<String> names = LINE.getSubcommands().keySet();
        return all.stream()
                .filter(command -> command.place() != WrittenCommand.Place.PRINTED
                        || names.contains(command.words().get(0)))
                .distinct()
                .toList();
    }

    /** What is to be read of it without options in brackets, and with all of them. */
    static List<String> rowsOfTheReadme() throws IOException {
        List<String> usages = new ArrayList<>();
        List<String> table = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("| command | what it does |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        for (String row : table) {
            String command = "";
            for (String usage : ROW.matcher(row).replaceFirst("$1").split("`", -1)) {
                if (usage.matches("[a-z].*") && !usage.matches("or|and")) {
                    boolean whole = LINE.getSubcommands().containsKey(usage.split(" ", -1)[0]);
                    usages.add(whole ? usage : command + " " + usage);
                    command = whole ? usage.split(" ", -1)[0] : command;
                }
            }
        }
        return usages;
    }

    /** Why it is none; nothing for one that there is. */
    private static Optional<String> refusal(WrittenCommand command) {
        return switch (command.place()) {
            case TYPED -> refusal(command.words());
            case PRINTED -> refusalOfItsBegin(command.words());
            case NAMED -> refusalOnceFilledIn(command.words());
        };
    }

    private static Optional<String> refusal(List<String> words) {
        try {
            parse(words);
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The sentence goes on behind it, with words that are no options. */
    private static Optional<String> refusalOfItsBegin(List<String> words) {
        Optional<String> refusal = refusal(words);
        int last = words.size() - 1;
        return refusal.isEmpty() || last == 0 || words.get(last).startsWith("-")
                ? refusal
                : refusalOfItsBegin(words.subList(0, last));
    }

    /** In a sentence it may lack what it needs besides, but for nothing that there is not. */
    private static Optional<String> refusalOnceFilledIn(List<String> words) {
        try {
            parse(words);
            return Optional.empty();
        } catch (CommandLine.MissingParameterException e) {
            List<String> filled = new ArrayList<>(words);
            for (CommandLine.Model.ArgSpec missing : e.getMissing()) {
                if (missing instanceof CommandLine.Model.OptionSpec option && !words.contains(option.longestName())) {
                    filled.add(option.longestName());
                }
                filled.add("1");
            }
            return refusal(filled);
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void parse(List<String> words) {
        CommandLine last = LINE;
        for (String word : words) {
            CommandLine next = last.getSubcommands().get(word);
            if (next == null) {
                // "archive lists" would be the snapshot "lists"; the ids of snapshots are numbers.
                if (!last.getSubcommands().isEmpty() && word.matches("[a-z][a-z-]*")) {
                    throw new CommandLine.ParameterException(last, "no command: " + word);
                }
                break;
            }
            last = next;
        }
        LINE.parseArgs(
                words.stream().map(word -> VALUES.getOrDefault(word, word)).toArray(String[]::new));
    }

    @Test
    void thereAreCommandsOfEachPlace() throws IOException {
        for (WrittenCommand.Place place : WrittenCommand.Place.values()) {
            assertThat(commands())
                    .filteredOn(command -> command.place() == place)
                    .hasSizeGreaterThan(15);
        }
        assertThat(commands().stream()
                        .map(command -> command.origin().getName(0).toString()))
                .contains("README.md", "docs", "k8s", "senza");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsWrittenIsACommandThatThereIs(WrittenCommand command) {
        assertThat(refusal(command)).as(command.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rowsOfTheReadme")
    void aRowOfTheReadmeIsACommandThatThereIs(String usage) {
        for (String each : List.of(usage.replaceAll("\\[[^]]*]", ""), usage.replaceAll("[\\[\\]]", ""))) {
            assertThat(refusalOnceFilledIn(List.of(each.strip().split(" +", -1))))
                    .as(each)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restor HOST",
                "restore HOST --foregrounds",
                "restore HOST --snapshots ID",
                "snapshots --pins",
                "archive keygen --kmss",
                "verify --samples 5%",
                "runs --kind keygen"
            })
    void aMistakeIsFound(String arguments) {
        for (WrittenCommand.Place place : WrittenCommand.Place.values()) {
            assertThat(refusal(new WrittenCommand(Path.of("page"), List.of(arguments.split(" ", -1)), place)))
                    .as(place.toString())
                    .isPresent();
        }
    }

    /** Where a sentence may go on, it is the command before it. */
    @ParameterizedTest
    @ValueSource(strings = {"archive keygens", "retention plans", "unpin ID"})
    void aMistakeInItsSecondWordIsFound(String arguments) {
        List<String> words = List.of(arguments.split(" ", -1));
        assertThat(refusal(words)).isPresent();
        assertThat(refusalOnceFilledIn(words)).isPresent();
    }
}
