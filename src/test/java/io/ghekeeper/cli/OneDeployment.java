package io.ghekeeper.cli;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A deployment for each test, and a file for what a keeper says that is not waited for. */
abstract class OneDeployment {
    @TempDir
    Path folder;

    Deployment deployment;
    Path log;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        log = folder.resolve("keeper.log");
    }

    /** Which of two runs is the later one, their ids tell to the second. */
    static void nextSecond() {
        long now = Instant.now().getEpochSecond();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().getEpochSecond() > now);
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }
}
