package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.process.ProcessTable;
import io.ghekeeper.process.RunProcesses;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3: safe to kill at any instant. */
class CrashIT {
    private static final int MOST_CHANGES = 40;

    @TempDir
    private Path folder;

    private Deployment deployment;
    private Snapshots snapshots;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        snapshots = new Snapshots(new DataSettings(deployment.data()));
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void aKillAfterAnyChangeOfTheJournalLosesNothingAndTheNextRunWorks() throws Exception {
        backUp();
        int changes = 0;
        boolean killed = true;
        while (killed) {
            changes++;
            assertThat(changes).isLessThan(MOST_CHANGES);
            Snapshot lastGood = lastGood();
            killed = killedAfter(changes);

            assertThat(keeper().journal().all().unreadable()).isEmpty();
            assertThat(snapshots.completed(lastGood().id()).complete()).isTrue();
            assertThat(lastGood().id()).isGreaterThanOrEqualTo(lastGood.id());
            assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();

            backUp();
            assertThat(deployment.keyDirectory()).satisfies(this::holdsNoKey);
            assertThat(keeper().journal().all().readable()).noneMatch(Run::isOpen);
        }
        // Begin, key, probe, snapshot, 12 steps, captured, end: a harness that hits fewer tests nothing.
        assertThat(changes).isGreaterThan(16);
    }

    @Test
    void aKillInTheMiddleOfATransferLosesNothingAndTheNextRunWorks() throws Exception {
        backUp();
        String lastGood = lastGood().id();
        deployment.appliance().files().addBigFile("/data/user/pages/1/large", 4_000_000);
        deployment.configure(StandInEngine.slow("pages"));
        Process keeper = deployment.start(folder.resolve("killed.log"), "backup");
        Awaitility.await().until(() -> largeFileIsHalfThere());

        keeper.destroyForcibly().waitFor();

        assertThat(snapshots.completed(lastGood).complete()).isTrue();
        assertThat(leftovers()).isPositive();
        deployment.configure("");
        backUp();
        assertThat(keeper().journal().all().readable())
                .extracting(run -> run.end().orElseThrow().outcome())
                .containsExactly(Run.Outcome.SUCCEEDED, Run.Outcome.INTERRUPTED, Run.Outcome.SUCCEEDED);
    }

    private boolean largeFileIsHalfThere() throws IOException {
        try (var files = Files.walk(deployment.data())) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".large."));
        } catch (java.io.UncheckedIOException changing) {
            return false;
        }
    }

    /** What the next run does: it begins, whatever was left, ends what is alive, and makes a good snapshot. */
    private void backUp() throws IOException {
        Run run = keeper().backup().run(Run.Trigger.HAND);

        assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.SUCCEEDED);
        assertThat(snapshots.completed(run.snapshot().orElseThrow()).complete()).isTrue();
        assertThat(leftovers()).isZero();
        for (String marker : List.of("in-progress", "in-progress-backup", "in-progress-restore")) {
            assertThat(deployment.data().resolve(marker)).doesNotExist();
        }
    }

    private boolean killedAfter(int changes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledBackup.class.getName(),
                        deployment.configuration().toString(),
                        Integer.toString(changes))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
        int status = process.waitFor();
        assertThat(status).as(Files.readString(folder.resolve("killed.log"))).isIn(0, 137);
        return status == 137;
    }

    private Snapshot lastGood() {
        return snapshots.all().stream().filter(Snapshot::current).findFirst().orElseThrow();
    }

    private int leftovers() {
        Keeper keeper = keeper();
        return new RunProcesses(new ProcessTable())
                .alive(keeper.journal()::knows)
                .size();
    }

    private void holdsNoKey(Path directory) {
        try {
            assertThat(deployment.holdersOfTheKeyBelow(directory)).isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Keeper keeper() {
        World world = new World(System.getenv(), Clock.systemUTC());
        return new Keeper(
                new ConfigurationReader(world.environment())
                        .read(deployment.configuration(), true)
                        .configuration(),
                world);
    }
}
