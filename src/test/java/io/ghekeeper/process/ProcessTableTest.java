package io.ghekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes as files of proc(5) show them. */
class ProcessTableTest {
    @TempDir
    Path proc;

    @BeforeEach
    void make() throws IOException {
        Files.writeString(proc.resolve("stat"), "btime 1764000000\n");
        Files.createDirectory(proc.resolve("42"));
        Files.writeString(proc.resolve("42/stat"), "42 (ghe-backup) S 1" + " 0".repeat(40) + "\n");
        Files.writeString(proc.resolve("42/cmdline"), "bash\0/opt/bin/ghe-backup\0");
        Files.writeString(proc.resolve("42/environ"), "GHE_DATA_DIR=/data\0");
    }

    @Test
    void aProcessHasItsCommandLineAndItsEnvironment() {
        LiveProcess found = new ProcessTable(proc).find(42).orElseThrow();

        assertThat(found.programName()).hasValue("ghe-backup");
        assertThat(found.environment()).containsEntry("GHE_DATA_DIR", "/data");
    }

    @Test
    void aProcessThatEndsWhileItIsLookedAtIsNotOneWithoutAnEnvironment() throws IOException {
        Path environ = proc.resolve("42/environ");
        Files.delete(environ);
        Tool.run("mkfifo", environ.toString());
        Thread ending = new Thread(() -> endWhenAsked(environ));
        ending.setDaemon(true); // it waits to be asked again
        ending.start();

        List<LiveProcess> tools = new ProcessTable(proc)
                .matching(process ->
                        process.programName().filter("ghe-backup"::equals).isPresent());

        assertThat(tools).isEmpty();
    }

    /** The kernel shows nothing of a process that has ended and was not waited for. */
    @SuppressWarnings("try") // it is opened, not written to
    private void endWhenAsked(Path environ) {
        try {
            while (true) {
                try (var asked = Files.newOutputStream(environ)) {
                    Files.writeString(proc.resolve("42/cmdline"), "");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
