package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerificationFileTest {
    private static final String STORE = "s3://bucket/prefix";
    private static final String COPY = "file:///mnt/offsite";
    private static final Instant AT = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    private Path state;

    private StoreVerificationFile file;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(state.resolve("archive"));
        file = new StoreVerificationFile(state);
    }

    private static StoreVerification of(String store) {
        return new StoreVerification(AT, "r", store, 1, 1, 0, 0, Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void thatOfASecondStoreLeavesThatOfTheFirstOne() {
        file.write(new LocalDisk(), of(STORE));
        file.write(new LocalDisk(), of(COPY));

        assertThat(file.recorded(STORE)).contains(of(STORE));
        assertThat(file.recorded(COPY)).contains(of(COPY));
    }

    @Test
    void thatOfAnEarlierVersionCountsForItsOwnStore() throws IOException {
        file.write(new LocalDisk(), of(STORE));
        StoreFile names = StoreFile.of(state.resolve("archive"), "verification.json", STORE);
        Files.move(names.written(), names.shared());

        assertThat(file.recorded(STORE)).contains(of(STORE));
        assertThat(file.recorded(COPY)).isEmpty();
    }
}
