package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLimitTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void begin() throws IOException {
        output = Files.writeString(folder.resolve("output.log"), "2026-11-21T13:54:24Z  KEEPER  backup begins\n");
    }

    @Test
    void aTwentiethOfTheVolumeMayBePrinted() throws IOException {
        OutputLimit bound = new OutputLimit(output, 40 * GIB, new LocalDisk());
        grow(2 * GIB);
        assertThat(bound.exceeded()).isEmpty();

        grow(2 * GIB + 1);
        assertThat(bound.exceeded()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.OUTPUT_TOO_LONG);
            assertThat(failure.getMessage()).contains("more than 2.0 GiB", "cut to the first 1.0 MiB");
        });
    }

    @Test
    void onASmallVolumeAGibibyteMayBePrinted() throws IOException {
        OutputLimit bound = new OutputLimit(output, GIB / 2, new LocalDisk());
        grow(GIB);
        assertThat(bound.exceeded()).isEmpty();

        grow(GIB + 1);
        assertThat(bound.exceeded()).isPresent();
    }

    @Test
    void whatWasTooMuchIsCutToItsBeginningAndNothingElseEverIs() throws IOException {
        OutputLimit bound = new OutputLimit(output, GIB, new LocalDisk());
        grow(GIB);
        bound.exceeded();
        bound.cut();
        assertThat(output).hasSize(GIB);

        grow(GIB + 1);
        bound.exceeded();
        bound.cut();
        bound.cut();
        assertThat(output).hasSize(1 << 20);
        assertThat(Files.readString(output))
                .startsWith("2026-11-21T13:54:24Z  KEEPER  backup begins\n")
                .endsWith("\n");
    }

    /** Without taking room: what was not written is a hole. */
    private void grow(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "rw")) {
            file.setLength(size);
        }
    }
}
