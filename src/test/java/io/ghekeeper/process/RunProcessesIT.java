package io.ghekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("core")
class RunProcessesIT {
    private static final String PATH = System.getenv("PATH");
    private static final Duration LONG = TestTimeouts.LONG;

    @TempDir
    private Path folder;

    private final String run =
            "20261120T031700Z-backup-" + ProcessHandle.current().pid();
    private final RunProcesses processes = new RunProcesses(new ProcessTable());
    private Path output;

    @BeforeEach
    void prepare() throws IOException {
        output = Files.createFile(folder.resolve("output.log"));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        processes.end(run::equals, Duration.ZERO);
    }

    @Test
    void reportsTheExitStatusAndKeepsOutputAndErrors() throws Exception {
        int status = new Program().run(command("echo out; echo err >&2; exit 7"));

        assertThat(status).isEqualTo(7);
        assertThat(output).hasContent("out\nerr");
    }

    @Test
    void reportsASignalAs128AndItsNumber() throws Exception {
        assertThat(new Program().run(command("kill -KILL $$"))).isEqualTo(137);
    }

    @Test
    void passesOnlyTheGivenEnvironmentAndNoTerminalAndNothingToRead() throws Exception {
        new Program().run(command("env | grep -c .; read -r line || echo end; ps -o tty= -p $$"));

        // Ours are two; bash itself adds PWD, SHLVL and _.
        assertThat(Files.readAllLines(output)).containsExactly("5", "end", "?");
    }

    @Test
    void startsInASessionAndGroupOfItsOwn() throws Exception {
        new Program().run(command("ps -o pid=,sid=,pgid= -p $$"));

        String[] ids = Files.readString(output).strip().split("\\s+", -1);
        assertThat(ids).hasSize(3).containsOnly(ids[0]);
    }

    @Test
    void neverReadsAnArgumentAsShellText() throws Exception {
        Command echo = new Command(List.of("echo", "$(id)", "a b", "`id`", "\"q\"", "';id"), environment(), output);

        assertThat(new Program().run(echo)).isZero();
        assertThat(output).hasContent("$(id) a b `id` \"q\" ';id");
    }

    @Test
    void endsTheWholeTreeAlsoWhenItsTopIsGone() throws Exception {
        new Program().run(command("sleep 1000 & setsid sleep 1000 & exit 0"));
        Awaitility.await().until(() -> processes.alive(run).size() == 2);

        assertThat(processes.end(run::equals, LONG)).isTrue();
        assertThat(processes.alive(run)).isEmpty();
    }

    @Test
    void killsWhatIgnoresTheSignalWhenTheGraceIsOver() throws Exception {
        new Program().run(command("(trap '' TERM; sleep 1000; sleep 1000) & exit 0"));
        Awaitility.await().until(() -> processes.alive(run).size() == 2);

        assertThat(processes.end(run::equals, Duration.ofMillis(200))).isTrue();
        assertThat(processes.alive(run)).isEmpty();
    }

    /** As backup-utils does it: the top goes at once, and a child turns the appliance's garbage collection on again. */
    @Test
    void aSecondEndLeavesTheCleanUpOfTheFirstInPeace() throws Exception {
        Path begun = folder.resolve("begun");
        Path gcOn = folder.resolve("gc-on");
        String child = "trap 'bash -c \"sleep 1; touch " + gcOn + "\"' EXIT; touch " + begun + "; sleep 1000; :";
        CompletableFuture<Boolean> main = CompletableFuture.supplyAsync(() -> {
            try {
                new Program().run(command("bash -c \"$0\" & wait", child));
                return processes.end(run::equals, LONG);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Awaitility.await().until(() -> Files.exists(begun));

        assertThat(processes.end(run::equals, LONG)).isTrue();

        assertThat(main.get()).isTrue();
        assertThat(gcOn).exists();
        assertThat(processes.alive(run)).isEmpty();
    }

    @Test
    void whatCleansUpForEverIsKilledWhenTheGraceOfTheFirstEndIsOver() throws Exception {
        Path begun = folder.resolve("begun");
        Path cleaning = folder.resolve("cleaning");
        String cleanUp = "touch " + cleaning + "; sleep 1000; :";
        new Program().run(command("(trap '" + cleanUp + "' EXIT; touch " + begun + "; sleep 1000; :) & exit 0"));
        Awaitility.await().until(() -> Files.exists(begun));
        Instant begin = Instant.now();
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> end(Duration.ofSeconds(1)));
        Awaitility.await().until(() -> Files.exists(cleaning));

        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> end(Duration.ofHours(1)));

        assertThat(first).succeedsWithin(LONG).isEqualTo(true);
        assertThat(second).succeedsWithin(LONG).isEqualTo(true);
        assertThat(processes.alive(run)).isEmpty();
        assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** An ssh master serves the clean-up of others, idles for minutes afterwards, and then is all that is left. */
    @Test
    void aMasterServesTheCleanUpAndEndsRightAfterIt() throws Exception {
        Path begun = folder.resolve("begun");
        Path served = folder.resolve("served");
        String cleanUp = "sleep 0.5; kill -0 $(<" + begun + ") && touch " + served + "; " + master("late") + " & :";
        new Program()
                .run(command("(trap '" + cleanUp.replace("'", "'\\''") + "' EXIT; " + master("early") + " & echo $! >"
                        + begun + "; sleep 1000; :) & exit 0"));
        Awaitility.await()
                .until(() -> Files.exists(begun) && processes.alive(run).size() == 3);
        Instant begin = Instant.now();

        assertThat(processes.end(run::equals, LONG)).isTrue();

        assertThat(served).exists();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(LONG);
    }

    @Test
    void leavesTheRunsOfOthersAlone() throws Exception {
        new Program().run(command("sleep 1000 & exit 0"));

        assertThat(processes.end("another"::equals, Duration.ZERO)).isTrue();
        assertThat(processes.alive(run)).hasSize(1);
    }

    @Test
    void countsAZombieAsDead() throws Exception {
        Process parent = new ProcessBuilder("bash", "-c", "sleep 1000 & echo $!; exec sleep 1000").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            // A sleep never asks for the status of its child, as the shell that it was does.
            Awaitility.await()
                    .until(() -> Files.readString(Path.of("/proc/" + parent.pid() + "/comm"))
                            .equals("sleep\n"));
            ProcessHandle.of(child).orElseThrow().destroyForcibly();
            Awaitility.await()
                    .until(() -> Files.readString(Path.of("/proc/" + child + "/stat"))
                            .contains(") Z "));
            assertThat(new ProcessTable().find(child)).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void knowsWhenAProcessBegan() throws Exception {
        Instant before = Instant.now();
        Process process = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThat(new ProcessTable().find(process.pid()).orElseThrow().began())
                    .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void knowsAnSshMasterByItsTitleBecauseItHasNoEnvironmentLeft() {
        LiveProcess master = new LiveProcess(
                1,
                1,
                Instant.EPOCH,
                List.of("ssh: /tmp/ghe-keeper-" + run + "/.ghe-sshmux-1234abcd [mux]   "),
                Map.of());
        LiveProcess reader = new LiveProcess(
                1, 1, Instant.EPOCH, List.of("tail", "-f", "/data/ghe-keeper/runs/" + run + "/output.log"), Map.of());

        assertThat(RunProcesses.runOf(master)).contains(run);
        assertThat(RunProcesses.runOf(reader)).isEmpty();
    }

    @Test
    void namesAScriptAndNotItsShell() {
        assertThat(withArguments("bash", "/opt/backup-utils/bin/ghe-backup", "-v")
                        .programName())
                .contains("ghe-backup");
        assertThat(withArguments("/bin/bash", "-x", "bin/ghe-restore").programName())
                .contains("ghe-restore");
        assertThat(withArguments("vim", "ghe-backup").programName()).contains("vim");
        assertThat(withArguments().programName()).isEmpty();
    }

    private static LiveProcess withArguments(String... arguments) {
        return new LiveProcess(1, 1, Instant.EPOCH, List.of(arguments), Map.of());
    }

    private boolean end(Duration grace) {
        try {
            return processes.end(run::equals, grace);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program that has an ssh master's title. */
    private String master(String socket) {
        return "exec -a 'ssh: /tmp/ghe-keeper-" + run + "/" + socket + " [mux]' sleep 1000";
    }

    private Command command(String script, String... arguments) {
        List<String> all = new ArrayList<>(List.of("bash", "-c", script));
        all.addAll(List.of(arguments));
        return new Command(all, environment(), output);
    }

    private Map<String, String> environment() {
        return Map.of("PATH", PATH, RunProcesses.VARIABLE, run);
    }
}
