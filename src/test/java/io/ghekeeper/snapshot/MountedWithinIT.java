package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is mounted within an incomplete snapshot is not its own. */
class MountedWithinIT {
    private static final String DEAD = "20260101T000000";

    @TempDir
    private Path data;

    @Test
    void neverRemovesWhatIsMountedWithin() throws IOException {
        assumeTrue(Mount.possible());
        Path point = Files.createDirectories(data.resolve(DEAD + "/mounted"));
        Files.createFile(data.resolve(DEAD + "/incomplete"));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));
        IncompleteSnapshots snapshots =
                IncompleteSnapshotsTest.of(new DataSettings(data, Duration.ofDays(1)), new LocalDisk(), later);

        try (Mount mount = Mount.memory(point, "size=1m")) {
            Path precious = Files.writeString(point.resolve("precious"), "not ours");

            assertThatThrownBy(() -> snapshots.remove(Permits.ALL))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("another file system is mounted at " + point);
            assertThat(precious).hasContent("not ours");
            assertThat(mount).isNotNull();
        }

        assertThat(snapshots.remove(Permits.ALL)).hasSize(1);
        assertThat(data).isEmptyDirectory();
    }
}
