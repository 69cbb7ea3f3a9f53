package io.ghekeeper.cli;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {
    @TempDir
    private Path folder;

    private Deployment deployment;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void show() {
        System.out.println(deployment.type("doctor"));
        System.out.println(deployment.type("backup"));
        System.out.println(deployment.type("doctor", "--json").out());
        deployment.appliance().close();
        System.out.println(deployment.type("doctor"));
        System.out.println(deployment.type("backup"));
    }
}
