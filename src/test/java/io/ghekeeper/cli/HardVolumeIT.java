package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Volumes that are full, that turn read-only, that lose what is ours; and clocks that are set. */
@Order(2)
class HardVolumeIT extends OneDeployment {
    /**
     * What a backup ends with when a marker cannot be read, and an engine is running that a person, or another test, began
     * by hand: that engine might have written the marker.
     */
    private static final int ENGINE_ACTIVE = FailureKind.ENGINE_ACTIVE.exitStatus();

    @Test
    void aVolumeThatFillsUpCostsOnlyTheRunThatFilledIt() throws IOException {
        assumeMounts();
        try (Mount volume = Mount.memory(folder.resolve("data"), "size=24m")) {
            haveSnapshot();
            String good = keeper().core()
                    .journal()
                    .lastGood()
                    .orElseThrow()
                    .snapshot()
                    .orElseThrow();
            deployment.appliance().files().addBigFile("/data/user/pages/1/large", 40_000_000);

            Deployment.Result full = Typed.at(deployment, "backup");

            assertThat(full.status()).as(full.err()).isEqualTo(60);
            assertThat(full.err())
                    .contains("ERROR [volume-full]", "HINT: Free space")
                    .doesNotContain("Exception");
            assertThat(newest().end().orElseThrow().outcome()).isEqualTo(Run.Outcome.FAILED);
            assertThat(recorded(newest().id())).contains("volume-full");
            assertThat(keeper().core().journal().lastGood().orElseThrow().snapshot())
                    .contains(good);
            assertThat(nothingIsAlive()).isTrue();
            volume.remount("size=200m");
            assertThat(Typed.at(deployment, "backup").status()).isZero();
        }
    }

    @Test
    void aVolumeWithoutAByteIsFullEvenForTheLease() throws IOException {
        deployment.useQuickEngine();
        deployment.configure("");
        assumeMounts();
        try (Mount volume = Mount.memory(folder.resolve("data"), "size=64k")) {
            Files.write(folder.resolve("data/all"), new byte[64 << 10]);

            Deployment.Result full = Typed.at(deployment, "backup");

            assertThat(full.status()).as(full.err()).isEqualTo(60);
            assertThat(full.err()).contains("ERROR [volume-full]", "HINT: Enlarge the volume");
            volume.remount("size=200m");
            assertThat(Typed.at(deployment, "backup").status()).isZero();
        }
    }

    @Test
    void aVolumeWithoutAnInodeIsSaidSo() throws IOException {
        deployment.useQuickEngine();
        deployment.configure("");
        assumeMounts();
        try (Mount volume = Mount.memory(folder.resolve("data"), "size=24m,nr_inodes=5000")) {
            useUpInodes();

            Deployment.Result out = Typed.at(deployment, "backup");

            assertThat(out.status()).as(out.err()).isEqualTo(63);
            assertThat(out.err()).contains("ERROR [volume-out-of-inodes]", "no inode is left");
            volume.remount("nr_inodes=20000");
            assertThat(Typed.at(deployment, "backup").status()).isZero();
        }
    }

    @Test
    void aVolumeThatRunsOutOfInodesInARunIsSaidSo() throws Exception {
        assumeMounts();
        try (Mount volume = Mount.memory(folder.resolve("data"), "size=24m,nr_inodes=5000")) {
            deployment.configure(StandInEngine.slow("pages"));
            deployment.appliance().files().addBigFile("/data/user/pages/1/large", 1_500_000);
            Process keeper = deployment.start(log, "backup");
            Awaitility.await().until(() -> Files.readString(log).contains("GitHub Pages"));

            useUpInodes();

            assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(63);
            assertThat(recorded(newest().id())).contains("volume-out-of-inodes");
            volume.remount("nr_inodes=20000");
            deployment.configure("");
            assertThat(Typed.at(deployment, "backup").status()).isZero();
        }
    }

    private void useUpInodes() throws IOException {
        Path many = Files.createDirectory(folder.resolve("data/many"));
        try {
            for (int i = 0; i < 10_000; i++) {
                Files.createFile(many.resolve("f" + i));
            }
        } catch (IOException none) {
            return;
        }
        throw new IllegalStateException("there is no limit of inodes");
    }

    @Test
    void aVolumeThatIsReadOnlyIsSaidSoAndCanBeLookedAt() {
        deployment.useQuickEngine();
        deployment.configure("");
        assumeMounts();
        try (Mount volume = Mount.memory(folder.resolve("data"), "size=24m")) {
            assertThat(Typed.at(deployment, "backup").status()).isZero();
            volume.remount("ro");

            Deployment.Result backup = Typed.at(deployment, "backup");

            assertThat(backup.status()).isEqualTo(61);
            assertThat(backup.err())
                    .contains("is mounted read-only at", "HINT:")
                    .doesNotContain("Exception");
            assertThat(Typed.at(deployment, "runs").out()).contains("succeeded");
        }
    }

    @Test
    void aVolumeThatTurnsReadOnlyInARunEndsItAndItsReasonIsRecordedByTheNextOne() throws Exception {
        assumeMounts();
        try (Mount volume = Mount.disk(folder.resolve("data"), folder.resolve("image"), 64)) {
            haveSnapshot();
            deployment.configure(StandInEngine.slow("pages"));
            deployment.appliance().files().addBigFile("/data/user/pages/1/large", 4_000_000);
            Process keeper = deployment.start(log, "backup");
            Awaitility.await().until(() -> Files.readString(log).contains("GitHub Pages"));

            volume.fault();

            assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(61);
            assertThat(Files.readString(log))
                    .contains("ERROR [volume-unusable]", "is mounted read-only", "HINT:")
                    .doesNotContain("Exception in");
            String id = newest().id();
            assertThat(recorded(id)).doesNotContain("volume-unusable");
            Deployment.Result shown = Typed.at(deployment, "status");
            assertThat(shown.out())
                    .contains("volume-unusable: ", "volume      read-only, so that no backup can be taken")
                    .doesNotContain("cut off");
            assertThat(nothingIsAlive()).isTrue();
            assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory()))
                    .isEmpty();
            volume.repair(folder.resolve("image"));
            deployment.configure("");
            int next = Awaitility.await()
                    .until(() -> Typed.at(deployment, "backup").status(), status -> status != ENGINE_ACTIVE);
            assertThat(next).isZero();
            assertThat(keeper().core().journal().newest(10).readable()).noneMatch(Run::isOpen);
            assertThat(recorded(id)).contains("\"failed\"", "volume-unusable").doesNotContain("run-interrupted");
            assertThat(deployment.keyDirectory().resolve("unrecorded")).isEmptyDirectory();
        }
    }

    @Test
    @SuppressWarnings("try")
    void aVolumeThatOthersFillToTheLastByteTakesTheReasonOfTheRunThatItEnds() throws Exception {
        assumeMounts();
        try (Mount volume = Mount.disk(folder.resolve("data"), folder.resolve("image"), 64)) {
            Process keeper = backupAtPages();

            fillUp();

            assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(60);
            assertThat(recorded(newest().id())).contains("\"failed\"", "volume-full");
            assertThat(Typed.at(deployment, "status").out()).contains("full, so that no backup can be taken");
            Files.delete(folder.resolve("data/all"));
            deployment.configure("");
            assertThat(Typed.at(deployment, "backup").status()).isZero();
        }
    }

    private Process backupAtPages() throws IOException {
        deployment.configure(StandInEngine.slow("pages"));
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 4_000_000);
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("GitHub Pages"));
        return keeper;
    }

    /** Whatever the run still needs: what it frees, others may take. */
    private void fillUp() throws IOException {
        try (OutputStream all = Files.newOutputStream(folder.resolve("data/all"))) {
            while (true) {
                all.write(new byte[512]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void aRestoreGoesOnToItsEndOnAVolumeThatTurnsReadOnly() throws Exception {
        assumeMounts();
        try (Mount volume = Mount.disk(folder.resolve("data"), folder.resolve("image"), 64)) {
            Process restore = restoreAtPages();

            volume.fault();

            assertRestored(restore);
            String id = newest().id();
            assertThat(recorded(id)).doesNotContain("proven");
            volume.repair(folder.resolve("image"));
            deployment.configure("");
            Deployment.Result next = Typed.at(deployment, "backup");
            assertThat(next.status()).as(next.err()).isZero();
            assertThat(recorded(id)).contains("\"succeeded\"", "\"restored\"", "\"checked\"", "\"proven\"");
        }
    }

    @Test
    @SuppressWarnings("try")
    void aRestoreGoesOnToItsEndOnAVolumeThatFillsUp() throws Exception {
        assumeMounts();
        try (Mount volume = Mount.disk(folder.resolve("data"), folder.resolve("image"), 64)) {
            Process restore = restoreAtPages();

            fillUp();

            assertRestored(restore);
            assertThat(recorded(newest().id())).contains("\"succeeded\"", "\"proven\"");
        }
    }

    private Process restoreAtPages() throws IOException {
        deployment.target().files().maintenance(true);
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 700_000);
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        deployment.configure(StandInEngine.slow("restore-pages"));
        Process restore = deployment.start(log, "restore", "127.0.0.2", "--yes", "127.0.0.2", "--foreground");
        Awaitility.await()
                .until(() -> !restore.isAlive() || Files.readString(log).contains("Pages"));
        assertThat(restore.isAlive()).as(Files.readString(log)).isTrue();
        return restore;
    }

    private void assertRestored(Process restore) throws Exception {
        assertThat(restore.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(restore.exitValue()).as(Files.readString(log)).isZero();
        assertThat(deployment.target().files().at("/data/user/common/ghe-restore-status"))
                .hasContent("complete");
        assertThat(newest().isProof()).isTrue();
        assertThat(Typed.at(deployment, "status").out()).contains("restore     ", "good: snapshot");
        assertThat(nothingIsAlive()).isTrue();
    }

    /** The record as it lies on the volume. */
    private String recorded(String id) throws IOException {
        return Files.readString(deployment.state().resolve("runs").resolve(id).resolve("run.json"));
    }

    @Test
    void aLostStateDirectoryEndsTheRunAndNothingElseIsLost() throws Exception {
        haveSnapshot();
        deployment.configure(StandInEngine.slow("repositories"));
        Process keeper = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));

        deleteTree(deployment.state());

        assertThat(keeper.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(keeper.exitValue()).as(Files.readString(log)).isEqualTo(61);
        assertThat(nothingIsAlive()).isTrue();
        deployment.configure("");
        Deployment.Result next = Typed.at(deployment, "backup");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(complete()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aClockSetBackNeitherHidesTheNewBackupNorLetsItBePruned() {
        deployment.useQuickEngine();
        deployment.configure("");
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(5));
        keeper(ahead).runs().backup().run(Run.Cause.HAND);
        String future = complete().get(0).id();

        Run run = keeper().runs().backup().run(Run.Cause.HAND);

        assertThat(run.isGood()).isTrue();
        assertThat(run.snapshot().orElseThrow()).isGreaterThan(future);
        assertThat(keeper().core().journal().lastGood().map(Run::id)).contains(run.id());
        assertThat(run.begin()).isBefore(Instant.now().plusSeconds(1));
    }

    private Run newest() {
        return keeper().core().journal().newest(1).readable().get(0);
    }

    private List<Snapshot> complete() {
        return keeper().core().snapshots().list().all().stream()
                .filter(Snapshot::complete)
                .toList();
    }

    private boolean nothingIsAlive() {
        return new RunProcesses(new ProcessTable())
                .alive(run -> true).stream()
                        .noneMatch(
                                process -> String.join(" ", process.arguments()).contains(folder.toString()));
    }

    private Keeper keeper() {
        return keeper(Clock.systemUTC());
    }

    private Keeper keeper(Clock clock) {
        return HandMade.keeper(deployment, clock);
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    private static void assumeMounts() {
        Assumptions.assumeTrue(Mount.possible(), "only root can mount");
    }
}
