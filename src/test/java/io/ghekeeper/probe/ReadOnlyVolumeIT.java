package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.lab.Mount;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a read-only volume, a change of the owner does not help. */
class ReadOnlyVolumeIT {
    @TempDir
    private Path folder;

    @Test
    void aReadOnlyVolumeIsToBeMountedAndNotGivenAway() {
        assumeTrue(Mount.possible(), "root, to mount");
        assertThat(OwnerCheck.give(folder)).contains("chown");
        try (Mount mount = Mount.memory(folder, "size=1m")) {
            mount.remount("ro");

            assertThat(OwnerCheck.give(folder)).contains("read-write", "dmesg").doesNotContain("chown");
            assertThat(OwnerCheck.give(false, folder)).doesNotContain("chown");
        }
    }
}
