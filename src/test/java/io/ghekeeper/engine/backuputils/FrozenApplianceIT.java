package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An appliance that freezes, given up by the keep-alive of ssh. */
class FrozenApplianceIT {
    @TempDir
    private Path folder;

    /** Without keep-alive, rsync would wait without end. The ssh of this test sends it each second, not every ten. */
    @Test
    void anApplianceThatFreezesInATransferIsGivenUpByKeepAlive() throws Exception {
        String run = "20261120T031700Z-backup-" + ProcessHandle.current().pid() + "f";
        Path temporary = Files.createDirectory(
                Path.of("/tmp/gkf-" + ProcessHandle.current().pid()));
        try (Deployment deployment = Deployment.in(folder)) {
            deployment.appliance().files().addBigFile("/data/user/pages/1/large", 3_000_000);
            deployment.appliance().freezeAfterBytes(1_500_000);
            Files.createDirectory(deployment.data());
            Origin origin = new Origin(
                    deployment.appliance().host(),
                    deployment.appliance().port(),
                    "admin",
                    folder.resolve("known_hosts"),
                    Optional.empty(),
                    deployment.data());
            RunProcesses processes = new RunProcesses(new ProcessTable());
            Engine engine = new BackupUtils(
                    origin,
                    new EngineSettings(deployment.engineHome(), Optional.empty(), 10, Map.of(), Duration.ofSeconds(2)),
                    temporary,
                    sshThatAsksEachSecond() + ":" + System.getenv("PATH"),
                    processes,
                    new LocalDisk(),
                    (runId, line) -> {});
            Path output = Files.createFile(folder.resolve("output.log"));

            assertThatThrownBy(() -> engine.backup(
                            new BackupRequest(
                                    run,
                                    "20261120T031700",
                                    new PruningLimits(true, 1, 0),
                                    deployment.privateKey(),
                                    output),
                            step -> {}))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind())
                                    .as(failure.getMessage())
                                    .isIn(FailureKind.CONNECTION_LOST, FailureKind.APPLIANCE_UNREACHABLE));
            assertThat(processes.alive(run)).isEmpty();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path sshThatAsksEachSecond() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path ssh = Files.writeString(programs.resolve("ssh"), """
                #!/bin/bash
                words=("${@/#ServerAliveInterval=10/ServerAliveInterval=1}")
                exec /usr/bin/ssh "${words[@]/#ConnectTimeout=10/ConnectTimeout=1}"
                """);
        assertThat(ssh.toFile().setExecutable(true)).isTrue();
        return programs;
    }
}
