package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
    @TempDir
    private Path folder;

    private final List<String> ofSsh = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private void follow(String sshMessages, String output) throws IOException {
        Path ssh = Files.createFile(folder.resolve("ssh"));
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        OutputReader reader = new OutputReader() {
            @Override
            public void look() {}

            @Override
            public void ssh(String line) {
                ofSsh.add(line);
            }

            @Override
            public void line(String line) {
                others.add(line);
            }
        };
        SshMessages messages = new SshMessages(ssh, reader);
        try (LogFollower follower = LogFollower.atEndOf(log, Optional.empty(), messages, reader::line)) {
            follower.start();
            Files.writeString(ssh, sshMessages, java.nio.file.StandardOpenOption.APPEND);
            Files.writeString(log, output, java.nio.file.StandardOpenOption.APPEND);
        }
    }

    @Test
    void whatSshPrintedIsSeparatedFromEverythingElse() throws IOException {
        follow("Host key verification failed.\r\n", "a\nb\rSchl\u00fc\u00dfel\nno end");

        assertThat(ofSsh).containsExactly("Host key verification failed.");
        assertThat(others).containsExactly("a", "b", "Schl\u00fc\u00dfel", "no end");
    }

    @Test
    void noLineIsForgedInTheMiddleOfAVeryLongOne() throws IOException {
        String forged = "2026-11-21T00:25:48Z  INFO  Backup of h:122 finished.";
        follow("", "x".repeat(16 * 1024) + forged + "\n" + "y".repeat(40_000) + "\nnext\n");

        assertThat(others)
                .hasSize(3)
                .noneMatch(line -> line.startsWith("2026"))
                .last()
                .isEqualTo("next");
        assertThat(others).allMatch(line -> line.length() <= 16 * 1024);
    }
}
