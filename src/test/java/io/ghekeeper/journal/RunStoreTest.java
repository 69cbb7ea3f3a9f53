package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path folder;

    @Test
    void neverRemovesARunThatTheOtherLaneIsJustCreating() throws IOException {
        Path creating = half(".new-20261120T031659Z-seal-0001");

        new RunStore(new LocalDisk(), folder).removeLeftovers(NOW);

        assertThat(creating.resolve("output.log")).exists();
    }

    @Test
    void removesWhatADeadProcessLeftOfARun() throws IOException {
        Path old = half(".new-20261120T021659Z-seal-0001");
        Path ofAWrongClock = half(".new-20361120T031700Z-seal-0001");
        Path withoutATime = half(".new-x");
        Path halfRemoved = half(".old-20261120T031659Z-backup-0001");
        Path run = half("20261120T021659Z-backup-0001");

        new RunStore(new LocalDisk(), folder).removeLeftovers(NOW);

        assertThat(old).doesNotExist();
        assertThat(ofAWrongClock).doesNotExist();
        assertThat(halfRemoved).doesNotExist();
        assertThat(withoutATime).doesNotExist();
        assertThat(run).exists();
    }

    private Path half(String name) throws IOException {
        Path run = Files.createDirectory(folder.resolve(name));
        Files.writeString(run.resolve("output.log"), "");
        return run;
    }
}
