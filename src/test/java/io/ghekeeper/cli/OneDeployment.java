package io.ghekeeper.cli;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PreparedData;
import java.io.IOException;
import java.nio.file.Files;
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

    /**
     * Puts a snapshot by the stand-in into the data directory, recorded as a good run: for what comes after a backup. The
     * engine makes it once for all tests, because it takes longer than what they look at.
     */
    void haveSnapshot() throws IOException {
        PreparedData.into(
                "keeper",
                deployment.data(),
                () -> HandMade.keeper(deployment).runs().backup().run(Run.Cause.HAND));
        Journal journal = HandMade.journal(deployment);
        if (journal.lastGood().isEmpty()) {
            String id = Files.readSymbolicLink(deployment.data().resolve("current"))
                    .getFileName()
                    .toString();
            WholeSnapshot.record(journal, id, Run.Outcome.SUCCEEDED);
        }
    }

    /** The ids of two runs show to the second which is the later one. */
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
