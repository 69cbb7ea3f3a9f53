package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that was not there when a tick came. */
class CatchUpIT {

    @TempDir
    private Path folder;

    @Test
    void catchesUpOnceAndNotAgainAfterARestart() throws Exception {
        try (Deployment deployment = Deployment.in(folder)) {
            deployment.useQuickEngine();
            deployment.configure("", "[\"0 0 29 2 *\"]", true);
            Path first = folder.resolve("first.log");
            Process supervisor = deployment.start(first, "supervise");
            Awaitility.await().until(() -> Files.readString(first).contains("captured snapshot"));
            supervisor.destroy();
            supervisor.waitFor();

            Path second = folder.resolve("second.log");
            supervisor = deployment.start(second, "supervise");
            Awaitility.await().until(() -> Files.readString(second).contains("next backup at"));
            supervisor.destroy();
            supervisor.waitFor();

            assertThat(Files.readString(first)).contains("catching up: there is no good backup");
            assertThat(Files.readString(second)).doesNotContain("catching up", "backup begins");
            assertThat(Typed.at(deployment, "runs").out())
                    .containsOnlyOnce("catch-up")
                    .containsOnlyOnce("succeeded");
        }
    }
}
