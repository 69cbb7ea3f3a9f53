package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ManPageDocsTest {
    private static final Path PAGE = Path.of("src/main/resources/ghe-keeper.1");

    private final CommandSpec program =
            Typed.commandLine(new ByteArrayOutputStream()).getCommandSpec();

    @Test
    void thePageIsWhatTheCommandsSayOfThemselves() throws IOException {
        String rendered = new ManPage(program).render();
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is out of date; write it with: ./dev docs", PAGE)
                .isEqualTo(rendered);
    }

    @Test
    void everyCommandAndOptionThatIsShownIsInIt() throws IOException {
        String page = Files.readString(PAGE).replace("\\-", "-");

        for (CommandLine command : ManPage.shown(program).toList()) {
            require(page, command.getCommandSpec());
            command.getSubcommands().values().forEach(below -> require(page, below.getCommandSpec()));
        }
    }

    private static void require(String page, CommandSpec command) {
        assertThat(page).contains(".SS " + command.qualifiedName().replaceFirst("^ghe-keeper ", ""));
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> assertThat(page).contains(option.longestName()));
    }

    @Test
    void manSetsItWithoutAWarningAndTheProgramPrintsIt() throws Exception {
        assumeFalse(Boolean.getBoolean("update-docs"), "the program has the page of its last build");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine line = Typed.commandLine(out);
        assertThat(line.execute("help", "--man")).isZero();
        line.getOut().flush();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(PAGE));

        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "needs groff");
        Process groff = new ProcessBuilder(List.of("groff", "-man", "-ww", "-Tutf8", "-z", PAGE.toString()))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(groff.waitFor()).isZero();
    }
}
