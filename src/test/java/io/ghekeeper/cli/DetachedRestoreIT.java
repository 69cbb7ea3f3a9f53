package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Promise 4: a restore outlives whatever began it, and who follows it learns how it ended. */
@Order(7)
class DetachedRestoreIT extends OneTarget {
    private static final String QUESTION = "anything else to leave it: ";

    @Test
    void noAnswerButTheHostsNameIsAYes() throws Exception {
        PseudoTerminal wrong = terminal("restore", TARGET);
        PseudoTerminal empty = terminal("restore", TARGET);
        PseudoTerminal none = terminal("restore", TARGET);
        for (PseudoTerminal terminal : List.of(wrong, empty, none)) {
            terminal.await(QUESTION);
        }

        wrong.type("yes\r");
        empty.type("\r");
        none.type(PseudoTerminal.END_OF_INPUT);

        assertThat(List.of(wrong.status(), empty.status(), none.status())).containsOnly(88);
        assertThat(wrong.words()).contains("nothing was done to 127.0.0.2: the answer was 'yes', not '127.0.0.2'");
        assertThat(empty.screen()).contains("the answer was ''");
        assertThat(none.screen()).contains("no answer was given");
        assertThat(journal.restores()).isEmpty();
    }

    @Test
    void theRestoreGoesOnWhenItsTerminalIsClosed() throws Exception {
        deployment.hold();
        PseudoTerminal terminal = terminal("restore", TARGET);
        terminal.await(QUESTION);
        terminal.type(TARGET + "\r");
        Run run = held();
        terminal.await("4/14 Git repositories");
        ProcessHandle following = terminal.command();

        terminal.hangUp();

        Awaitility.await().until(() -> !following.isAlive());
        assertThatNothingHoldsOnToTheTerminal(run);
        deployment.letGo();
        assertThat(ended(run).isProof()).isTrue();
        assertThat(journal.output(run.id()))
                .content()
                .contains("restore begins", "Restore of 127.0.0.2:122 finished.", "left to do: ");
        assertThat(leftBy(run)).isEmpty();
    }

    private void assertThatNothingHoldsOnToTheTerminal(Run run) throws IOException {
        Path process = Path.of("/proc", Long.toString(run.keeper().pid()));
        List<String> stat = List.of(Files.readString(process.resolve("stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" "));
        assertThat(stat.get(3))
                .as("its session")
                .isEqualTo(Long.toString(run.keeper().pid()));
        assertThat(stat.get(4)).as("its terminal").isEqualTo("0");
        assertThat(Files.readSymbolicLink(process.resolve("fd/0"))).hasToString("/dev/null");
        Path output = journal.output(run.id()).toRealPath();
        assertThat(Files.readSymbolicLink(process.resolve("fd/1"))).isEqualTo(output);
        assertThat(Files.readSymbolicLink(process.resolve("fd/2"))).isEqualTo(output);
        assertThat(output.resolveSibling("nohup.out")).isSymbolicLink().hasSameBinaryContentAs(output);
        assertThat(ignored(process)).as("SIGHUP is ignored").isOdd();
        assertThat(Files.readString(process.resolve("cmdline")).split("\0"))
                .containsSubsequence(
                        "internal",
                        "--output",
                        "restore",
                        TARGET,
                        "--snapshot",
                        run.snapshot().orElseThrow())
                .noneMatch(word -> word.contains("PRIVATE KEY"));
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).hasSize(1);
    }

    /** The signals, the lowest bit the first of them, which is SIGHUP. */
    private static long ignored(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ctrlCEndsTheFollowingAndNothingElse() throws Exception {
        deployment.hold();
        PseudoTerminal terminal = terminal("restore", TARGET);
        terminal.await(QUESTION);
        terminal.type(TARGET + "\r");
        Run run = held();
        terminal.await("4/14 Git repositories");

        terminal.type(PseudoTerminal.INTERRUPT);

        assertThat(terminal.status()).isEqualTo(130);
        assertThat(terminal.screen())
                .contains(
                        run.id() + " goes on.", "ghe-keeper logs " + run.id() + " -f", "ghe-keeper cancel " + run.id());
        assertThat(journal.find(run.id()).isOpen()).isTrue();
        deployment.letGo();
        assertThat(ended(run).isProof()).isTrue();
    }

    @Test
    void theRestoreGoesOnWhenWhatBeganItIsKilled() throws Exception {
        deployment.hold();
        Process following = restore();
        Run run = held();

        following.destroyForcibly().waitFor();

        assertThat(run.keeper().isSeenAlive()).isTrue();
        deployment.letGo();
        assertThat(ended(run).isProof()).isTrue();
        assertThat(leftBy(run)).isEmpty();
    }

    @Test
    void withoutFollowingTheRunsNameIsPrintedAtOnce() {
        deployment.hold();

        Deployment.Result begun = Typed.at(deployment, "restore", TARGET, "--yes", TARGET, "--detach");

        Run run = restoreThat(Run::isOpen);
        assertThat(begun.status()).as(begun.err()).isZero();
        assertThat(begun.out()).contains(run.id() + " has begun. It goes on when this terminal is lost.");
        deployment.letGo();
        assertThat(ended(run).isProof()).isTrue();
    }

    @Test
    void whoFollowsEndsAsTheRestoreDid() throws Exception {
        Deployment.Result good = Typed.at(deployment, "restore", TARGET, "--yes", TARGET);
        assertThat(good.status()).as(good.err()).isZero();
        assertThat(good.out()).containsPattern("snapshot \\S+ is restored onto 127.0.0.2, by run \\S+ in \\d+ s");

        Process failed = restore("--option", "GHE_QUICK_RESTORE_STATUS=3");
        assertThat(failed.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(failed.exitValue()).as(Files.readString(log)).isEqualTo(90);
        assertThat(log).content().contains("ERROR [restore-failed]: ", "HINT: ");

        deployment.hold();
        CompletableFuture<Deployment.Result> orphan = following();
        Run killed = held();
        ProcessHandle.of(killed.keeper().pid()).orElseThrow().destroyForcibly();
        Deployment.Result end = orphan.get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(end.status()).as(end.err()).isEqualTo(52);
        assertThat(end.err())
                .contains(
                        "the process of run " + killed.id() + " (" + killed.keeper()
                                + ") is gone; 127.0.0.2 is left half"
                                + " restored in step 4 of 14 (Git repositories), in maintenance mode",
                        "HINT: Repeat it with: ghe-keeper restore --again " + killed.id());
    }

    @Test
    void itsOutputNeedsNoReader() throws Exception {
        String command = "'" + String.join("' '", deployment.command("restore", TARGET, "--yes", TARGET)) + "'";

        Process piped = new ProcessBuilder("bash", "-c", "set -o pipefail; " + command + " | head -1")
                .redirectError(log.toFile())
                .start();
        assertThat(piped.inputReader().readLine()).isEqualTo("restore onto 127.0.0.2");
        assertThat(piped.waitFor()).as(Files.readString(log)).isZero();
        assertThat(restoreThat(run -> true).isProof()).isTrue();

        Process closed = new ProcessBuilder("bash", "-c", command + " >&-")
                .redirectError(log.toFile())
                .start();
        assertThat(closed.waitFor()).isEqualTo(100);
        assertThat(log).content().contains("cannot write the answer");
        assertThat(journal.restores().filter(Run::isProof)).hasSize(2);
    }
}
