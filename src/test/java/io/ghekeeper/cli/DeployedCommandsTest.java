package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.config.Addresses;
import io.ghekeeper.deploy.DeployedArguments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The containers of the manifests are called with commands that there are. */
class DeployedCommandsTest {
    private static CommandLine commands() {
        return Typed.commandLine(new ByteArrayOutputStream());
    }

    static List<Map.Entry<String, List<String>>> containers() {
        return DeployedArguments.ofEachContainer();
    }

    @Test
    void eachContainerIsSeen() {
        assertThat(containers().stream().map(Map.Entry::getValue))
                .contains(List.of("supervise"), List.of("backup"))
                .anyMatch(arguments -> arguments.contains("restore"));
    }

    @ParameterizedTest
    @MethodSource("containers")
    void argumentsAreACommandThatThereIs(Map.Entry<String, List<String>> container) {
        assertThatCode(() -> commands().parseArgs(container.getValue().toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    @Test
    void anOptionThatThereIsNotIsFound() {
        assertThatThrownBy(() -> commands().parseArgs("restore", "a.example.com", "--foregrounds"))
                .hasMessageContaining("--foregrounds");
    }

    /** Applied as it lies there, the Job of a restore ends at once, whatever else is right. */
    @Test
    void aRestoreWhoseTargetIsNotFilledInIsRefusedBeforeAnythingIsLookedAt(@TempDir Path folder) throws IOException {
        List<String> arguments = containers().stream()
                .map(Map.Entry::getValue)
                .filter(each -> each.contains("restore"))
                .findFirst()
                .orElseThrow();
        String target = arguments.get(1);
        assertThat(Addresses.hostRefusal(target)).isPresent();
        assertThat(arguments.get(arguments.indexOf("--yes") + 1)).isEqualTo(target);
        assertThat(arguments).contains("--foreground");

        Path configuration =
                Files.writeString(folder.resolve("ghe-keeper.yaml"), "appliance: {host: github.example.com}\n");
        StringWriter errors = new StringWriter();
        CommandLine line = commands();
        line.setErr(new PrintWriter(errors, true));
        List<String> typed = new ArrayList<>(List.of("--config", configuration.toString()));
        typed.addAll(arguments);
        assertThat(line.execute(typed.toArray(String[]::new))).isEqualTo(2);
        assertThat(errors.toString()).contains("'" + target + "' is not a host name or an IPv4 address");
    }
}
