package io.ghekeeper.cli;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Path;
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

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }
}
