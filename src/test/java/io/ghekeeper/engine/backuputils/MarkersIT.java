package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.process.FewProcesses;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With real processes: some that are named as GitHub's tools, some that are not. */
@Tag("core")
@ResourceLock(Deployment.ENGINE_BY_HAND)
class MarkersIT {
    private static final String SNAPSHOT = "20010101T031700";

    @TempDir
    private Path data;

    @TempDir
    private Path programs;

    @TempDir
    private Path proc;

    private final List<Process> started = new ArrayList<>();
    private FewProcesses alive;
    private Markers markers;

    @BeforeEach
    void open() throws IOException {
        alive = new FewProcesses(proc);
        markers = new Markers(data, new LocalDisk(), alive.table());
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-progress", "in-progress-backup", "in-progress-restore"})
    void clearsAMarkerWhosePidIsDead(String name) throws Exception {
        Path marker = write(name, SNAPSHOT + " " + deadPid());

        List<MarkerVerdict> cleared = markers.clearStale();

        assertThat(cleared).hasSize(1);
        assertThat(cleared.get(0).proof()).contains("no process has pid");
        assertThat(marker).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-progress", "in-progress-backup", "in-progress-restore"})
    void neverClearsAMarkerWhoseRunIsAlive(String name) throws Exception {
        Process backup = start("ghe-backup", Map.of());
        Path marker = write(name, SNAPSHOT + " " + backup.pid());

        assertThat(markers.clearStale()).isEmpty();

        assertThat(marker).exists();
        assertThat(markers.judge())
                .singleElement()
                .satisfies(verdict ->
                        assertThat(verdict.proof()).contains("is alive", "pid " + backup.pid(), "ghe-backup"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void clearsAMarkerWhosePidIsAnotherProgramNow(long pid) throws Exception {
        alive.add(1);
        long reused = pid == 1 ? 1 : start("sleeper", Map.of()).pid();
        Path marker = write("in-progress", SNAPSHOT + " " + reused);

        assertThat(markers.clearStale())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.proof()).contains("another program's"));
        assertThat(marker).doesNotExist();
    }

    @Test
    void clearsAMarkerThatIsOlderThanTheToolWithItsPid() throws Exception {
        Process later = start("ghe-restore", Map.of());
        Path marker = write("in-progress-restore", "1795221997 " + later.pid());
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minusSeconds(3600)));

        assertThat(markers.clearStale())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.proof()).contains("pid was reused"));
        assertThat(marker).doesNotExist();
    }

    @Test
    void keepsAMarkerWhoseParentIsGoneWhileItsChildrenWork() throws Exception {
        start("rsync-stand-in", Map.of("GHE_SNAPSHOT_TIMESTAMP", SNAPSHOT));
        Path marker = write("in-progress", SNAPSHOT + " " + deadPid());

        assertThat(markers.clearStale()).isEmpty();
        assertThat(marker).exists();
    }

    @Test
    void keepsTheMarkerOfARestoreWhoseParentIsGoneWhileItsChildrenWork() throws Exception {
        // backup-utils gives every program an id of a snapshot, a restore's too, though none is made.
        Map<String, String> inherited = Map.of(
                "GHE_RESTORE_SNAPSHOT",
                SNAPSHOT,
                "GHE_SNAPSHOT_TIMESTAMP",
                "20010102T031700",
                "GHE_DATA_DIR",
                data.toString());
        start("rsync-stand-in", inherited);
        Path restore = write("in-progress-restore", "1795221997 " + deadPid());
        Path backup = write("in-progress-backup", SNAPSHOT + " " + deadPid());

        assertThat(markers.clearStale()).hasSize(1);
        assertThat(restore).exists();
        assertThat(backup).doesNotExist();
    }

    @Test
    void aRestoreElsewhereDisturbsNothing() throws Exception {
        start("rsync-stand-in", Map.of("GHE_RESTORE_SNAPSHOT", SNAPSHOT, "GHE_DATA_DIR", "/elsewhere"));
        Path marker = write("in-progress-restore", "1795221997 " + deadPid());

        assertThat(markers.clearStale()).hasSize(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void anIdleSshMasterIsNoRun() throws Exception {
        start("ssh", Map.of("GHE_SNAPSHOT_TIMESTAMP", SNAPSHOT), "-f", "-o", "ControlMaster=auto");
        Path marker = write("in-progress", SNAPSHOT + " " + deadPid());

        assertThat(markers.clearStale()).hasSize(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void keepsEveryMarkerWhileAProcessOfOurRunsWorksOnThisDirectory() throws Exception {
        start("anything", Map.of(RunProcesses.VARIABLE, "20261120T031700Z-backup-0000", "GHE_DATA_DIR", "" + data));
        Path marker = write("in-progress-restore", "1795221997 " + deadPid());

        assertThat(markers.clearStale()).isEmpty();
        assertThat(marker).exists();
    }

    @Test
    void aRunThatIsLeftOutOfAccountIsNotInProgressOnAnySnapshot() throws Exception {
        String run = "20261120T031700Z-backup-0001";
        start("rsync-stand-in", Map.of(RunProcesses.VARIABLE, run, "GHE_SNAPSHOT_TIMESTAMP", SNAPSHOT));

        assertThat(markers.mayBeUsing(SNAPSHOT)).isTrue();
        assertThat(markers.without("20261120T031700Z-backup-0002"::equals).mayBeUsing(SNAPSHOT))
                .isTrue();
        assertThat(markers.without(run::equals).mayBeUsing(SNAPSHOT)).isFalse();
    }

    @Test
    void aRunOnAnotherVolumeDisturbsNothing() throws Exception {
        start(
                "ghe-backup",
                Map.of(RunProcesses.VARIABLE, "20261120T031700Z-backup-0000", "GHE_DATA_DIR", "/elsewhere"));
        write("in-progress", "garbage");
        write("in-progress-backup", SNAPSHOT + " " + deadPid());

        assertThat(markers.clearStale()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "20261120T031700", "20261120T031700 -5", "foo bla fasel", "1 99999999999999999999"
            })
    void clearsAMarkerWithoutAPidOnlyWhileNoToolIsAlive(String content) throws Exception {
        Process backup = start("ghe-backup", Map.of());
        Path marker = write("in-progress", content);
        assertThat(markers.clearStale()).isEmpty();
        assertThat(marker).exists();

        backup.destroyForcibly().waitFor();
        assertThat(markers.clearStale()).hasSize(1);
        assertThat(marker).doesNotExist();
    }

    @Test
    void clearsASymbolicLinkAndNeverWhatItPointsTo() throws Exception {
        Path snapshot = Files.createDirectory(data.resolve(SNAPSHOT));
        Path marker = Files.createSymbolicLink(data.resolve("in-progress"), Path.of(SNAPSHOT));

        assertThat(markers.clearStale())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.proof()).contains("symbolic link"));
        assertThat(Files.exists(marker, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(snapshot).isDirectory();
    }

    @Test
    void leavesADirectoryOfThatNameAloneAndSaysSo() throws Exception {
        Path foreign = Files.createDirectory(data.resolve("in-progress"));

        assertThat(markers.clearStale()).isEmpty();
        assertThat(foreign).isDirectory();
        assertThat(markers.judge())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.proof()).contains("by hand"));
    }

    @Test
    void seesNothingWhereThereIsNoMarker() {
        assertThat(markers.judge()).isEmpty();
        assertThat(markers.clearStale()).isEmpty();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(data.resolve(name), content + "\n");
    }

    /** A script of that name that waits to be ended, started and seen under its name. */
    private Process start(String name, Map<String, String> environment, String... arguments) throws IOException {
        Path script = Files.writeString(programs.resolve(name), "read -r line\n");
        // What is seen is the same as with #!, by which nothing can be executed that is open in another test's fork.
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        alive.add(process.pid());
        Awaitility.await()
                .until(() -> new ProcessTable()
                        .find(process.pid())
                        .flatMap(live -> live.programName())
                        .filter(name::equals)
                        .isPresent());
        return process;
    }

    private static long deadPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
