package io.ghekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortCommandTest {
    private final ShortCommand command = new ShortCommand(Duration.ofSeconds(20));

    @Test
    void reportsWhatIsPrinted() throws IOException {
        assertThat(command.ask(List.of("printf", "%s", " a 'b' \n"))).isEqualTo("a 'b'");
    }

    @Test
    void reportsWhatAFailedOneComplainedOf() {
        assertThatThrownBy(() -> command.ask(List.of("sh", "-c", "echo output; echo complaint >&2; exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessage("sh ended with 3: complaint");
    }

    @Test
    void aMissingProgramIsAFailure() {
        assertThatThrownBy(() -> command.ask(List.of("no-such-program-here"))).isInstanceOf(IOException.class);
    }

    @Test
    void oneThatDoesNotEndIsKilled() {
        assertThatThrownBy(() -> new ShortCommand(Duration.ofMillis(200)).ask(List.of("sleep", "600")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sleep does not answer");
    }

    @Test
    void nothingOfOurEnvironmentIsHandedOn() throws IOException {
        assertThat(command.ask(List.of("env"))).isEqualTo("LC_ALL=C");
    }
}
