package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TakesTurns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two keepers on one machine: backup-utils has one progress folder for the machine, and empties it at each run's end. */
class TwoKeepersIT {
    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    @Test
    @TakesTurns
    void backUpAtOnceWithBackupUtils() throws Exception {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(home != null, "BACKUP_UTILS_HOME does not name a backup-utils release");
        try (Deployment one = deployment("one", home);
                Deployment two = deployment("two", home)) {
            for (int round = 0; round < ROUNDS; round++) {
                Path first = folder.resolve("first.log");
                Path second = folder.resolve("second.log");
                Process earlier = one.start(first, "backup");
                Process later = two.start(second, "backup");
                assertEndsWell(earlier, first);
                assertEndsWell(later, second);
            }
        }
    }

    private Deployment deployment(String name, String home) throws IOException {
        Deployment deployment = Deployment.in(Files.createDirectory(folder.resolve(name)));
        deployment.useBackupUtils(Path.of(home), 100_000);
        deployment.configure("");
        return deployment;
    }

    private static void assertEndsWell(Process keeper, Path log) throws Exception {
        assertThat(keeper.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(keeper.exitValue()).as(Files.readString(log)).isZero();
    }
}
