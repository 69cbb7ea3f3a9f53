package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Run;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunProcessTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"TERM,15", "HUP,1", "KILL,9"})
    void aSignalBeforeTheRunIsNoFaultOfThisProgram(String signal, int number) throws Exception {
        Failure failure = ended("kill -" + signal + " $$", "");

        assertThat(failure.kind()).isEqualTo(FailureKind.RUN_INTERRUPTED);
        assertThat(failure).hasMessage("signal " + number + " ended the process of the run before the run began");
        assertThat(failure.hint()).startsWith("Nothing was done. Type it again");
    }

    @Test
    void whatTheProcessSaidIsItsFailure() throws Exception {
        Failure failure = ended("exit 60", "ERROR [volume-full]: no room\nHINT: Make room.\n");

        assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
        assertThat(failure.hint()).isEqualTo("Make room.");
    }

    @Test
    void aStatusWithoutWordsNamesItsKind() throws Exception {
        Failure failure = ended("exit " + FailureKind.VOLUME_FULL.exitStatus(), "");

        assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
    }

    private Failure ended(String script, String said) throws IOException, InterruptedException {
        Path output = Files.writeString(folder.resolve("starting-1.log"), said);
        Instant before = Instant.now();
        // Tests under nohup pass an ignored SIGHUP on.
        Process process = new ProcessBuilder("env", "--default-signal=HUP,TERM", "bash", "-c", script).start();
        process.waitFor();
        Journal journal = new Journal(
                new JournalSettings(folder, 10, Duration.ofDays(1)), new LocalDisk(), Clock.systemUTC(), run -> {});
        return new RunProcess(Run.Kind.SEAL, process, output, journal, before).refusal();
    }
}
