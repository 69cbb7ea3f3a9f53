package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TakesTurns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A killed backup leaves the appliance's garbage collection off; ghe-keeper turns it on by a person's consent only. */
class GarbageCollectionIT extends OneDeployment {
    private static final String OFF = "garbage collection is off on 127.0.0.1";

    private Path lock;

    @BeforeEach
    void find() {
        deployment.configure("");
        lock = deployment.appliance().files().at("/data/user/repositories/.sync_in_progress");
    }

    @Test
    void itIsTurnedOnByConsentOnlyAndOnlyWhereItIsOff() throws IOException {
        assertThat(doctor()).contains("garbage collection  ok", " on\n");
        assertThat(clear().out()).doesNotContain("garbage");
        Files.writeString(lock, "");

        assertThat(doctor())
                .contains(
                        "garbage collection  warning",
                        "a killed run may have left it so",
                        "ghe-keeper markers --clear");
        Deployment.Result without = clear();
        assertThat(without.status()).isZero();
        assertThat(without.out()).contains(OFF, "ghe-keeper markers --clear --yes");
        assertThat(lock).exists();

        Deployment.Result with = clear("--yes");

        assertThat(with.status()).as(with.err()).isZero();
        assertThat(with.out()).contains("garbage collection is on again on 127.0.0.1");
        assertThat(lock).doesNotExist();
    }

    @Test
    void neverWhileARunIsAlive() throws IOException {
        Files.writeString(lock, "");
        try (CaptureLease lease = HandMade.journal(deployment).acquireCapture()) {
            assertThat(lease).isNotNull();
            Deployment.Result held = deployment.type("markers", "--clear", "--yes");
            assertThat(held.status()).as(held.out()).isEqualTo(50);
        }
        deployment.useQuickEngine();
        deployment.configure("");
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        String run = HandMade.journal(deployment).ids().get(0);
        ProcessBuilder orphan = new ProcessBuilder("sleep", "60");
        orphan.environment().put("GHE_KEEPER_RUN", run);
        Process alive = orphan.start();
        try {
            assertThat(clear("--yes").out()).contains("is left as it is: run " + run + " is alive");
        } finally {
            alive.destroyForcibly();
        }
        assertThat(lock).exists();
    }

    @Test
    void anApplianceThatCannotBeAskedIsUnknownAndMarkersAreClearedAllTheSame() {
        deployment.appliance().refuseAll();

        Deployment.Result clear = clear("--yes");

        assertThat(clear.status()).isZero();
        assertThat(clear.err()).contains("whether garbage collection is off on 127.0.0.1 is unknown");
    }

    @Test
    void whatAnApplianceDoesNotSayIsUnknown() {
        deployment.appliance().files().addProgram("sudo", "exit 1");

        assertThat(doctor())
                .contains("garbage collection  warning", "does not say whether its garbage collection is off");
        assertThat(clear("--yes").err()).contains("does not say whether its garbage collection is off");
    }

    @Test
    @TakesTurns
    void aBackupOfBackupUtilsThatIsKilledLeavesItOffAndAPersonTurnsItOn() throws Exception {
        String named = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(named != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        deployment.appliance().files().addBigFile("/data/user/repositories/a/nw/ac/23/7d/1/1.git/big", 3_000_000);
        deployment.useBackupUtils(Path.of(named), 100);
        deployment.configure("");
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.exists(lock));
        assertThat(doctor()).contains("off, while a run is alive");

        keeper.destroyForcibly().waitFor();
        HandMade.journal(deployment).ids().forEach(GarbageCollectionIT::kill);

        Awaitility.await().until(() -> clear().out().contains(OFF));
        assertThat(lock).exists();
        assertThat(doctor()).contains("a killed run may have left it so");
        assertThat(clear("--yes").out()).contains("on again");
        assertThat(lock).doesNotExist();
    }

    /** All that is alive of a run, at once and with the signal that lets nothing clean up. */
    private static void kill(String run) {
        ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains("GHE_KEEPER_RUN=" + run))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"));
        } catch (IOException gone) {
            return "";
        }
    }

    private String doctor() {
        return Typed.at(deployment, "doctor").out();
    }

    private Deployment.Result clear(String... more) {
        return Typed.at(
                deployment,
                Stream.concat(Stream.of("markers", "--clear"), Arrays.stream(more))
                        .toArray(String[]::new));
    }
}
