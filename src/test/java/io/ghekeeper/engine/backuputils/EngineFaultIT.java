package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Engine;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.PruningLimits;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.RealSshd;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who said it decides the kind of a failure: faults of the appliance, on the stand-in and, where BACKUP_UTILS_HOME names it,
 * on the real backup-utils.
 */
@TakesTurns
@Order(8)
class EngineFaultIT {
    private static final String RUN =
            "20261120T031700Z-backup-" + ProcessHandle.current().pid() + "e";

    /** Seconds that no other test's programs sleep. */
    private static final String UNIQUE = "60." + ProcessHandle.current().pid();

    enum Tool {
        STAND_IN,
        REAL
    }

    @TempDir
    private Path folder;

    private final RunProcesses processes = new RunProcesses(new ProcessTable());
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private FakeAppliance appliance;
    private SshKeys.Pair key;
    private Path temporary;
    private Path output;
    private Origin origin;

    @BeforeEach
    void prepare() throws IOException {
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        reach(appliance.host(), appliance.port(), FakeAppliance.USER, appliance.knownHostsLine());
        Files.createDirectory(folder.resolve("data"));
        // Short: ssh's sockets lie in it, and their paths may not be long.
        temporary = Files.createDirectory(
                Path.of("/tmp/gk-" + UUID.randomUUID().toString().substring(0, 8)));
        output = Files.createFile(folder.resolve("output.log"));
    }

    private void reach(String host, int port, String user, String hostKey) throws IOException {
        Path known = Files.writeString(folder.resolve("known_hosts"), hostKey + "\n");
        origin = new Origin(host, port, user, known, Optional.empty(), folder.resolve("data"));
    }

    @AfterEach
    void endAll() throws Exception {
        processes.end(RUN::equals, Duration.ZERO);
        appliance.close();
        Files.deleteIfExists(temporary);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatCannotBeReadIsAFailedStep(Tool tool) {
        Path repository = appliance.files().addRepository("octo/secret");
        String network = appliance.root().relativize(repository).toString();
        appliance.files().addUnreadableFile(network + "/unreadable");

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(failure)
                .hasMessageMatching("these steps failed: repositories \\(rsync: \\[sender\\] .*"
                        + repository.getFileName() + "/unreadable\": Permission denied \\(13\\)\\)");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingFolderIsAFailedStep(Tool tool) throws IOException {
        Files.move(appliance.files().at("/data/user/pages"), appliance.files().at("/data/user/pages.off"));

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(failure)
                .hasMessageMatching("these steps failed: pages \\(rsync: \\[sender\\] change_dir .*"
                        + "/data/user/pages\" failed: No such file or directory \\(2\\)\\)");
    }

    /** All that a program on the appliance may print that ssh prints, too; and names of files that look like it. */
    @ParameterizedTest
    @EnumSource
    void whatProgramsAndNamesSayIsNotTakenForSshsWord(Tool tool) {
        appliance.files().addProgram("ghe-export-mysql", """
                echo "admin@127.0.0.1: Permission denied (publickey)." >&2
                echo "Host key verification failed." >&2
                echo "gzip: stdout: No space left on device" >&2
                echo "ERROR 2003 (HY000): Can't connect to MySQL server on 'db' (111): Connection refused" >&2
                exit 2""");
        appliance.files().addFile("/data/user/pages/Host key verification failed.", "forged");
        appliance.files().addFile("/data/user/pages/4/c8/1e/72/1/x: Permission denied (publickey).", "forged");

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.ENGINE_STEPS_FAILED);
        assertThat(failure)
                .hasMessageStartingWith(
                        "these steps failed: mysql (ERROR 2003 (HY000): Can't connect to MySQL server on"
                                + " 'db' (111): Connection refused)");
        assertThat(output).content().contains("x: Permission denied (publickey).");
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsCutInACommandWasLost(Tool tool) {
        appliance.files().addProgram("ghe-export-mysql", "exec sleep " + UNIQUE);
        onceAt("MySQL database", appliance::dropAll);

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @ParameterizedTest
    @EnumSource
    void anApplianceThatGoesAwayInTheMiddleWasLost(Tool tool) {
        appliance.files().addProgram("ghe-export-mysql", "exec sleep " + UNIQUE);
        onceAt("MySQL database", appliance::close);

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.CONNECTION_LOST);
        assertThat(output)
                .content()
                .containsPattern("Z  SSH  ssh: connect to host 127.0.0.1 port \\d+: Connection refused");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsRefusedInTheMiddleIsSaidToBeRefused(Tool tool) {
        appliance.files().addProgram("ghe-export-mysql", "exec sleep " + UNIQUE);
        onceAt("MySQL database", () -> {
            appliance.refuseAll();
            appliance.dropAll();
        });

        Failure failure = failure(tool);

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.KEY_REFUSED);
    }

    @Test
    void aRealSshServerThatEndsInTheMiddleWasLost() throws IOException {
        assumeTrue(RealSshd.installed(), "no sshd");
        try (RealSshd sshd = RealSshd.serve(appliance.files())) {
            sshd.authorize(key.publicKey());
            reach(sshd.host(), sshd.port(), sshd.user(), sshd.knownHostsLine());
            appliance.files().addProgram("ghe-export-mysql", "exec sleep " + UNIQUE);
            onceAt("MySQL database", sshd::close);

            Failure failure = failure(Tool.STAND_IN);

            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(FailureKind.CONNECTION_LOST);
        }
    }

    /** When a step has begun, and its command is running on the appliance. */
    private void onceAt(String step, Runnable deed) {
        Thread thread = new Thread(() -> {
            Awaitility.await().until(() -> steps.contains(step));
            Awaitility.await()
                    .until(() -> ProcessHandle.allProcesses()
                            .flatMap(process -> process.info().commandLine().stream())
                            .anyMatch(line -> line.matches("(\\S*/)?sleep " + UNIQUE)));
            deed.run();
        });
        thread.setDaemon(true);
        thread.start();
    }

    private Failure failure(Tool tool) {
        Engine engine = new BackupUtils(
                origin,
                new EngineSettings(home(tool), Optional.empty(), 10, Map.of(), Duration.ofSeconds(3)),
                temporary,
                System.getenv("PATH"),
                processes,
                new LocalDisk(),
                (runId, line) -> {});
        return catchThrowableOfType(
                Failure.class,
                () -> engine.backup(
                        new BackupRequest(
                                RUN, "20261120T031700", new PruningLimits(true, 1, 0), key.privateKey(), output),
                        step -> steps.add(step.title())));
    }

    private Path home(Tool tool) {
        if (tool == Tool.STAND_IN) {
            return StandInEngine.install(folder.resolve("backup-utils"));
        }
        String home = System.getenv("BACKUP_UTILS_HOME");
        assumeTrue(home != null, "BACKUP_UTILS_HOME names no real backup-utils");
        return Path.of(home);
    }
}
