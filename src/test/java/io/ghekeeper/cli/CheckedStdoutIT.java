package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer that cannot be written, asked for or read. */
class CheckedStdoutIT {
    private static final String RUN = "20260102T000000Z-backup-bbbb";

    @TempDir
    private Path folder;

    private Deployment deployment;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        HandMade.journal(deployment).acquireCapture().close();
        new PlantedRuns(deployment.state()).plant(RUN, "failed");
        Files.writeString(log(), "what it said\n");
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status --json", "runs", "logs last", "config sample", "--help"})
    void anAnswerThatCannotBeWrittenIsAnError(String command) throws Exception {
        assertThat(shell(keeper(command) + " >/dev/full; echo $?"))
                .startsWith("ERROR [internal]: cannot write the answer: No space left on device\nHINT: ")
                .endsWith("\n100\n")
                .hasLineCount(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "logs last", "config sample"})
    void aReaderThatLeavesIsNone(String command) throws Exception {
        // Long gone before the answer comes.
        assertThat(shell(keeper(command) + " | true; echo ${PIPESTATUS[0]}")).isEqualTo("0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void fewerThanOneRunCannotBeAskedFor(String last) {
        Deployment.Result result = deployment.type("runs", "--last", last);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--last", "'" + last + "'");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void theLogOfARunWhoseRecordIsDamagedCanBeRead() throws IOException {
        Files.writeString(log().resolveSibling("run.json"), "{");

        for (String option : new String[] {"--config=" + deployment.configuration(), "--follow"}) {
            Deployment.Result result = deployment.type("logs", option, RUN);

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out()).isEqualTo("what it said\n");
            assertThat(result.err()).startsWith("WARNING: ").contains("run.json");
        }
    }

    private Path log() {
        return HandMade.journal(deployment).output(RUN);
    }

    private String keeper(String command) {
        return "bin/ghe-keeper --config " + deployment.configuration() + " " + command;
    }

    /** What a shell prints, errors too. */
    private static String shell(String script) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return printed;
    }
}
