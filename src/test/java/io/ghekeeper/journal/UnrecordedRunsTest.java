package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnrecordedRunsTest {
    private static final Run.Reason FULL = new Run.Reason("volume-full", "the volume is full", "enlarge it");

    @TempDir
    private Path folder;

    private Path memory;
    private int operationsOfTheBegin;

    @BeforeEach
    void countTheBegin() throws IOException {
        memory = folder.resolve("memory");
        Path elsewhere = Files.createDirectory(folder.resolve("count"));
        FaultyDisk disk = FaultyDisk.sound();
        Journal journal = new Journal(
                new JournalSettings(elsewhere.resolve("state"), 10, Duration.ofDays(1)),
                disk,
                Clock.systemUTC(),
                run -> {});
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
        }
        operationsOfTheBegin = disk.operations();
    }

    @Test
    void anEndThatCannotBeWrittenIsKnownAtOnceAndRecordedByTheNextRun() {
        String id = endedOnAFullVolume(run -> assertThatThrownBy(() -> run.end(Run.Outcome.FAILED, Optional.of(FULL)))
                .isInstanceOf(Failure.class));

        Journal next = journal(new LocalDisk());
        assertThat(next.find(id).end().orElseThrow().reason()).contains(FULL);
        assertThat(next.newest(1).readable().get(0).isOpen()).isFalse();
        assertThat(withoutMemory().find(id).isOpen()).isTrue();
        try (CaptureLease lease = next.acquireCapture()) {
            Journal.Closed closed = next.closeAbandoned(lease);
            assertThat(closed.runs()).isEmpty();
            assertThat(closed.recorded()).extracting(Run::id).containsExactly(id);
        }
        assertThat(withoutMemory().find(id).end().orElseThrow().reason()).contains(FULL);
        assertThat(memory.resolve("unrecorded")).isEmptyDirectory();
    }

    @Test
    void aRunThatGoesOnKeepsItsEventsAndWarnsOnce() {
        List<String> warnings = new ArrayList<>();

        String id = endedOnAFullVolume(run -> {
            run.goOnUnrecorded(warnings::add);
            run.record(RunEvent.of("restored", Map.of("bytes", "1")));
            run.record(RunEvent.of("proven", Map.of()));
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        });

        assertThat(warnings).hasSize(1).first().asString().contains("the next run records it");
        assertThat(journal(new LocalDisk()).find(id).isProof()).isTrue();
    }

    @Test
    void whatIsKeptOfARunThatDiedIsInItsRecordWhenItIsClosed() {
        String id = endedOnAFullVolume(run -> {
            run.goOnUnrecorded(warning -> {});
            run.record(RunEvent.of("restored", Map.of("bytes", "1")));
        });

        Journal next = journal(new LocalDisk());
        try (CaptureLease lease = next.acquireCapture()) {
            assertThat(next.closeAbandoned(lease).runs()).hasSize(1);
        }
        Run run = withoutMemory().find(id);
        assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(run.last(RestoreEvent.RestoreDone.class)).isPresent();
    }

    @Test
    void whatOthersMayHaveWrittenIsNotBelieved() throws IOException {
        String id = endedOnAFullVolume(run -> assertThatThrownBy(() -> run.end(Run.Outcome.FAILED, Optional.of(FULL)))
                .isInstanceOf(Failure.class));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory.resolve("unrecorded"))))
                .isEqualTo("rwx------");

        Files.setPosixFilePermissions(memory.resolve("unrecorded"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(journal(new LocalDisk()).find(id).isOpen()).isTrue();
    }

    /** A run's end needs no room but the one that it took before it began. */
    @Test
    void anEndIsWrittenIntoTheRoomThatTheRunTook() throws IOException {
        Journal journal = withoutMemory();
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            Path reserve = journal.output(run.id()).resolveSibling("reserve");
            assertThat(reserve).hasSize(512 << 10);
            Object inode = Files.getAttribute(reserve, "unix:ino");

            run.end(Run.Outcome.FAILED, Optional.of(FULL));

            assertThat(reserve).doesNotExist();
            assertThat(Files.getAttribute(reserve.resolveSibling("run.json"), "unix:ino"))
                    .isEqualTo(inode);
            assertThat(journal.find(run.id()).end().orElseThrow().reason()).contains(FULL);
        }
    }

    private interface Story {
        void happen(OpenRun run);
    }

    private String endedOnAFullVolume(Story story) {
        Journal journal = journal(FaultyDisk.failingFrom(operationsOfTheBegin + 1));
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            story.happen(run);
            return run.id();
        }
    }

    private Journal journal(Disk disk) {
        return new Journal(
                new JournalSettings(folder.resolve("state"), 10, Duration.ofDays(1), Optional.of(memory)),
                disk,
                Clock.systemUTC(),
                run -> {});
    }

    private Journal withoutMemory() {
        return new Journal(
                new JournalSettings(folder.resolve("state"), 10, Duration.ofDays(1)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
    }
}
