package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StandInEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the program says on standard error, in the form and at the level that are configured. */
class LogIT extends OneDeployment {
    private static final Pattern RUN = Pattern.compile("by run (\\S+) in");
    private static final String OF_ENGINE = "io.ghekeeper.engine-output";

    @Test
    void everyLineOfABackupIsJsonAndThoseOfItsRunBearItsId() throws Exception {
        log("format: json, engine-output: info", "");
        leaveAMarker();

        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        String run = runOf(backup);
        List<JsonNode> lines = parsed(backup.err());
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line.path("run").textValue()).isEqualTo(run));
        assertThat(lines.stream().map(line -> line.path("message").textValue()))
                .contains("backup begins", "1/12 GitHub secrets")
                .anyMatch(message -> message.startsWith("marker in-progress cleared: "))
                .anyMatch(message -> message.startsWith("captured snapshot "));
        assertThat(messages(lines, OF_ENGINE))
                .anyMatch(message -> message.matches("\\| \\S{20}  INFO  Backup of 127\\.0\\.0\\.1\\S* finished\\."))
                .noneMatch(message -> message.contains("KEEPER"));
        assertThat(lines.stream().map(line -> line.path("thread").textValue())).contains("main", "log-follower");
    }

    @Test
    void whyARunFailedIsALineOfJsonTooWhateverTheLevel() throws Exception {
        log("format: json, level: error, engine-output: info", StandInEngine.fail("mysql"));

        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).isEqualTo(54);
        assertThat(backup.err().lines()).hasSize(1);
        JsonNode line = parsed(backup.err()).get(0);
        assertThat(line.path("level").textValue()).isEqualTo("ERROR");
        assertThat(line.path("code").textValue()).isEqualTo("engine-steps-failed");
        assertThat(line.path("message").textValue()).contains("mysql");
        assertThat(line.path("hint").textValue()).isNotEmpty();
    }

    @Test
    void linesOfTextLookAsTheyDidAndTheEnginesAreMarked() throws Exception {
        deployment.useQuickEngine();
        log("engine-output: info", "");
        leaveAMarker();

        Deployment.Result backup = deployment.type("backup");

        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(backup.err().lines())
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN ) "
                        + Pattern.quote(runOf(backup)) + " \\S.*"))
                .anyMatch(line -> line.endsWith(runOf(backup) + " backup begins"))
                .anyMatch(
                        line -> line.matches(".*Z INFO  \\S+ \\| \\S{20}  INFO  Backing up GitHub secrets \\.\\.\\..*"))
                .anyMatch(line -> line.contains(" marker in-progress cleared: "));
    }

    /** Its standard error is the run's log, which its follower reads: what it repeated of it, it would repeat for ever. */
    @Test
    void aRestoreOfItsOwnProcessSpeaksTextInTheRunsLogAndRepeatsNothing() throws Exception {
        deployment.target();
        deployment.useQuickEngine();
        log("format: json, engine-output: info", "");
        assertThat(Typed.at(deployment, "backup").status()).isZero();

        Deployment.Result restore = deployment.type("restore", "127.0.0.2", "--maintenance", "--yes", "127.0.0.2");

        assertThat(restore.status()).as(restore.err()).isZero();
        String said = Files.readString(
                deployment.state().resolve("runs").resolve(restoreRun()).resolve("output.log"));
        assertThat(said).contains("  KEEPER  restore begins").doesNotContain(" | ", "{\"timestamp\"");
    }

    @Test
    void whyARestoreOfItsOwnProcessDidNotBeginIsReportedWhateverTheFormat() throws Exception {
        deployment.useQuickEngine();
        deployment.hold();
        log("format: json", "");
        Process running = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));

        Deployment.Result restore = deployment.type("drill");

        assertThat(restore.status()).isEqualTo(50);
        assertThat(parsed(restore.err()).get(0).path("code").textValue()).isEqualTo("run-active");
        assertThat(parsed(restore.err()).get(0).path("message").textValue()).startsWith("another run is in progress");
        deployment.letGo();
        running.waitFor();
    }

    private void log(String keys, String faults) {
        deployment.sections("log: {" + keys + "}\ndrill: {host: 127.0.0.2}");
        deployment.configure(faults);
    }

    private void leaveAMarker() throws Exception {
        Files.createDirectories(deployment.data());
        Files.writeString(deployment.data().resolve("in-progress"), "20260101T000000 999999999\n");
    }

    private String restoreRun() throws Exception {
        try (Stream<Path> runs = Files.list(deployment.state().resolve("runs"))) {
            return runs.map(run -> run.getFileName().toString())
                    .filter(name -> name.contains("-restore-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String runOf(Deployment.Result backup) {
        Matcher run = RUN.matcher(backup.out());
        assertThat(run.find()).as(backup.out()).isTrue();
        return run.group(1);
    }

    private static List<JsonNode> parsed(String lines) {
        ObjectMapper json = new ObjectMapper();
        return lines.lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError("no JSON: " + line, e);
                    }
                })
                .toList();
    }

    private static List<String> messages(List<JsonNode> lines, String logger) {
        return lines.stream()
                .filter(line -> line.path("logger").textValue().equals(logger))
                .map(line -> line.path("message").textValue())
                .toList();
    }
}
