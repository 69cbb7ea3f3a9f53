package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLogFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'a\nb\nc\n', 2, 'b\nc\n'",
        "'a\nb\nc', 2, 'b\nc'",
        "'a\nb\nc\n', 0, ''",
        "'a\nb\n', 2, 'a\nb\n'",
        "'a\nb\n', 9, 'a\nb\n'",
        "'\n\n\n', 1, '\n'",
        "'', 3, ''",
        "'a', 1, 'a'"
    })
    void theLastLinesAreThoseOfTheEnd(String log, long lines, String last) throws IOException {
        assertThat(tail(log, lines)).isEqualTo(last);
        // The same where lines cross the blocks in which the file is read.
        String before = "x".repeat(65_535) + "\n";
        assertThat(tail(before + before + log, lines + 1)).endsWith(last);
    }

    private String tail(String log, long lines) throws IOException {
        Path file = Files.writeString(folder.resolve("log"), log);
        try (FileChannel channel = FileChannel.open(file)) {
            RunLogFile.seekLastLines(channel, lines);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
