package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Asking;
import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The port of a real supervisor, asked as Prometheus, probes and people ask it. */
@Order(2)
class MonitorIT extends OneDeployment {
    private static final List<String> PATHS = List.of("/", "/metrics", "/api/status", "/healthz", "/readyz");
    private static final String NEVER = "[\"0 0 1 1 *\"]";
    private static final List<String> TIMES = List.of(
            "ghe_keeper_last_good_backup_timestamp_seconds",
            "ghe_keeper_last_success_timestamp_seconds{kind=\"backup\"}",
            "ghe_keeper_last_attempt_timestamp_seconds{kind=\"backup\"}");

    private final Asking asking = new Asking(Asking.freePort());

    @BeforeEach
    void listen() {
        deployment.useQuickEngine();
        deployment.listen(asking.listen());
        deployment.configure("");
    }

    private Process supervise() throws IOException {
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await().until(() -> asking.status("/healthz") == 200);
        return supervisor;
    }

    private void end(Process supervisor) throws InterruptedException {
        supervisor.destroy();
        assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private String metric(String name) throws IOException, InterruptedException {
        return asking.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .orElse("none");
    }

    @Test
    void everyPathAnswersAllOfThemSayTheSameAndARestartKeepsTheTimes() throws Exception {
        deployment.sections("notify: {webhook-url: \"https://chat.example.com/hunter2\"}");
        backUp();
        deployment.configure("");
        Process supervisor = supervise();

        JsonNode answered =
                new ObjectMapper().readTree(asking.get("/api/status").body());
        JsonNode typed = new ObjectMapper()
                .readTree(Typed.at(deployment, "status", "--json").out());
        assertThat(answered.at("/lastGood/run")).isEqualTo(typed.at("/lastGood/run"));
        assertThat(answered.at("/snapshots")).isEqualTo(typed.at("/snapshots"));
        assertThat(answered.fieldNames()).toIterable().containsExactlyElementsOf(() -> typed.fieldNames());
        assertThat(asking.get("/").body())
                .contains(answered.at("/lastGood/snapshot").asText(), "<footer><p>ghe-keeper ");
        assertThat(Double.parseDouble(metric("ghe_keeper_last_good_backup_timestamp_seconds")))
                .isEqualTo(
                        Instant.parse(answered.at("/lastGood/begin").asText()).toEpochMilli() / 1000.0);
        assertThat(asking.get("/readyz").body())
                .isEqualTo(
                        "configuration  in order\nkey            in order\nvolume         in order\nlease          in"
                                + " order\n");
        requireWellFormedMetrics();
        requireNoSecret();
        List<String> before = values(TIMES);
        end(supervisor);
        assertThat(asking.status("/healthz")).isZero();

        Process second = supervise();

        assertThat(values(TIMES)).isEqualTo(before).doesNotContain("none");
        end(second);
    }

    private void backUp() {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
    }

    private void requireWellFormedMetrics() throws IOException, InterruptedException {
        Path text = Files.writeString(
                folder.resolve("metrics"), asking.get("/metrics").body());
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private void requireNoSecret() throws IOException, InterruptedException {
        String piece = deployment.secret().lines().skip(2).findFirst().orElseThrow();
        for (String path : PATHS) {
            assertThat(asking.get(path).body())
                    .as(path)
                    .isNotEmpty()
                    .doesNotContain(piece)
                    .doesNotContain("hunter2");
        }
    }

    private List<String> values(List<String> names) throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(metric(name));
        }
        return values;
    }

    @Test
    void aFailedBackupIsNoSuccess() throws Exception {
        backUp();
        Process supervisor = supervise();
        String good = metric("ghe_keeper_last_success_timestamp_seconds{kind=\"backup\"}");
        deployment.appliance().close();
        nextSecond();

        int status = Typed.at(deployment, "backup").status();

        assertThat(status).isEqualTo(40);
        Awaitility.await()
                .untilAsserted(() -> assertThat(metric(
                                "ghe_keeper_run_failures_total{failure=\"appliance_unreachable\",kind=\"backup\"}"))
                        .isEqualTo("1.0"));
        assertThat(metric("ghe_keeper_last_success_timestamp_seconds{kind=\"backup\"}"))
                .isEqualTo(good);
        assertThat(metric("ghe_keeper_last_run_outcome{kind=\"backup\",outcome=\"failed\"}"))
                .isEqualTo("1.0");
        end(supervisor);
    }

    @Test
    void itIsNotReadyWhileTheKeyIsAwayAndAliveAllTheSame() throws Exception {
        Process supervisor = supervise();
        Path key = deployment.privateKey();
        Path away = Files.move(key, key.resolveSibling("away"));

        Awaitility.await().until(() -> asking.status("/readyz") == 503);
        assertThat(asking.get("/readyz").body())
                .contains("key            NOT in order: the key file " + key + " does not exist\n")
                .contains("volume         in order\n");
        assertThat(asking.status("/healthz")).isEqualTo(200);

        Files.move(away, key);
        Awaitility.await().until(() -> asking.status("/readyz") == 200);
        end(supervisor);
    }

    @Test
    void whatCannotBeSeenIsSaidAndTheRestGoesOn() throws Exception {
        backUp();
        Process supervisor = supervise();
        Path runs = deployment.state().resolve("runs");
        Path away = Files.move(runs, deployment.state().resolve("away"));
        Files.writeString(runs, "no directory");

        Awaitility.await().until(() -> asking.status("/api/status") == 503);
        HttpResponse<String> page = asking.get("/");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("cannot list the runs in " + runs).doesNotContain("\tat ");
        assertThat(asking.status("/healthz")).isEqualTo(200);
        assertThat(asking.status("/metrics")).isEqualTo(200);
        assertThat(asking.get("/metrics").body()).contains("build_info").doesNotContain("last_success");

        Files.delete(runs);
        Files.move(away, runs);
        Awaitility.await().until(() -> asking.status("/api/status") == 200);
        end(supervisor);
    }

    /** An empty folder in its place would say that there never was a backup. */
    @Test
    void aVolumeThatIsAwayIsSaidToBeAway() throws Exception {
        Assumptions.assumeTrue(Mount.possible(), "only root may mount");
        Mount volume = Mount.memory(folder.resolve("data"), "size=24m");
        Files.writeString(
                deployment.configuration(),
                Files.readString(deployment.configuration()).replace("mount: any", "mount: required"));
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        Process supervisor = supervise();
        assertThat(metric("ghe_keeper_status{state=\"ok\"}")).isEqualTo("1.0");

        volume.close();

        Awaitility.await().until(() -> asking.status("/api/status") == 503);
        HttpResponse<String> page = asking.get("/");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body())
                .contains("<style>", "<strong><data", "127.0.0.1", deployment.data() + " is on the root file system");
        JsonNode unseen = new ObjectMapper().readTree(asking.get("/api/status").body());
        assertThat(LookingIT.problems("status", unseen)).isEmpty();
        assertThat(unseen.at("/state").asText()).isEqualTo("unknown");
        assertThat(unseen.at("/appliance").asText()).isEqualTo("127.0.0.1");
        assertThat(unseen.at("/failure/code").asText()).isEqualTo("volume-not-mounted");
        Awaitility.await().until(() -> asking.status("/readyz") == 503);
        assertThat(asking.get("/readyz").body().lines().filter(line -> line.contains("NOT in order")))
                .singleElement()
                .asString()
                .startsWith("volume");
        assertThat(metric("ghe_keeper_appliance_info{host=\"127.0.0.1\"}")).isEqualTo("1");
        assertThat(asking.status("/healthz")).isEqualTo(200);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(metric("ghe_keeper_observation_failure{failure=\"volume_not_mounted\"}"))
                                .isEqualTo("1.0"));
        assertThat(metric("ghe_keeper_status")).isEqualTo("none");
        end(supervisor);
    }

    @Test
    void whereNoPortIsWantedNoneIsOpened() throws Exception {
        deployment.listen("off");
        deployment.configure("");
        Process supervisor = deployment.start(log, "supervise");
        Awaitility.await().until(() -> Files.readString(log).contains("next backup at"));

        assertThat(listening(supervisor)).isZero();
        end(supervisor);
    }

    /** Of the sockets that a process has, those that listen. */
    private static long listening(Process process) throws IOException {
        Pattern socket = Pattern.compile("socket:\\[(\\d+)\\]");
        List<String> inodes = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path file : files) {
                Matcher matcher = socket.matcher(Files.readSymbolicLink(file).toString());
                if (matcher.matches()) {
                    inodes.add(matcher.group(1));
                }
            }
        }
        long count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            count += Files.readAllLines(Path.of("/proc/net/" + table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[3].equals("0A") && inodes.contains(words[9]))
                    .count();
        }
        return count;
    }

    @Test
    void aPortThatIsTakenStopsNoBackup() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            deployment.listen("127.0.0.1:" + taken.getLocalPort());
            deployment.configure("", NEVER, true);
            Process supervisor = deployment.start(log, "supervise");

            Awaitility.await().until(() -> Files.readString(log).contains("captured snapshot"));
            assertThat(Files.readString(log)).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
            end(supervisor);
        }
    }

    /** What it costs is in the bench. */
    @Test
    void aRunUnderFiftyRequestsASecondSucceedsAndTheyAreAnswered() throws Exception {
        deployment.hold();
        Process supervisor = supervise();
        Path backupLog = folder.resolve("backup.log");
        Process backup = deployment.start(backupLog, "backup");
        Awaitility.await().until(() -> Files.readString(backupLog).contains("Git repositories"));
        try (Asking.Flood flood = asking.flood(50, List.of("/metrics", "/"))) {
            Awaitility.await().until(() -> flood.answered() > 80);
            deployment.letGo();
            assertThat(backup.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        assertThat(backup.exitValue()).as(Files.readString(backupLog)).isZero();
        end(supervisor);
    }
}
