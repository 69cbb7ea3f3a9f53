package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeAppliance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** A restore changes its target's host key, and what comes next must not need a person for that. */
class RestoredHostKeyIT extends OneDeployment {
    @Test
    void drillsGoOnThoughEachChangesTheHostKeyAndTheTargetCanTakeTheAppliancesPlace() throws IOException {
        FakeAppliance target = deployment.target();
        importWhatDistinguishesTheTarget();
        Path ours = deployment.state().resolve("known_hosts");
        Path pinned = folder.resolve("known_hosts");
        String before = Files.readString(pinned);
        String old = target.hostKeyFingerprint();

        Deployment.Result first = deployment.type("drill", "--foreground");

        assertGood(first);
        assertThat(target.hostKeyFingerprint())
                .isNotEqualTo(old)
                .isEqualTo(deployment.appliance().hostKeyFingerprint());
        assertThat(first.err()).contains("shows the snapshot's host key", "pinned in " + ours);
        assertThat(first.out() + first.err()).doesNotContain("appliance trust");
        assertThat(ours).content().isEqualTo(target.knownHostsLine().replaceFirst("^((\\S+ ){2}\\S+).*", "$1") + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rw-------");

        Deployment.Result second = deployment.type("drill", "--foreground");

        assertGood(second);
        assertThat(second.out() + second.err()).doesNotContain("pinned", "appliance trust");
        assertThat(pinned).content().isEqualTo(before);

        // The worst day: the appliance is gone, and what was restored takes its place and is backed up.
        String configuration = Files.readString(deployment.configuration());
        Files.writeString(
                deployment.configuration(),
                configuration.replace("host: 127.0.0.1", "host: 127.0.0.2").replaceFirst("drill:.*", ""));
        Deployment.Result doctor = deployment.type("doctor");
        assertGood(doctor);
        assertThat(doctor.out())
                .contains("is pinned in " + ours + ", ghe-keeper's own", "admin@127.0.0.2 takes the key");
    }

    /** A snapshot with the appliance's host keys, and an engine that is quick but for these and the uuid. */
    private void importWhatDistinguishesTheTarget() throws IOException {
        deployment.useQuickEngine();
        deployment.configure("");
        Path file = deployment.configuration();
        Files.writeString(
                file,
                Files.readString(file).replace("GHE_QUICK_SECONDS", "GHE_QUICK_IMPORT: all, GHE_QUICK_SECONDS")
                        + "drill: {host: 127.0.0.2}\n");
        assertGood(deployment.type("backup"));
        Path tar = deployment.data().resolve("current/ssh-host-keys.tar");
        ProcessBuilder pack = new ProcessBuilder("sh", "-c", "exec tar -cf " + tar + " ssh_host_*");
        pack.directory(deployment.appliance().files().at("/etc/ssh").toFile());
        try {
            assertThat(pack.start().waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertGood(Deployment.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }
}
