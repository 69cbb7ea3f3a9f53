package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.volume.LocalDisk;
import io.ghekeeper.volume.LockFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");
    private static final Run.Reason REASON = new Run.Reason("volume-full", "the volume is full", "Make it larger.");

    @TempDir
    private Path volume;

    private final List<Run> seen = new ArrayList<>();
    private Path directory;
    private Journal journal;

    @BeforeEach
    void open() {
        directory = volume.resolve("ghe-keeper");
        journal = reopened();
    }

    @Test
    void isOnlyForItsOwner() throws IOException {
        journal.acquireCapture().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void aLookAtTheLeaseSeesWhoHoldsItAndWritesNothing() throws IOException {
        assertThat(journal.leaseState()).isEqualTo(LockFile.LockUse.FREE);
        assertThat(directory).doesNotExist();

        try (CaptureLease held = journal.acquireCapture()) {
            assertThat(journal.leaseState()).isEqualTo(LockFile.LockUse.HELD_HERE);
            held.requireOpen();
        }
        String text = Files.readString(directory.resolve("lease"));
        assertThat(journal.leaseState()).isEqualTo(LockFile.LockUse.FREE);
        assertThat(directory.resolve("lease")).hasContent(text);
    }

    @Test
    void neverMakesTheWayToTheVolume() {
        Journal unmounted = new Journal(
                new JournalSettings(volume.resolve("not-mounted/ghe-keeper"), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                Clock.systemUTC(),
                seen::add);

        assertThatThrownBy(unmounted::acquireCapture)
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE))
                .hasMessageEndingWith("not-mounted/ghe-keeper: there is no folder " + volume.resolve("not-mounted"));
        assertThat(volume.resolve("not-mounted")).doesNotExist();
    }

    @Test
    void aRunIsOnDiskBeforeItBegins() {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);

            assertThat(run.id()).matches("20261120T031700Z-backup-[0-9a-f]{4}");
            assertThat(reopened().newest(Integer.MAX_VALUE).readable()).containsExactly(run.run());
            assertThat(run.output()).isEmptyFile();
        }
    }

    @Test
    void runsOfOneSecondAreInTheOrderInWhichTheyBegan() {
        List<String> begun = new ArrayList<>();
        try (CaptureLease lease = journal.acquireCapture()) {
            for (int i = 0; i < 40; i++) {
                OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
                run.end(Run.Outcome.SUCCEEDED, Optional.empty());
                begun.add(0, run.id());
            }
        }

        assertThat(reopened().ids()).isEqualTo(begun);
        assertThat(reopened().lastGood().map(Run::id)).contains(begun.get(0));
    }

    @Test
    void whatIsReadEqualsWhatWasWritten() {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.record(RunEvent.of("step", Map.of("step", "1/12 GitHub \"secrets\"\n\u00e9", "b", "2")));
            run.record(RunEvent.of("plain", Map.of()));
            run.snapshot("20261120T031700", Set.of("20261119T031700"));
            run.end(Run.Outcome.FAILED, Optional.of(REASON));

            assertThat(run.run().uses()).contains(Set.of("20261119T031700", "20261120T031700"));
            assertThat(reopened().newest(Integer.MAX_VALUE).readable()).containsExactly(run.run());
            assertThat(seen).hasSize(5).last().isEqualTo(run.run());
        }
    }

    @Test
    void theFirstEndCounts() {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            run.end(Run.Outcome.INTERRUPTED, Optional.of(REASON));
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
            run.record(RunEvent.of("late", Map.of()));

            assertThat(run.run().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
            assertThat(run.run().events()).isEmpty();
        }
    }

    @Test
    void closesTheRunsOfDeadProcessesAsInterruptedAndNoOthers() {
        Run ended;
        Run abandoned;
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun first = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            first.end(Run.Outcome.SUCCEEDED, Optional.empty());
            ended = first.run();
            abandoned = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).run();
        }
        Journal next = reopened();
        try (CaptureLease lease = next.acquireCapture()) {
            assertThat(next.closeAbandoned(lease).runs()).extracting(Run::id).containsExactly(abandoned.id());
            assertThat(next.closeAbandoned(lease).runs()).isEmpty();
        }
        assertThat(next.newest(Integer.MAX_VALUE).readable()).contains(ended).noneMatch(Run::isOpen);
    }

    @Test
    void aSkippedTickIsRecordedWithoutTheLease() {
        try (CaptureLease lease = journal.acquireCapture()) {
            assertThat(lease).isNotNull();
            reopened().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), REASON);
        }
        assertThat(journal.newest(Integer.MAX_VALUE).readable())
                .singleElement()
                .satisfies(run -> assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SKIPPED));
    }

    @Test
    void aDamagedOrForeignOrNewerRecordIsReportedAndNeverInTheWay() throws IOException {
        Run good;
        try (CaptureLease lease = journal.acquireCapture()) {
            good = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).run();
        }
        plant("20260101T000000Z-backup-0001", "{\"format\": 1, \"id\"");
        plant("20260101T000000Z-backup-0002", "{\"format\": 99}");
        plant("20260101T000000Z-backup-0003", "[]");
        plant("20260101T000000Z-backup-0004", "");
        Files.createDirectory(directory.resolve("runs/20260101T000000Z-backup-0005"));
        Files.createDirectory(directory.resolve("runs/.new-20260101T000000Z-backup-0006"));

        assertThat(journal.newest(Integer.MAX_VALUE).readable()).containsExactly(good);
        assertThat(journal.newest(Integer.MAX_VALUE).unreadable())
                .hasSize(5)
                .anyMatch(line -> line.contains("newer ghe-keeper"));
    }

    @Test
    void aRecordThatIsNotItsFoldersOwnIsNeverWritten() throws IOException {
        String id;
        try (CaptureLease lease = journal.acquireCapture()) {
            id = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).id();
        }
        String record = Files.readString(directory.resolve("runs/" + id + "/run.json"));
        plant("20260101T000000Z-backup-0001", record);
        plant("20260101T000000Z-backup-0002", record.replace(id, "../../elsewhere"));
        Path elsewhere = Files.createDirectory(volume.resolve("elsewhere"));

        try (CaptureLease lease = journal.acquireCapture()) {
            journal.closeAbandoned(lease);
        }

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(journal.newest(10).readable()).extracting(Run::id).containsExactly(id);
        assertThat(journal.newest(10).unreadable())
                .hasSize(2)
                .allMatch(line -> line.endsWith("is the record of another run"));
    }

    @Test
    void whatIsNoRecordAtAllIsNeitherWaitedForNorTakenIntoMemory() throws Exception {
        journal.acquireCapture().close();
        plant("20260101T000000Z-backup-0001", "");
        Path pipe = directory.resolve("runs/20260101T000000Z-backup-0001/run.json");
        Files.delete(pipe);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        plant("20260101T000000Z-backup-0002", "");
        try (var huge = new RandomAccessFile(
                directory.resolve("runs/20260101T000000Z-backup-0002/run.json").toFile(), "rw")) {
            huge.setLength(1L << 40); // sparse: it takes no room
        }
        Files.createDirectory(directory.resolve("runs/2 no run"));

        List<String> unreadable = assertTimeoutPreemptively(
                TestTimeouts.LONG, () -> journal.newest(10).unreadable());

        assertThat(unreadable)
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("run.json cannot be read: is larger than 4.0 MiB"),
                        line -> assertThat(line).endsWith("run.json cannot be read: is no regular file"));
    }

    @Test
    void theNewestRunComesFirst() {
        try (CaptureLease lease = journal.acquireCapture()) {
            Run older = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).run();
            Journal later = new Journal(
                    new JournalSettings(directory, 1000, Duration.ofDays(400)),
                    new LocalDisk(),
                    Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC),
                    run -> {});
            Run newer = later.skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), REASON);

            assertThat(journal.newest(Integer.MAX_VALUE).readable()).containsExactly(newer, older);
        }
    }

    @Test
    void knowsOnlyItsOwnRuns() {
        try (CaptureLease lease = journal.acquireCapture()) {
            String id = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).id();

            assertThat(journal.knows(id)).isTrue();
            assertThat(journal.knows("20261120T031700Z-backup-zzzz")).isFalse();
            assertThat(journal.knows("../../runs/" + id)).isFalse();
        }
    }

    @Test
    void aSecondRequestOfTheSameProcessIsRefusedAndNeverLosesTheLock() throws Exception {
        try (CaptureLease lease = journal.acquireCapture()) {
            assertThat(lease).isNotNull();
            assertThatThrownBy(journal::acquireCapture)
                    .isInstanceOfSatisfying(
                            Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.RUN_ACTIVE));
            assertThat(journal.leaseState()).isEqualTo(LockFile.LockUse.HELD_HERE);
            Process other = LeaseHolder.start(directory);
            assertThat(other.inputReader().readLine())
                    .contains("refused", "pid " + ProcessHandle.current().pid());
        }
        journal.acquireCapture().close();
    }

    @Test
    void theLeaseEndsWithItsProcessHoweverThatEnds() throws Exception {
        journal.acquireCapture().close();
        Process other = LeaseHolder.start(directory);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            assertThat(journal.leaseState()).isEqualTo(LockFile.LockUse.HELD_ELSEWHERE);
            assertThatThrownBy(journal::acquireCapture).hasMessageContaining("pid " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        journal.acquireCapture().close();
    }

    @Test
    void readingTheLeaseMakesNoRunFail() throws Exception {
        journal.acquireCapture().close();
        Process looking = LeaseHolder.start(directory);
        try {
            assertThat(looking.inputReader().readLine()).isEqualTo("held");
            FutureTask<Void> run =
                    new FutureTask<>(() -> journal.acquireCapture().close(), null);
            Thread thread = new Thread(run);
            thread.start();
            Awaitility.await().until(() -> run.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
            looking.getOutputStream().close();

            assertThat(run).succeedsWithin(TestTimeouts.LONG);
        } finally {
            looking.destroyForcibly().waitFor();
        }
    }

    private void plant(String id, String document) throws IOException {
        Files.writeString(
                Files.createDirectory(directory.resolve("runs").resolve(id)).resolve("run.json"), document);
    }

    private Journal reopened() {
        return new Journal(
                new JournalSettings(directory, 1000, Duration.ofDays(400)),
                new LocalDisk(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                seen::add);
    }
}
