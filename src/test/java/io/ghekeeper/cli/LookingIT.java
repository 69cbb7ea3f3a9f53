package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.journal.WaitingTick;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that only look, as people and scripts use them. */
@Tag("core")
@Order(3)
class LookingIT {
    private static final int MANY = 500;

    @TempDir
    private Path folder;

    private Deployment deployment;
    private Volume volume;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        deployment.useQuickEngine();
        deployment.configure("");
        volume = new Volume(deployment);
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void statusSaysTheAnswerFirstAndEndsWithOneWhereItIsBad() throws IOException {
        Deployment.Result none = Typed.at(deployment, "status");

        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).startsWith("NONE  there is no good backup yet\n");

        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()).replace("schedule:  {", "schedule:  {runner: external, "));
        Deployment.Result ok = Typed.at(deployment, "status");

        assertThat(ok.status()).as(ok.err()).isZero();
        assertThat(ok.out())
                .containsPattern("^OK    last good backup \\d+ s ago \\(snapshot \\d{8}T\\d{6}, run \\S+\\)\n")
                .containsPattern("(?m)^volume +[0-9.]+ \\w+ of [0-9.]+ \\w+ \\(\\d+ %\\) free")
                .contains("snapshots   1 complete");

        String run = Typed.at(deployment, "runs")
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];
        volume.planted.putBack(run, Duration.ofHours(31));
        Deployment.Result late = deployment.type("status"); // with the exit status of the launcher

        assertThat(late.status()).isEqualTo(1);
        assertThat(late.out())
                .startsWith("LATE  by 5 h: last good backup 31 h ago")
                .contains("it may be 26 h old at most", "ghe-keeper doctor");
    }

    @Test
    void everyDocumentIsAsItsSchemaSaysAndAPlantedWrongFieldIsFoundWhereverItIs() throws IOException {
        deployment.useStandIn();
        deployment.configure("");
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        volume.restoreAndDrill();
        volume.everyKindOfRun();
        volume.plantMarkerAndStrays();
        Files.createDirectory(deployment.data().resolve("20200101T000000")); // damaged: it names no release
        String target = deployment.target().host();
        try (CaptureLease lease = volume.journal().acquireCapture()) {
            OpenRun run = volume.journal().begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND);
            run.record(RunEvent.of("target", Map.of("host", target, "addresses", target)));
            run.record(RunEvent.of("step", Map.of("number", "3", "total", "14", "title", "MySQL")));

            Instant tick = Instant.parse("2026-11-20T08:30:00Z");
            volume.journal()
                    .waitingTicks()
                    .write(List.of(new WaitingTick(Run.Kind.DRILL, tick, tick, Optional.of(tick), "a run")));
            JsonNode status = requireAsItsSchemaSays("status", "status", "--json");
            assertThat(status.at("/waiting/0/kind").asText()).isEqualTo("drill");
            assertThat(status.at("/running/kind").asText()).isEqualTo("restore");
            assertThat(status.at("/running/target").asText()).isEqualTo(target);
            assertThat(status.at("/lastRestore/proven").asBoolean()).isTrue();
            assertThat(status.at("/lastDrill/code").asText()).isEqualTo("drill-failed");
            JsonNode runs = requireAsItsSchemaSays("runs", "runs", "--json");
            assertThat(runs.findValuesAsText("kind")).contains("backup", "restore", "drill");
            assertThat(runs.findValue("steps")).isNotNull();
            pinCurrent();
            JsonNode snapshots = requireAsItsSchemaSays("snapshots", "snapshots", "--json");
            assertThat(snapshots.findValuesAsText("target")).containsExactly("192.0.2.1");
            assertThat(snapshots.findValuesAsText("because")).containsExactly("the audit");
            JsonNode retention = requireAsItsSchemaSays("retention", "retention", "plan", "--json");
            assertThat(retention.findValuesAsText("code")).contains("pinned", "clock-wrong", "newest-restored");
            fits("runs", "runs", "show", "last", "--json");
            fits("snapshots", "snapshots", "show", newestSnapshot(snapshots), "--json");
            fits("config", "config", "show", "--json");
            JsonNode markers = requireAsItsSchemaSays("markers", "markers", "--json");
            assertThat(markers.at("/markers/0/state").asText()).isEqualTo("stale");
            JsonNode plan = requireAsItsSchemaSays("plan", "restore", target, "--plan", "--json");
            assertThat(plan.findValuesAsText("code")).containsExactly("run-active", "target-not-in-maintenance");
            assertThat(plan.at("/snapshot/restoredBy").isTextual()).isTrue();
            assertThat(plan.at("/target/configured").asBoolean()).isTrue();
            assertThat(plan.at("/estimate/seconds").isInt()).isTrue();
        }
    }

    private void pinCurrent() throws IOException {
        String current = Files.readSymbolicLink(deployment.data().resolve("current"))
                .getFileName()
                .toString();
        Deployment.Result pinned =
                Typed.at(deployment, "snapshots", "pin", current, "--until", "9d", "--because", "the audit");
        assertThat(pinned.status()).as(pinned.err()).isZero();
    }

    /** One of which everything is known. */
    private static String newestSnapshot(JsonNode snapshots) {
        return snapshots
                .get("snapshots")
                .valueStream()
                .filter(one -> one.get("restored").isObject())
                .findFirst()
                .orElseThrow()
                .get("snapshot")
                .asText();
    }

    private void fits(String schema, String... command) throws IOException {
        String out = Typed.at(deployment, command).out();

        assertThat(problems(schema, new ObjectMapper().readTree(out))).as(out).isEmpty();
    }

    private JsonNode requireAsItsSchemaSays(String schema, String... command) throws IOException {
        String out = deployment.type(command).out(); // the test holds the lease: not in its own process
        JsonNode document = new ObjectMapper().readTree(out);

        assertThat(problems(schema, document)).as(out).isEmpty();
        assertThat(emptiest(document)).as("fields without a value in " + out).isEmpty();
        for (ObjectNode object : objects(document).toList()) {
            object.put("planted", 1);
            assertThat(problems(schema, document)).as("planted in " + object).hasSize(1);
            object.remove("planted");
        }
        return document;
    }

    /** It, when it is one, and all below it. */
    private static Stream<ObjectNode> objects(JsonNode node) {
        return Stream.concat(
                node instanceof ObjectNode object ? Stream.of(object) : Stream.empty(),
                node.valueStream().flatMap(LookingIT::objects));
    }

    static List<Error> problems(String schema, JsonNode document) throws IOException {
        Schema read = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/" + schema + ".json")), InputFormat.JSON);
        return read.validate(
                document, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /** What the volume was filled for: lists without an entry would hold nothing to their schema. */
    private static List<String> emptiest(JsonNode document) {
        return document.properties().stream()
                .filter(field -> field.getValue().isArray() && field.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("cutOffRuns") && !name.equals("cleared"))
                .toList();
    }

    /** How long it takes with 10,000 of them is measured by {@code ./dev bench}. */
    @Test
    void theLastGoodBackupIsFoundBehindManyFailedRuns() throws IOException {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        volume.planted.putBack(volume.journal().ids().get(0), Duration.ofDays(3));
        volume.planted.failures(MANY);

        assertThat(Typed.at(deployment, "status").out())
                .contains("last good backup", "60 failed (of the newest 60 of " + MANY);
    }

    @Test
    void aSuspectSnapshotIsShownWithItsLossesAndCountsOnceItIsAccepted() throws IOException {
        Run run = volume.suspect();
        String snapshot = run.snapshot().orElseThrow();

        assertThat(Typed.at(deployment, "status").status()).isEqualTo(1);
        assertThat(Typed.at(deployment, "status").out())
                .contains("pages: 3 instead of 12", "ghe-keeper snapshots accept " + snapshot);
        assertThat(Typed.at(deployment, "snapshots").out())
                .contains("suspect", "pages: 3 instead of 12", "40.0 KiB", "75 %");
        Deployment.Result unasked = Typed.at(deployment, "snapshots", "accept", snapshot);
        assertThat(unasked.status()).isEqualTo(2);
        assertThat(unasked.err()).contains("--yes");
        assertThat(Typed.at(deployment, "status").status()).isEqualTo(1);

        Deployment.Result accepted = Typed.at(deployment, "snapshots", "accept", snapshot, "--yes");

        assertThat(accepted.status()).as(accepted.err()).isZero();
        assertThat(accepted.out()).contains("pages: 3 instead of 12", "accepted");
        assertThat(Typed.at(deployment, "status").out()).startsWith("STOPPED  ").doesNotContain("suspect");
        assertThat(Typed.at(deployment, "runs").out()).contains("accepted").doesNotContain("suspect");
        assertThat(Typed.at(deployment, "snapshots", "accept", snapshot, "--yes")
                        .err())
                .contains("run-unknown", "is good, not suspect");
        Deployment.Result unknown = Typed.at(deployment, "snapshots", "accept", "20010101T000000", "--yes");
        assertThat(unknown.status()).isEqualTo(80);
        assertThat(unknown.err()).startsWith("ERROR [snapshot-unknown]: there is no snapshot '20010101T000000'");
    }

    @Test
    void snapshotsShowsWhatEachIsWorthAndWhichNamesAreNone() throws IOException {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        volume.plantMarkerAndStrays();

        String out = Typed.at(deployment, "snapshots").out();

        assertThat(out)
                .containsPattern("(?m)^\\d{8}T\\d{6}  \\d+ s +good, current +captured +v?3\\.")
                .contains("incomplete", "complete (unknown to the journal)", "  2fa-notes", "takes a snapshot's place");
    }

    @Test
    void logsAreFoundByAnyNameThatIsClearAndTheOthersAreDistinguished() throws IOException {
        volume.journal().acquireCapture().close();
        volume.planted.plant("20260101T000000Z-backup-aaaa", "succeeded");
        volume.planted.plant("20260102T000000Z-backup-bbbb", "failed");
        Files.writeString(volume.journal().output("20260102T000000Z-backup-bbbb"), "two\n\u001b[31mred\n");

        assertThat(Typed.at(deployment, "logs", "last").out()).isEqualTo("two\nred\n");
        assertThat(Typed.at(deployment, "logs", "bbbb").out()).startsWith("two");
        assertThat(Typed.at(deployment, "logs", "20260102", "-f").out()).startsWith("two");
        Deployment.Result ambiguous = Typed.at(deployment, "logs", "2026");
        assertThat(ambiguous.status()).isEqualTo(58);
        assertThat(ambiguous.err()).contains("-aaaa", "-bbbb");
        assertThat(Typed.at(deployment, "logs", "cccc").err()).contains("there is no run 'cccc'", "the newest is ");
        assertThat(Typed.at(deployment, "logs", "running").err()).contains("no run is running");
    }

    @Test
    void aFollowedLogGoesOnUntilTheRunHasEnded() throws Exception {
        try (CaptureLease lease = volume.journal().acquireCapture()) {
            OpenRun run = volume.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            Files.delete(run.output());
            Path seen = folder.resolve("followed");
            Process follower = deployment.start(seen, "logs", "running", "-f");
            assertThat(follower.waitFor(2, TimeUnit.SECONDS)).isFalse();

            Files.writeString(run.output(), "first\n");
            Awaitility.await().untilAsserted(() -> assertThat(seen).hasContent("first"));
            Files.writeString(run.output(), "first\nlast\n");
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());

            assertThat(follower.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(follower.exitValue()).isZero();
            assertThat(seen).hasContent("first\nlast");
        }
    }

    @Test
    void aReaderThatStopsEndsItQuietly() throws Exception {
        volume.journal().acquireCapture().close();
        volume.planted.plant("20260102T000000Z-backup-bbbb", "failed");
        Files.writeString(volume.journal().output("20260102T000000Z-backup-bbbb"), "line\n".repeat(1_000_000));

        String printed = shell("bin/ghe-keeper --config " + deployment.configuration() + " logs last | head -2");

        assertThat(printed).isEqualTo("line\nline\n");
    }

    @Test
    void aNameThatIsNoTextInAnyLocaleIsReportedAsAStray() throws Exception {
        Files.createDirectories(deployment.data());
        String keeper = "bin/ghe-keeper --config " + deployment.configuration();
        for (String locale : List.of("env -u LC_ALL -u LC_CTYPE -u LANG", "env LC_ALL=C", "env LC_ALL=C.UTF-8")) {
            String printed = shell("touch " + deployment.data() + "/$'2\\xff' " + deployment.data() + "/2é; " + locale
                    + " " + keeper + " snapshots");

            assertThat(printed).as(locale).contains("no snapshot yet", "These begin with a digit");
        }
    }

    @Test
    void onATerminalTablesAreCutAndBoldAndLogsAreTamed() throws Exception {
        volume.journal().acquireCapture().close();
        volume.planted.plant("20260102T000000Z-backup-bbbb", "failed");
        Files.writeString(volume.journal().output("20260102T000000Z-backup-bbbb"), "a\u001b[2Jb\u0007\u009bc\n");

        String keeper = "bin/ghe-keeper --config " + deployment.configuration();
        String table = onTerminal("stty cols 60; " + keeper + " runs");
        assertThat(table).startsWith("\u001b[1mRUN").contains("…");
        assertThat(table.lines())
                .allMatch(line -> line.replaceAll("\u001b\\[\\d*m", "").length() <= 60);
        assertThat(onTerminal("export NO_COLOR=1; " + keeper + " runs")).startsWith("RUN");
        assertThat(onTerminal(keeper + " logs last")).isEqualTo("ab\r\n");
        assertThat(Typed.at(deployment, "runs").out()).startsWith("RUN").doesNotContain("…", "\u001b");
    }

    @Test
    void aBackupOnATerminalShowsABarInsteadOfItsLog() throws Exception {
        deployment.hold();
        String keeper = "bin/ghe-keeper --config " + deployment.configuration();

        try (PseudoTerminal terminal =
                PseudoTerminal.open(folder, List.of("bash", "-c", "stty cols 100; exec " + keeper + " backup"))) {
            terminal.await("/12 steps (");
            terminal.await(") Git repositories");
            deployment.letGo();

            assertThat(terminal.status()).as(terminal.screen()).isZero();
            assertThat(terminal.screen())
                    .contains("backup 100% [", " 12/12 steps (")
                    .containsPattern("\nsnapshot \\d{8}T\\d{6} captured by run ")
                    .doesNotContain("INFO");
        }
        Deployment.Result piped = deployment.type("backup");
        assertThat(piped.err()).contains("INFO").doesNotContain("\r", "\u001b");
        assertThat(piped.out()).startsWith("snapshot ").hasLineCount(1);
    }

    @Test
    void aShellCompletesCommandsAndTheirOptions() throws Exception {
        String ask = """
                source <(bin/ghe-keeper completion bash)
                compopt() { :; }
                ask() {
                  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
                  _complete_ghe-keeper
                  echo "${COMPREPLY[*]}"
                }
                """;

        String answers = shell(ask + """
                complete -p ghe-keeper
                ask ghe-keeper st
                ask ghe-keeper snapshots ac
                ask ghe-keeper logs --fo
                """);

        assertThat(answers.lines().skip(1)).containsExactly("status", "accept", "--follow");
        assertThat(answers.lines().findFirst().orElseThrow()).contains("-F _complete_ghe-keeper ghe-keeper");
        assertThat(Typed.at(deployment, "completion", "zsh").out()).contains("bashcompinit");
        assertThat(Typed.at(deployment, "completion", "fish").out().lines())
                .contains("complete -c ghe-keeper -f")
                .anyMatch(line -> line.contains("not __fish_seen_subcommand_from")
                        && line.endsWith(" -a 'backup' -d 'Take one backup now'"))
                .anyMatch(line -> line.startsWith(
                        "complete -c ghe-keeper -n '__fish_seen_subcommand_from snapshots; and __fish_seen_subcommand_from"
                                + " accept' -l yes"))
                .anyMatch(
                        line -> line.contains(
                                " -l kind -x -a 'backup restore drill seal verify archive archive-verify read-back fetch attach copy compact rebuild native retention' "))
                .anyMatch(line -> line.contains(" -l config -r -F "))
                .allMatch(line -> line.startsWith("#") || line.startsWith("complete -c ghe-keeper"));
    }

    @Test
    void theHiddenCommandsAreNowhereShown() {
        for (String shown : List.of("help", "help --man", "completion bash", "completion zsh", "completion fish")) {
            assertThat(Typed.at(deployment, shown.split(" ")).out())
                    .as(shown)
                    .contains("snapshots")
                    .doesNotContain("load-classes")
                    .doesNotContainIgnoringCase("internal --")
                    .doesNotContainPattern("(?m)\\binternal\\b(?!\\.)");
        }
    }

    /** By script(1), which gives the command a terminal of its own. */
    private static String onTerminal(String command) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1)");
        return shell("export TERM=xterm; script -qec '" + command + "' /dev/null </dev/null");
    }

    /** What a shell prints, errors too. */
    private static String shell(String script) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return printed;
    }

    /** A deployment's volume, with a past planted on it. */
    private static final class Volume {
        private final Deployment deployment;
        private final PlantedRuns planted;

        Volume(Deployment deployment) {
            this.deployment = deployment;
            this.planted = new PlantedRuns(deployment.state());
        }

        Journal journal() {
            return HandMade.journal(deployment);
        }

        Run suspect() throws IOException {
            Files.createDirectories(deployment.data());
            String snapshot = snapshot(Instant.now(), true);
            try (CaptureLease lease = journal().acquireCapture()) {
                OpenRun run = journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
                run.snapshot(snapshot);
                run.record(RunEvent.of(
                        "captured", Map.of("files", "8", "linked", "6", "bytes", "40960", "new-bytes", "512")));
                run.record(RunEvent.of("loss", Map.of("what", "pages: 3 instead of 12")));
                run.end(
                        Run.Outcome.SUSPECT,
                        Optional.of(new Run.Reason("snapshot-suspect", "holds less", "Look at it.")));
                return run.run();
            }
        }

        /** A drill of the newest snapshot that failed, and a later restore that proves it. */
        void restoreAndDrill() throws IOException {
            try (CaptureLease lease = journal().acquireCapture()) {
                restored(lease, Run.Kind.DRILL, "192.0.2.9")
                        .end(
                                Run.Outcome.FAILED,
                                Optional.of(new Run.Reason("drill-failed", "it is not so", "Read what differs.")));
                OpenRun restore = restored(lease, Run.Kind.RESTORE, "192.0.2.1");
                restore.record(RunEvent.of("proven", Map.of()));
                restore.end(Run.Outcome.SUCCEEDED, Optional.empty());
            }
        }

        private OpenRun restored(CaptureLease lease, Run.Kind kind, String host) throws IOException {
            OpenRun run = journal().begin(lease, kind, Run.Trigger.HAND);
            run.snapshot(
                    Files.readSymbolicLink(deployment.data().resolve("current")).toString());
            run.record(RunEvent.of("target", Map.of("host", host, "addresses", host)));
            run.record(RunEvent.of("step", Map.of("number", "1", "total", "14", "title", "secrets")));
            run.record(RunEvent.of("restored", Map.of("bytes", "40960")));
            return run;
        }

        void everyKindOfRun() throws IOException {
            suspect();
            try (CaptureLease lease = journal().acquireCapture()) {
                OpenRun run = journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
                run.record(
                        RunEvent.of("attempt failed", Map.of("attempt", "1", "code", "connection-lost", "wait", "60")));
                run.end(
                        Run.Outcome.FAILED,
                        Optional.of(new Run.Reason("connection-lost", "the connection\u001b[31m broke", "Look.")));
            }
            journal()
                    .skip(
                            Run.Kind.BACKUP,
                            new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()),
                            new Run.Reason("run-active", "another run is running", "Wait."));
            planted.plant("29990101T000000Z-backup-ffff", "succeeded");
            Files.writeString(
                    Files.createDirectory(deployment
                                    .state()
                                    .resolve("runs/" + PlantedRuns.idTime(Instant.now()) + "-backup-0bad"))
                            .resolve("run.json"),
                    "{");
        }

        void plantMarkerAndStrays() throws IOException {
            Files.createDirectories(deployment.data().resolve(".ghe-keeper-removing-20260101T000000"));
            Files.writeString(deployment.data().resolve("in-progress"), "20010101T000000 1\n");
            Files.createDirectory(deployment.data().resolve("2fa-notes"));
            Files.createDirectory(deployment.data().resolve("fetching-20260102T000000"));
            snapshot(Instant.now().minus(Duration.ofDays(2)), false);
            snapshot(Instant.now().minus(Duration.ofDays(3)), true);
        }

        private String snapshot(Instant begun, boolean complete) throws IOException {
            Path directory = Files.createDirectory(
                    deployment.data().resolve(PlantedRuns.idTime(begun).replace("Z", "")));
            Files.writeString(directory.resolve("version"), "v3.12.1\n");
            if (!complete) {
                Files.writeString(directory.resolve("incomplete"), "");
            }
            return directory.getFileName().toString();
        }
    }
}
