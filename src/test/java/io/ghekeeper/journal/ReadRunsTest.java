package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of the journal is never older than the disk. */
class ReadRunsTest {
    private static final String ID = "20260101T000000Z-backup-0001";

    @TempDir
    private Path state;

    private Path runs;
    private Journal journal;

    @BeforeEach
    void open() throws IOException {
        journal = new Journal(
                new JournalSettings(state, 1000, Duration.ofDays(400)), new LocalDisk(), Clock.systemUTC(), run -> {});
        journal.createDirectories();
        runs = state.resolve("runs");
        new PlantedRuns(state).plant(ID, "failed");
    }

    @Test
    void aRecordThatIsTheSameIsReadOnce() {
        assertThat(journal.find(ID)).isSameAs(journal.find(ID));
    }

    @Test
    void aRecordThatAnotherProcessReplacedIsReadAgain() throws IOException {
        journal.find(ID);
        Path record = runs.resolve(ID).resolve("run.json");
        Path replacement = Files.writeString(
                runs.resolve("other"), Files.readString(record).replace("\"failed\"", "\"suspect\""));
        Files.move(replacement, record, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

        assertThat(journal.find(ID).isSuspect()).isTrue();
    }

    @Test
    void aRecordThatIsDamagedSinceIsNoLongerBelieved() throws IOException {
        journal.find(ID);
        Files.writeString(runs.resolve(ID).resolve("run.json"), "{");

        assertThatThrownBy(() -> journal.find(ID)).isInstanceOf(Failure.class).hasMessageContaining("damaged");
    }

    @Test
    void aRunThatAnotherProcessBeganIsListed() throws IOException {
        Files.setLastModifiedTime(runs, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(journal.ids()).containsExactly(ID);
        assertThat(journal.ids()).isSameAs(journal.ids());

        new PlantedRuns(state).plant("20260102T000000Z-backup-0002", "failed");

        assertThat(journal.ids()).containsExactly("20260102T000000Z-backup-0002", ID);
    }

    /** The file system's clock stands still for some milliseconds. */
    @Test
    void aListThatWasReadJustAfterAChangeIsNotBelieved() throws IOException {
        FileTime now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(runs, now);
        journal.ids();
        new PlantedRuns(state).plant("20260102T000000Z-backup-0002", "failed");
        Files.setLastModifiedTime(runs, now);

        assertThat(journal.ids()).hasSize(2);
    }

    @Test
    void theMemoryIsBounded() throws IOException {
        ReadRuns read = new ReadRuns();
        Path record = Files.write(state.resolve("large"), new byte[600 << 10]);
        ReadRuns.FileVersion version = ReadRuns.FileVersion.of(record).orElseThrow();
        Run first = journal.find(ID);
        Run second = journal.skip(Run.Kind.BACKUP, Run.Cause.HAND, new Run.Reason("a", "b", "c"));

        read.keep(version, first);
        read.keep(version, second);

        assertThat(read.find(first.id(), version)).isEmpty();
        assertThat(read.find(second.id(), version)).isEqualTo(Optional.of(second));
    }
}
