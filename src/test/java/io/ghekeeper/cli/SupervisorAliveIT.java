package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a supervisor is alive on a volume, as its processes, status, doctor and health checks see it. */
@Order(3)
class SupervisorAliveIT {

    @TempDir
    private Path folder;

    private Deployment deployment;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        deployment.useQuickEngine();
        deployment.configure("");
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void statusIsOkOnlyWhileASupervisorIsAliveAndASecondOneIsRefusedByTheNameOfTheFirst() throws Exception {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Deployment.Result without = Typed.at(deployment, "status");
        assertThat(without.status()).isEqualTo(5);
        assertThat(without.out())
                .startsWith("STOPPED  no supervisor is alive: nothing is going to run; last good backup")
                .contains("ghe-keeper supervise", "next        no supervisor: nothing is going to run");
        assertThat(Typed.at(deployment, "status", "--json").out())
                .contains("\"state\" : \"stopped\"", "\"next\" : null");

        Process first = supervise("first.log");
        Deployment.Result alive = Typed.at(deployment, "status");
        assertThat(alive.status()).as(alive.out()).isZero();
        assertThat(alive.out()).startsWith("OK ").contains("supervisor  alive: pid " + first.pid() + " on ");
        assertThat(Typed.at(deployment, "doctor").out()).containsPattern("supervisor +ok +alive: pid " + first.pid());
        assertThat(alive().status()).isZero();

        assertThat(Typed.with(Map.of("GHE_KEEPER_SCHEDULE_TIME_ZONE", "Asia/Tokyo"), deployment, "status")
                        .out())
                .as("ids are in UTC, and so is the time beside them")
                .containsPattern("next +\\S+-01-01 00:00 Asia/Tokyo \\(\\S+-12-31 15:00 UTC\\), in ");

        Deployment.Result second = Typed.at(deployment, "supervise");
        assertThat(second.status()).isEqualTo(66);
        assertThat(second.err()).contains("ERROR [supervisor-active]", "pid " + first.pid() + " on ", ", since ");
        assertThat(alive().status())
                .as("the second one left the first one's heartbeat alone")
                .isZero();

        first.destroyForcibly().waitFor();
        assertThat(Typed.at(deployment, "status").status()).isEqualTo(5);

        Process third = supervise("third.log");
        assertThat(Typed.at(deployment, "status").status()).isZero();
        third.destroy();
        third.waitFor();
        assertThat(Typed.at(deployment, "status").out()).startsWith("STOPPED");
        assertThat(alive().status()).isEqualTo(1);
    }

    @Test
    void aSupervisorThatStandsStillIsNotCalledAlive() throws Exception {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Process supervisor = supervise("log");
        Tool.run("kill", "-STOP", Long.toString(supervisor.pid()));
        Files.setLastModifiedTime(
                deployment.keyDirectory().resolve("supervisor"),
                FileTime.from(Instant.now().minusSeconds(90)));

        Deployment.Result status = Typed.at(deployment, "status");

        assertThat(status.status()).isEqualTo(5);
        assertThat(status.out()).startsWith("STOPPED  the supervisor's loop stands still");
        assertThat(alive().status()).isEqualTo(1);
    }

    @Test
    void whereSomethingElseBeginsBackupsNoSupervisorIsMissedAndNoneStarts() throws Exception {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()).replace("schedule:  {", "schedule:  {runner: external, "));

        Deployment.Result status = Typed.at(deployment, "status");

        assertThat(status.status()).as(status.out()).isZero();
        assertThat(status.out()).contains("schedule.runner: external").doesNotContain("\nnext ");
        assertThat(Typed.at(deployment, "doctor").out()).containsPattern("supervisor +ok +none, as configured");
        assertThat(Typed.at(deployment, "supervise").status()).isEqualTo(10);
    }

    @Test
    void aSupervisorThatOnlyWaitsForARestoreNamesNoNextBackup() throws Exception {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Process supervisor = supervise("log");
        Tool.run("kill", "-STOP", Long.toString(supervisor.pid())); // its loop must not write between
        Files.setLastModifiedTime(
                deployment.keyDirectory().resolve("supervisor"),
                FileTime.from(Instant.now().plus(Duration.ofDays(90))));

        assertThat(Typed.at(deployment, "status").out())
                .contains("supervisor  ending: pid ")
                .doesNotContain("\nnext ");
    }

    private Process supervise(String name) throws IOException {
        Path log = folder.resolve(name);
        Process process = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("next backup at"));
        Awaitility.await().until(() -> alive().status() == 0);
        return process;
    }

    /** By each of the ways in which the configuration may be named; all must give one answer. */
    private Answer alive() throws IOException, InterruptedException {
        String configuration = deployment.configuration().toString();
        Answer first = ask(Map.of(), "--config", configuration);
        assertThat(ask(Map.of("GHE_KEEPER_CONFIG", configuration))).isEqualTo(first);
        assertThat(ask(Map.of(
                        "GHE_KEEPER_KEY_DIRECTORY", deployment.keyDirectory().toString())))
                .isEqualTo(first);
        return first;
    }

    private static Answer ask(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bin/ghe-keeper-alive").redirectErrorStream(true);
        for (String argument : arguments) {
            builder.command().add(argument);
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), words.replaceAll("\\d+ s late", "late"));
    }

    private record Answer(int status, String words) {}
}
