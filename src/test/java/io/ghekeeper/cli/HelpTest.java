package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of commands that a person types on a bad day, without any page. */
class HelpTest {
    private static final int WIDTH = 80;
    private static final CommandLine LINE = Typed.commandLine(new ByteArrayOutputStream());

    private static final Map<Integer, String> CODES =
            Arrays.stream(FailureKind.values()).collect(Collectors.toMap(FailureKind::exitStatus, FailureKind::code));

    static List<CommandLine> commands() {
        return Stream.of("archive", "native", "rebuild", "repository")
                .map(LINE.getSubcommands()::get)
                .flatMap(command -> Stream.concat(Stream.of(command), ManPage.shown(command.getCommandSpec())))
                .filter(command -> !List.of("native", "repository").contains(command.getCommandName()))
                .toList();
    }

    @Test
    void thereAreSuchCommands() {
        assertThat(commands()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasAnExampleThatIsACommand(CommandLine command) {
        String example = String.join("", help(command).footer());

        assertThat(example).startsWith(command.getCommandSpec().qualifiedName());
        List<String> words = List.of(example.replaceAll(" <.*", "").split(" ", -1));
        assertThat(LINE.parseArgs(words.subList(1, words.size()).toArray(String[]::new))
                        .errors())
                .isEmpty();
    }

    /** Behind each of a failure there is its code. */
    @ParameterizedTest
    @MethodSource("commands")
    void namesItsExitStatusesAsFailuresDo(CommandLine command) {
        Map<String, String> statuses = help(command).exitCodeList();

        assertThat(statuses).hasSizeGreaterThan(1).containsKey("0");
        statuses.forEach((status, words) -> {
            String code = CODES.get(Integer.valueOf(status));
            assertThat(words).startsWith(code == null ? "" : code + ": ");
        });
        assertThat(statuses.keySet())
                .map(Integer::valueOf)
                .isSorted()
                .filteredOn(status -> status > 1)
                .allMatch(CODES::containsKey);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isNoWiderThanATerminal(CommandLine command) {
        UsageMessageSpec help = help(command);
        help.autoWidth(false).width(WIDTH);

        assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().filter(line -> line.length() > WIDTH))
                .isEmpty();
    }

    private static UsageMessageSpec help(CommandLine command) {
        return command.getCommandSpec().usageMessage();
    }
}
