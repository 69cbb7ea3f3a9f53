package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance has no file with the appliance's host key mounted: it is recorded once, by hand, on the volume. */
class SenzaHostKeyIT {
    private static final String VARIABLE = "GHE_KEEPER_APPLIANCE_KNOWN_HOSTS";

    @TempDir
    private Path folder;

    @Test
    void aHostKeyThatIsTrustedOnceOnANewVolumeIsGoodForEveryBackup() throws Exception {
        Path file = folder.resolve("data/known_hosts");
        assertThat(SenzaDefinition.shipped().environment()).containsEntry(VARIABLE, "/data/known_hosts");
        Map<String, String> instance = Map.of(VARIABLE, file.toString());

        try (Deployment deployment = Deployment.in(folder)) {
            deployment.useQuickEngine();
            deployment.configure("");

            Deployment.Result before = deployment.typeWith(instance, "backup");
            assertThat(before.err()).contains("[host-key-unknown]", "appliance trust");

            Deployment.Result trusted = deployment.typeWith(instance, "appliance", "trust", "--yes");
            assertThat(trusted.out()).as(trusted.err()).contains("recorded in " + file);
            assertThat(deployment
                            .typeWith(instance, "appliance", "trust", "--yes")
                            .out())
                    .contains("already in " + file);

            Deployment.Result after = deployment.typeWith(instance, "backup");
            assertThat(after.status()).as(after.err()).isZero();
        }
    }
}
