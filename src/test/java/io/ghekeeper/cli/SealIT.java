package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.journal.SealEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A seal is a process of its own, beside the supervisor and the backups. */
@Tag("core")
class SealIT extends OneDeployment {
    private Journal journal;

    @BeforeEach
    void useQuickEngine() {
        deployment.useQuickEngine();
        deployment.configure("");
        journal = HandMade.journal(deployment);
    }

    @Test
    void aSealByHandIsFollowedToItsEndAndMadeOnce() throws IOException {
        String snapshot = backUp();

        Deployment.Result seal = Typed.at(deployment, "seal");

        assertThat(seal.status()).as(seal.err() + seal.out()).isZero();
        assertThat(seal.out()).contains("has begun", "sealed: ", " succeeded in ");
        Run run = sealThat(Run::hasSucceeded);
        assertThat(run.snapshot()).contains(snapshot);
        assertThat(run.trigger()).isEqualTo(Run.Trigger.HAND);
        assertThat(run.last(SealEvent.SnapshotSealed.class)
                        .orElseThrow()
                        .entries()
                        .orElseThrow())
                .isGreaterThan(1);
        assertThat(sealOf(snapshot)).exists();
        byte[] made = Files.readAllBytes(sealOf(snapshot));
        assertThat(Typed.at(deployment, "seal").out()).contains("each good snapshot has a seal");
        assertThat(Typed.at(deployment, "seal", snapshot.substring(0, 13)).out())
                .contains("has a seal already");
        assertThat(journal.ids().stream().filter(id -> RunIds.isOf(Run.Kind.SEAL, id)))
                .hasSize(1);
        // Another process may have begun one meanwhile.
        Run again = HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        assertThat(again.has(SealEvent.SnapshotSealed.class)).isFalse();
        assertThat(sealOf(snapshot)).hasBinaryContent(made);
    }

    @Test
    void whatASealLeftThatWasKilledWhenItWasWholeGoesWithTheNextOne() throws IOException {
        String snapshot = backUp();
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        Path seals = sealOf(snapshot).getParent();
        for (String left : List.of(".units.new", ".units.old", ".json.new", ".local.json.new")) {
            Files.writeString(seals.resolve(snapshot + left), "of a process that was killed");
        }
        Path packed = Files.createDirectories(seals.resolveSibling("archive/copied"));
        Files.writeString(packed.resolve("1.new"), "what it packed");

        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);

        assertThat(seals).isDirectoryNotContaining("glob:**.{new,old}");
        assertThat(packed).doesNotExist();
        assertThat(sealOf(snapshot)).exists();
    }

    @Test
    void aBackupRunsBesideASealAndASecondSealDoesNot() throws Exception {
        String snapshot = backUp();
        makeLarge(snapshot);
        Run seal = begun();
        assertThatItIsOfTheKeepLane(ProcessHandle.of(seal.keeper().pid()).orElseThrow());
        nextSecond();

        Deployment.Result second = Typed.at(deployment, "seal", snapshot);
        Deployment.Result backup = Typed.at(deployment, "backup");

        assertThat(second.status()).as(second.err()).isEqualTo(50);
        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(journal.find(seal.id()).isOpen()).isTrue();
        assertThat(Typed.at(deployment, "status").out()).containsPattern("running +" + seal.id());
        Deployment.Result cancel = Typed.at(deployment, "cancel", "running", "--yes");
        assertThat(cancel.out()).contains(seal.id() + " is interrupted: run-cancelled");
        Run.End end = journal.find(seal.id()).end().orElseThrow();
        assertThat(end.reason().orElseThrow().hint()).contains("ghe-keeper seal");
        assertThat(sealOf(snapshot)).doesNotExist();
    }

    private static void assertThatItIsOfTheKeepLane(ProcessHandle process) throws Exception {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        assertThat(Files.readString(proc.resolve("cmdline"))).contains("/keep.java.options");
        assertThat(Files.readString(proc.resolve("stat"))
                        .replaceFirst("^.*\\) ", "")
                        .split(" ", -1)[16])
                .as("nice")
                .isEqualTo("19");
        Process look = new ProcessBuilder("ionice", "-p", Long.toString(process.pid())).start();
        assertThat(look.inputReader().readLine()).isEqualTo("idle");
    }

    @Test
    void theSealAfterAKilledOneClosesItsRecordAndIsWhole() throws Exception {
        String snapshot = backUp();
        Path large = makeLarge(snapshot);
        Run killed = begun();
        ProcessHandle process = ProcessHandle.of(killed.keeper().pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(sealOf(snapshot)).doesNotExist();
        Files.delete(large);

        Deployment.Result next = Typed.at(deployment, "seal");

        assertThat(next.status()).as(next.err()).isZero();
        assertThat(journal.find(killed.id()).end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
        assertThat(sealOf(snapshot)).exists();
    }

    @Test
    void theSupervisorHasEachGoodBackupSealed() throws Exception {
        deployment.seal();
        deployment.configure("", "[\"0 0 1 1 *\"]", true);
        Process supervisor = deployment.start(log, "supervise");

        Run seal = sealThat(Run::hasSucceeded);

        assertThat(seal.trigger()).isEqualTo(Run.Trigger.SCHEDULE);
        assertThat(seal.snapshot())
                .isEqualTo(journal.lastGood().orElseThrow().snapshot())
                .isPresent();
        assertThat(supervisor.isAlive()).isTrue();
    }

    @Test
    void theEndOfTheSupervisorEndsTheSealLongBeforeItIsDone() throws Exception {
        makeLarge(backUp());
        deployment.seal();
        deployment.configure("");
        Process supervisor = deployment.start(log, "supervise");
        Run seal = sealThat(run -> run.isOpen() && run.snapshot().isPresent());

        supervisor.destroy();

        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(ProcessHandle.of(seal.keeper().pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
        // At its lowest priority it may have been killed before it recorded its end. Then the next keeper records it.
        HandMade.keeper(deployment).runs().recovery().closeDeadKeepRuns();
        assertThat(journal.find(seal.id()).end().orElseThrow().outcome()).isEqualTo(Run.Outcome.INTERRUPTED);
    }

    private String backUp() {
        return HandMade.backUp(deployment);
    }

    /** A file that takes half an hour to read, and no room. */
    private Path makeLarge(String snapshot) throws IOException {
        // No later snapshot is compared with what is there.
        Path large = Files.createDirectories(deployment.data().resolve(snapshot).resolve("benchmarks"))
                .resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(4L << 40);
        }
        return large;
    }

    /** A seal that reads. */
    private Run begun() {
        Deployment.Result begun = Typed.at(deployment, "seal", "--detach");
        assertThat(begun.status()).as(begun.err()).isZero();
        return sealThat(run -> run.isOpen() && run.snapshot().isPresent());
    }

    private Run sealThat(Predicate<Run> is) {
        return Awaitility.await()
                .until(
                        () -> journal.newest(9).readable().stream()
                                .filter(run -> run.kind() == Run.Kind.SEAL)
                                .filter(is)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private Path sealOf(String snapshot) {
        return deployment.state().resolve("seals").resolve(snapshot + ".json");
    }
}
