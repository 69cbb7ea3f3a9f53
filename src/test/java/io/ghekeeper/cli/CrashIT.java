package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.JavaProgram;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3: safe to kill at any instant. */
class CrashIT {
    /** Begin, key, probe, snapshot, 3 steps, captured, volume, end. */
    private static final int CHANGES = 10;

    @TempDir
    private Path folder;

    @Test
    void aKillAfterAnyChangeOfTheJournalLosesNothingAndTheNextRunWorks() {
        // Three deployments side by side: each spends most of its time waiting.
        List<CompletableFuture<Void>> lanes = IntStream.rangeClosed(1, 3)
                .mapToObj(lane -> CompletableFuture.runAsync(() -> killAfterEvery(lane, 3)))
                .toList();
        lanes.forEach(CompletableFuture::join);
    }

    private void killAfterEvery(int first, int step) {
        try (Lane lane = new Lane(Files.createDirectory(folder.resolve("lane" + first)))) {
            lane.deployment.useQuickEngine();
            lane.deployment.configure("");
            lane.backUp();
            for (int changes = first; changes <= CHANGES; changes += step) {
                lane.killAndRecover(changes);
            }
            // Nothing happens behind the last change; were there more, they would not be tested.
            assertThat(lane.killedAfter(CHANGES + 1)).isFalse();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKillInTheMiddleOfATransferLosesNothingAndTheNextRunWorks() throws Exception {
        try (Lane lane = new Lane(folder)) {
            lane.backUp();
            String lastGood = lane.lastGood().id();
            lane.deployment.appliance().files().addBigFile("/data/user/pages/1/large", 4_000_000);
            lane.deployment.configure(StandInEngine.slow("pages"));
            Process keeper = lane.deployment.start(folder.resolve("killed.log"), "backup");
            Awaitility.await().until(() -> LargeFile.isHalfThere(lane.deployment.data()));

            keeper.destroyForcibly().waitFor();

            assertThat(lane.snapshots.completed(lastGood).complete()).isTrue();
            assertThat(lane.leftovers()).isPositive();
            lane.deployment.configure("");
            lane.backUp();
            assertThat(lane.keeper().core().journal().newest(Integer.MAX_VALUE).readable())
                    .extracting(run -> run.end().orElseThrow().outcome())
                    .containsExactly(Run.Outcome.SUCCEEDED, Run.Outcome.INTERRUPTED, Run.Outcome.SUCCEEDED);
        }
    }

    /** One deployment that is killed and recovers, again and again. */
    private static final class Lane implements AutoCloseable {
        private final Path folder;
        private final Deployment deployment;
        private final Snapshots snapshots;

        Lane(Path folder) throws IOException {
            this.folder = folder;
            this.deployment = Deployment.in(folder);
            this.snapshots = new Snapshots(new DataSettings(deployment.data(), Duration.ofDays(1)), new LocalDisk());
        }

        void killAndRecover(int changes) throws IOException, InterruptedException {
            String before = lastGood().id();

            assertThat(killedAfter(changes)).as("killed after " + changes).isTrue();

            assertThat(keeper().core().journal().newest(Integer.MAX_VALUE).unreadable())
                    .isEmpty();
            assertThat(lastGood().complete()).isTrue();
            assertThat(lastGood().id()).isGreaterThanOrEqualTo(before);
            assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();

            backUp();
            assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory()))
                    .isEmpty();
            assertThat(keeper().core().journal().newest(Integer.MAX_VALUE).readable())
                    .noneMatch(Run::isOpen);
        }

        /** What the next run does: it begins, whatever was left, ends what is alive, and makes a good snapshot. */
        void backUp() {
            Run run = keeper().runs().backup().run(Run.Cause.HAND);

            assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SUCCEEDED);
            assertThat(snapshots.completed(run.snapshot().orElseThrow()).complete())
                    .isTrue();
            assertThat(leftovers()).isZero();
            for (String marker : List.of("in-progress", "in-progress-backup", "in-progress-restore")) {
                assertThat(deployment.data().resolve(marker)).doesNotExist();
            }
        }

        boolean killedAfter(int changes) throws IOException, InterruptedException {
            Path log = folder.resolve("killed.log");
            Process process = new ProcessBuilder(JavaProgram.command(
                            KilledBackup.class, deployment.configuration().toString(), Integer.toString(changes)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int status = process.waitFor();
            assertThat(status).as(Files.readString(log)).isIn(0, 137);
            return status == 137;
        }

        /** An engine that lost its keeper works on, and for an instant, while it moves it, there is no {@code current}. */
        Snapshot lastGood() {
            return Awaitility.await()
                    .until(
                            () -> snapshots.list().all().stream()
                                    .filter(Snapshot::current)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        int leftovers() {
            return new RunProcesses(new ProcessTable())
                    .alive(keeper().core().journal()::knows)
                    .size();
        }

        Keeper keeper() {
            return HandMade.keeper(deployment);
        }

        @Override
        public void close() throws IOException {
            deployment.close();
        }
    }
}
