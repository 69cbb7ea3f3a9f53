package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelProgramTest {
    private static final String MOREUTILS = "echo 'parallel [OPTIONS] command -- arguments'";
    private static final String GNU = "echo 'GNU parallel 20221122'";

    @TempDir
    private Path folder;

    private Path names;

    @BeforeEach
    void make() throws IOException {
        names = Files.createDirectory(folder.resolve("names"));
    }

    @Test
    void thatOfMoreutilsIsTaken() throws IOException {
        Path parallel = program(folder.resolve("parallel"), MOREUTILS);

        assertThat(new ParallelProgram(names, Optional.of(parallel)).require()).isEqualTo(parallel);
    }

    @Test
    void gnuParallelIsNamedForWhatItIs() throws IOException {
        Path parallel = program(folder.resolve("parallel"), GNU);

        assertThat(refused(Optional.of(parallel))).hasMessageContaining("is GNU parallel (" + parallel + ")");
    }

    @Test
    void besideGnuParallelThatOfMoreutilsIsTakenByItsOtherName() throws IOException {
        Path other = program(names.resolve("parallel.moreutils"), MOREUTILS);
        Path parallel = program(folder.resolve("parallel"), GNU);

        assertThat(new ParallelProgram(names, Optional.of(parallel)).require()).isEqualTo(other);
    }

    /** backup-utils takes the first that is there, and asks no other. */
    @Test
    void anOtherNameThatIsGnuParallelIsRefused() throws IOException {
        program(names.resolve("parallel-moreutils"), GNU);
        Path parallel = program(folder.resolve("parallel"), MOREUTILS);

        assertThat(refused(Optional.of(parallel))).hasMessageContaining("is GNU parallel");
    }

    @Test
    void oneThatIsMissingFailsOrSaysNothingIsNone() throws IOException {
        assertThat(refused(Optional.empty())).hasMessageContaining("is not there");
        assertThat(refused(Optional.of(program(folder.resolve("fails"), "exit 2"))))
                .hasMessageContaining("of an unknown kind");
    }

    private Failure refused(Optional<Path> onPath) {
        Failure failure = catchThrowableOfType(Failure.class, () -> new ParallelProgram(names, onPath).require());
        assertThat(failure.kind()).isEqualTo(FailureKind.ENGINE_TOOL_MISSING);
        assertThat(failure.hint()).contains("apt-get install moreutils", "GHE_PARALLEL_ENABLED");
        return failure;
    }

    private static Path program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
