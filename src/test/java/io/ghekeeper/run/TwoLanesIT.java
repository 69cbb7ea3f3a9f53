package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.JavaProgram;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.run.RemovalProgram.EngineRuns;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither lane takes a snapshot away from the other. The leases and files are real, and where a process dies, it is one. */
@Tag("core")
@Order(6)
class TwoLanesIT {
    private static final String OLD = "20200101T000000";
    private static final String OTHER = "20200102T000000";
    private static final String NEW = "20261120T031700";
    private static final String ASIDE = ".ghe-keeper-removing-";
    private static final EngineRuns NO_ENGINE = new EngineRuns(Set.of());

    @TempDir
    private Path volume;

    private Path data;
    private Journal journal;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        data = Files.createDirectory(volume.resolve("data"));
        journal = RemovalProgram.journal(volume);
        journal.createDirectories();
        incomplete(OLD);
    }

    @Test
    void eachLaneHasOneHolderBesideOneOfTheOther() {
        try (CaptureLease capture = journal.acquireCapture();
                KeepLease keep = journal.acquireKeep()) {
            assertThat(capture).isNotNull();
            assertThat(keep).isNotNull();
            assertThat(journal.acquireCaptureIfFree()).isEmpty();
            assertThatThrownBy(journal::acquireKeep).hasMessageContaining("reads or removes snapshots");
        }
        journal.acquireKeep().close();
    }

    @Test
    void theKeepLaneClosesNoRunOfTheCaptureLane() {
        try (CaptureLease capture = journal.acquireCapture();
                KeepLease keep = journal.acquireKeep()) {
            OpenRun run = journal.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND);

            assertThat(journal.closeAbandoned(keep).runs()).isEmpty();
            assertThat(journal.find(run.id()).isOpen()).isTrue();
            assertThatThrownBy(() -> journal.begin(keep, Run.Kind.BACKUP, Run.Trigger.HAND))
                    .hasMessageContaining("does not run in the lane KEEP");
        }
    }

    @Test
    void theCaptureLaneClosesNoRunOfTheKeepLane() {
        try (CaptureLease capture = journal.acquireCapture();
                KeepLease keep = journal.acquireKeep()) {
            OpenRun run = journal.begin(keep, Run.Kind.SEAL, Run.Trigger.HAND);

            assertThat(journal.closeAbandoned(capture).runs()).isEmpty();
            assertThat(journal.prune(capture)).isZero();
            assertThat(journal.find(run.id()).isOpen()).isTrue();
            assertThat(journal.captureUses().runs()).isEmpty();
            assertThatThrownBy(() -> journal.begin(capture, Run.Kind.SEAL, Run.Trigger.HAND))
                    .hasMessageContaining("does not run in the lane CAPTURE");
        }
    }

    @Test
    void theRecordsOfSealsCostNoBackupItsRecord() {
        Journal few = new Journal(
                new JournalSettings(volume.resolve("state"), 3, Duration.ofDays(9)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
        try (CaptureLease capture = few.acquireCapture();
                KeepLease keep = few.acquireKeep()) {
            for (int i = 0; i < 4; i++) {
                few.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND).end(Run.Outcome.FAILED, Optional.empty());
                few.begin(keep, Run.Kind.SEAL, Run.Trigger.HAND).end(Run.Outcome.FAILED, Optional.empty());
            }

            assertThat(few.prune(capture)).isEqualTo(2);
        }
        assertThat(few.ids().stream().map(RunIds::laneOf).filter(Lane.KEEP::equals))
                .hasSize(3);
        assertThat(few.ids()).hasSize(6);
    }

    @Test
    void underBothLeasesASnapshotIsRemoved() throws IOException {
        assertThat(remove(NO_ENGINE, new LocalDisk())).containsExactly(OLD);
        assertThat(names()).isEmpty();
    }

    @Test
    void aBackupRemovesUnderItsOwnLease() throws IOException {
        try (CaptureLease capture = journal.acquireCapture()) {
            journal.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND);
            recovery(NO_ENGINE, new LocalDisk()).removeIncomplete(capture, removed -> {}, warnings::add);
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void aBackupLeavesSnapshotsToTheHolderOfTheKeepLane() throws IOException {
        try (CaptureLease capture = journal.acquireCapture();
                KeepLease keep = journal.acquireKeep()) {
            assertThat(keep).isNotNull();
            recovery(NO_ENGINE, new LocalDisk()).removeIncomplete(capture, removed -> {}, warnings::add);
        }

        assertThat(names()).containsExactly(OLD);
        assertThat(warnings).singleElement().asString().contains("reads or removes snapshots");
    }

    @Test
    void nothingIsRemovedBesideARunThatDoesNotNameWhatItUses() throws IOException {
        try (CaptureLease capture = journal.acquireCapture()) {
            assertThat(remove(NO_ENGINE, new LocalDisk())).isEmpty(); // before the run's record
            OpenRun run = journal.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND);
            assertThat(remove(NO_ENGINE, new LocalDisk())).isEmpty();
            run.snapshot(NEW); // as earlier releases name it
            assertThat(remove(NO_ENGINE, new LocalDisk())).isEmpty();
        }
        assertThat(names()).containsExactly(OLD);
    }

    @Test
    void besideARunOnlyWhatItDoesNotUseIsRemoved() throws Exception {
        incomplete(OTHER);
        Process capture = LeaseHolder.start(volume.resolve("state"), NEW, OLD);
        try {
            assertThat(capture.inputReader().readLine()).isEqualTo("held");

            assertThat(remove(NO_ENGINE, new LocalDisk())).containsExactly(OTHER);
            assertThat(names()).containsExactly(OLD);
        } finally {
            capture.destroyForcibly().waitFor();
        }

        // Proven dead: its record is open, and counts no more.
        assertThat(journal.newest(1).readable()).singleElement().matches(Run::isOpen);
        assertThat(remove(NO_ENGINE, new LocalDisk())).containsExactly(OLD);
    }

    @Test
    void anEngineThatNoKnownRunHasKeepsEverySnapshot() throws IOException {
        try (CaptureLease capture = journal.acquireCapture()) {
            OpenRun run = journal.begin(capture, Run.Kind.RESTORE, Run.Trigger.HAND);
            run.snapshot(NEW, Set.of());

            assertThat(remove(new EngineRuns(Set.of(run.id(), "of-another")), new LocalDisk()))
                    .isEmpty();
            assertThat(remove(new EngineRuns(Set.of(run.id())), new LocalDisk()))
                    .containsExactly(OLD);
        }
        incomplete(OLD);
        assertThat(remove(new EngineRuns(Set.of("of-a-dead-keeper")), new LocalDisk()))
                .isEmpty();
    }

    @Test
    void aRenameIsUndoneWhenARunNamesTheSnapshotMeanwhile() throws IOException {
        try (CaptureLease capture = journal.acquireCapture()) {
            OpenRun run = journal.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND);
            run.snapshot(NEW, Set.of());
            FaultyDisk disk = FaultyDisk.disturbedAt(1, () -> run.snapshot(NEW, Set.of(OLD)));

            assertThat(remove(NO_ENGINE, disk)).isEmpty();
        }
        assertThat(names()).containsExactly(OLD);
        assertThat(data.resolve(OLD)).isDirectoryContaining("glob:**/incomplete");
    }

    @Test
    void aCaptureThatBeginsBetweenRenameAndRemovalIsNotAffected() throws Exception {
        Process removal = removal("delete in the tree");
        try (CaptureLease capture = journal.acquireCapture()) {
            OpenRun run = journal.begin(capture, Run.Kind.BACKUP, Run.Trigger.HAND);
            assertThat(snapshots()).isEmpty();
            String id = new Snapshots(settings(), new LocalDisk()).freeId(Instant.now());
            run.snapshot(id, Set.of());
            Files.createDirectory(data.resolve(id));

            removal.getOutputStream().close();

            assertThat(removal.inputReader().readLine()).isEqualTo("removed");
            assertThat(names()).containsExactly(id);
            assertThat(journal.find(run.id()).isOpen()).isTrue();
        } finally {
            removal.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatAKilledRemovalLeavesIsNoSnapshotAndIsRemovedNextTime() throws Exception {
        for (String operation : List.of("sync " + data, "delete in the tree pack", "delete in the tree incomplete")) {
            incomplete(OLD);
            Process removal = removal(operation);
            assertThatThrownBy(journal::acquireKeep).hasMessageContaining("pid " + removal.pid());
            removal.destroyForcibly().waitFor();

            assertThat(names()).as("killed before " + operation).containsExactly(ASIDE + OLD);
            assertThat(snapshots()).isEmpty();
            try (CaptureLease capture = journal.acquireCapture()) {
                assertThat(capture).isNotNull();
                assertThat(remove(NO_ENGINE, new LocalDisk())).containsExactly(OLD);
            }
            assertThat(names()).isEmpty();
        }
    }

    private Process removal(String operation) throws IOException {
        Process removal =
                new ProcessBuilder(JavaProgram.command(RemovalProgram.class, volume.toString(), operation)).start();
        assertThat(removal.inputReader().readLine()).isEqualTo("reached");
        return removal;
    }

    private List<String> remove(EngineRuns engine, Disk disk) {
        List<RunEvent> removed = new ArrayList<>();
        recovery(engine, disk).removeIncomplete(removed::add, warnings::add);
        return removed.stream()
                .map(event -> ((BackupEvent.IncompleteRemoved) event).snapshot())
                .toList();
    }

    private Recovery recovery(EngineRuns engine, Disk disk) {
        return RemovalProgram.recovery(volume, journal, engine, disk);
    }

    private List<Snapshot> snapshots() {
        return new Snapshots(settings(), new LocalDisk()).list().all();
    }

    private DataSettings settings() {
        return new DataSettings(data, Duration.ofDays(1));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(data)) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        }
    }

    private void incomplete(String id) throws IOException {
        Path snapshot = data.resolve(id);
        Path repository = Files.createDirectories(snapshot.resolve("repositories/1"));
        Files.writeString(repository.resolve("pack"), "half\n");
        Files.writeString(snapshot.resolve("incomplete"), "");
        for (Path path : List.of(snapshot.resolve("incomplete"), snapshot)) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        }
    }
}
