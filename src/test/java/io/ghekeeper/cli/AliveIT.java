package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/ghe-keeper-alive}, which health checks call, on what a supervisor writes. */
class AliveIT {
    @TempDir
    private Path folder;

    @Test
    void aSupervisorIsAliveUntilTheInstantForWhichItVouched() throws Exception {
        vouchFor(Duration.ofMinutes(1));
        assertThat(ask()).isEqualTo(new Answer(0, ""));

        vouchFor(Duration.ofSeconds(-90));
        Answer late = ask();
        assertThat(late.status()).isEqualTo(1);
        assertThat(late.words()).matches("the supervisor's loop stands still: it is 9\\d s late\n");
    }

    @Test
    void aMissingSupervisorIsReported() throws Exception {
        assertThat(ask()).isEqualTo(new Answer(1, "no supervisor is alive: there is no " + file() + "\n"));
    }

    private Path file() {
        return folder.resolve("super visor");
    }

    private void vouchFor(Duration time) throws IOException {
        if (Files.notExists(file())) {
            Files.createFile(file());
        }
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().plus(time)));
    }

    private Answer ask() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bin/ghe-keeper-alive", file().toString())
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), words);
    }

    private record Answer(int status, String words) {}
}
