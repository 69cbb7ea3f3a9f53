package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.restore.Plan;
import io.ghekeeper.restore.RestoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read on a terminal, whatever its width, with long names, wide characters and hostile text. */
class FitsTerminalIT extends OneDeployment {
    private static final String LONG_HOST = "a-host-name-that-is-rather-long.in-a-long-domain.github.example.com";
    private static final String HOSTILE = "\u001b[2J\u009b31m\u202e日本語のリポジトリ";

    @BeforeEach
    void aBadDay() throws IOException {
        Files.createDirectories(deployment.data());
        Path snapshot = Files.createDirectory(
                deployment.data().resolve(PlantedRuns.idTime(Instant.now()).replace("Z", "")));
        Files.writeString(snapshot.resolve("version"), "v3.12.1\n");
        try (CaptureLease lease = HandMade.journal(deployment).acquireCapture()) {
            suspect(lease, snapshot.getFileName().toString());
            fail(lease, Run.Kind.RESTORE, "restore-failed");
            fail(lease, Run.Kind.BACKUP, "connection-lost");
        }
    }

    private void suspect(CaptureLease lease, String snapshot) {
        OpenRun run = HandMade.journal(deployment).begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
        run.snapshot(snapshot);
        run.record(RunEvent.of("captured", Map.of("files", "8", "linked", "6", "bytes", "40960", "new-bytes", "512")));
        run.record(RunEvent.of(
                "loss", Map.of("what", "repository " + HOSTILE + " of " + LONG_HOST + ": 3 objects instead of 12")));
        run.end(Run.Outcome.SUSPECT, Optional.of(new Run.Reason("snapshot-suspect", "holds less", "Look at it.")));
    }

    private void fail(CaptureLease lease, Run.Kind kind, String code) {
        OpenRun run = HandMade.journal(deployment).begin(lease, kind, Run.Trigger.HAND);
        run.record(RunEvent.of("target", Map.of("host", LONG_HOST, "addresses", LONG_HOST)));
        run.end(
                Run.Outcome.FAILED,
                Optional.of(new Run.Reason(
                        code, "the connection to " + LONG_HOST + " broke" + HOSTILE, "Look at " + LONG_HOST)));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 200})
    void statusAndThePlanBreakNoWordAndNoId(int width) {
        Keeper keeper = HandMade.keeper(deployment);
        StatusReport report = keeper.observation().status();
        Plan plan = keeper.restores()
                .planner()
                .preview(
                        new RestoreOptions(
                                deployment.target().host(),
                                RestoreOptions.LATEST,
                                false,
                                false,
                                true,
                                false,
                                false,
                                false,
                                false,
                                Map.of()),
                        target -> keeper.core().keys().with(target::facts),
                        false);

        fits(
                new StatusText(new Screen(true, width, false)).lines(report),
                new StatusText(new Screen(false, 0, false)).lines(report),
                width);
        fits(
                new PlanText(new Screen(true, width, false)).lines(plan),
                new PlanText(new Screen(false, 0, false)).lines(plan),
                width);
    }

    private static void fits(List<String> shown, List<String> whole, int width) {
        assertThat(words(shown)).isEqualTo(words(whole));
        within(shown, width);
    }

    private static List<String> words(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static void within(List<String> lines, int width) {
        assertThat(lines.stream()
                        .filter(line ->
                                TextWidth.of(line) > width && line.strip().contains(" ")))
                .as(String.join("\n", lines))
                .isEmpty();
    }

    @Test
    void everyCommandThatPeopleLookAtFitsARealTerminalOf80ColumnsInColour() throws Exception {
        String host = deployment.target().host();
        String screen = onTerminal(
                80,
                "status",
                "doctor",
                "runs",
                "snapshots",
                "retention plan",
                "restore " + host + " --plan --accept-suspect",
                "runs show last",
                "logs x");

        within(plain(screen), 80);
        assertThat(screen)
                .contains("\u001b[1m\u001b[31mNONE", "\u001b[33msuspect\u001b[0m", "\u001b[31mfailed\u001b[0m")
                .contains("\u001b[1m\u001b[31mERROR\u001b[0m [run-unknown]")
                .contains("not shown, for want of columns")
                .contains(LONG_HOST)
                .doesNotContain("\u001b[2J", "\u009b", "\u202e", "Exception");
        String ids = String.join(" ", HandMade.journal(deployment).ids());
        assertThat(plain(screen).stream().flatMap(line -> Arrays.stream(line.split("[ ,:;()]+"))))
                .contains(ids.split(" "));
    }

    @Test
    void aTerminalOf40ColumnsIsMeasuredAndColumnsInTheEnvironmentGoBeforeIt() throws Exception {
        within(plain(onTerminal(40, "status", "runs", "snapshots", "retention plan", "logs x")), 40);
        assertThat(onTerminal(40, "env COLUMNS=300 NO_COLOR=1", "runs"))
                .contains("BEGUN BY", "TRIES")
                .doesNotContain("\u001b");
    }

    @Test
    void whatIsPipedIsWholeWhateverTheColumnsAndAnEarlyEndIsNoError() throws Exception {
        String keeper = "bin/ghe-keeper --config " + deployment.configuration();
        String piped = shell("COLUMNS=40 " + keeper + " runs; " + keeper + " status | head -1; " + keeper
                + " doctor 2>&1 | head -2; " + keeper + " help 2>&1 | head -1");

        assertThat(piped)
                .contains("broke", "BEGUN BY")
                .contains("NONE  there is no good backup yet", "CHECK ")
                .doesNotContain("Exception", "\tat ", "\u001b", "…");
    }

    /** The commands one after the other. */
    private String onTerminal(int columns, String... commands) throws Exception {
        boolean environment = commands[0].startsWith("env ");
        String before = environment ? commands[0] + " " : "";
        String script = Stream.of(commands)
                .skip(environment ? 1 : 0)
                .map(command -> before + "bin/ghe-keeper --config " + deployment.configuration() + " " + command)
                .collect(Collectors.joining("; ", "stty cols " + columns + "; ", "; exit 0"));
        try (PseudoTerminal terminal = PseudoTerminal.open(folder, List.of("bash", "-c", script))) {
            assertThat(terminal.status()).as(terminal.screen()).isZero();
            return new String(terminal.screen().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private static List<String> plain(String screen) {
        return screen.replaceAll("\u001b\\[\\d*m", "").lines().toList();
    }

    private static String shell(String script) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
