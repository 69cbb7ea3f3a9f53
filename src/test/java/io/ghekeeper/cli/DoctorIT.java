package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed command: what doctor says, and that a backup ends early for the same reason. */
@Tag("core")
@Order(8)
class DoctorIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(read(Path.of("docs/schema/doctor.json")).toString(), InputFormat.JSON);

    /** By backup-utils, by the launcher, and by ghe-keeper itself. */
    private static final List<String> NEEDED_BUT_BC = List.of(
            "bash",
            "git",
            "ssh",
            "ssh-keygen",
            "rsync",
            "jq",
            "awk",
            "ps",
            "find",
            "gzip",
            "tar",
            "setsid",
            "flock",
            "readlink",
            "dirname",
            "java",
            "stat");

    @TempDir
    private Path folder;

    private Deployment deployment;
    private String pieceOfTheKey;

    @BeforeEach
    void deploy() throws IOException {
        deployment = Deployment.in(folder);
        deployment.useQuickEngine();
        deployment.configure("");
        pieceOfTheKey = deployment.secret().lines().skip(2).findFirst().orElseThrow();
    }

    @AfterEach
    void remove() throws IOException {
        deployment.close();
    }

    @Test
    void afterAGoodBackupNothingIsWrong() throws IOException {
        assertThat(Typed.at(deployment, "backup").status()).isZero();

        Deployment.Result table = Typed.at(deployment, "doctor");

        assertThat(table.status()).as(table.out()).isZero();
        assertThat(table.err()).isEmpty();
        assertThat(table.out())
                .startsWith("CHECK ")
                .contains("appliance           ok ", "127.0.0.1, version 3.11.0, uuid 7f2d4f5e-")
                .contains("(2027-01-01T00:00:00Z)")
                .doesNotContain("failed", "not tried");
        // The laboratory's key is kept as it is, and its release is older than the table of releases.
        assertThat(table.out().lines().filter(line -> line.contains(" warning ")))
                .extracting(line -> line.substring(0, line.indexOf("  ")))
                .containsExactly("key", "support", "next release", "supervisor");
        assertThat(table.out()).contains("\nkey: Encrypt it with: ghe-keeper key encrypt");
        assertThat(checks())
                .allSatisfy(
                        (name, check) -> assertThat(check.at("/state").asText()).isIn("ok", "warning"));
        assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();
        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
        assertThat(deployment.data()).isDirectoryNotContaining("glob:**/.ghe-keeper-links-*");
    }

    @Test
    void everyProblemOfAConfigurationIsReportedAndTheRestIsNotTried() throws IOException {
        change("engine:  ", "engnie:  ");
        Files.writeString(deployment.configuration(), "status: {max-age: never}\n", StandardOpenOption.APPEND);

        Map<String, JsonNode> checks = checks();

        assertFailed(checks, "configuration", "configuration-invalid");
        assertThat(checks.get("configuration").at("/details")).hasSize(2);
        assertThat(checks.get("schedule").at("/state").asText()).isEqualTo("not tried");
        assertThat(Typed.at(deployment, "doctor").status()).isEqualTo(10);
    }

    @Test
    void aKeyThatIsNoneKeepsOnlyTheLoginFromBeingTried() throws IOException {
        Files.writeString(deployment.privateKey(), "not a key");

        Map<String, JsonNode> checks = checks();

        assertThat(checks.get("key").at("/state").asText()).isEqualTo("failed");
        assertState(checks, "ok", "key directory", "host key", "engine", "volume");
        assertState(checks, "not tried", "login", "appliance", "fit");
    }

    @Test
    void aRestoreTargetIsTriedBeforeItIsNeeded() throws IOException {
        deployment.target();

        assertThat(target("--target", "127.0.0.2").at("/what").asText())
                .startsWith("127.0.0.2 takes the key, GHES 3.11.0, set up");

        JsonNode away = target("--target", "127.0.0.9");
        assertThat(away.at("/code").asText()).isEqualTo("appliance-unreachable");
        assertThat(away.at("/hint").asText()).contains("NetworkPolicy", "docs/restore.md");
        assertThat(target().at("/what").asText()).contains("none is set in drill.host");
        assertThat(Typed.at(deployment, "appliance", "trust", "127.0.0.9").err())
                .contains("NetworkPolicy", "the target");

        deployment.sections("drill: {host: 127.0.0.9}");
        deployment.configure("");
        assertThat(target().at("/state").asText()).isEqualTo("warning");

        Files.writeString(deployment.privateKey(), "not a key");
        assertThat(target("--target", "127.0.0.2").at("/what").asText())
                .contains("is open; the login was not tried without a key");
        assertThat(Typed.at(deployment, "doctor", "--target", "https://127.0.0.2")
                        .status())
                .isEqualTo(2);
    }

    private JsonNode target(String... arguments) throws IOException {
        Deployment.Result result = Typed.at(
                deployment,
                Stream.concat(Stream.of("doctor", "--json"), Stream.of(arguments))
                        .toArray(String[]::new));
        return checks(result).get("restore target");
    }

    @Test
    void signsOfASecondBackupToolAreAWarningAndRecordedByARun() throws IOException {
        deployment.appliance().files().addFile("/data/backup/data/20261128T031700/version", "v3.21.6\n");

        JsonNode check = checks().get("other backup tool");

        assertThat(check.at("/state").asText()).isEqualTo("warning");
        assertThat(check.at("/what").asText()).contains("snapshots lie in /data/backup/data");
        assertThat(check.at("/hint").asText()).contains("MSSQL");
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        try (Stream<Path> runs = Files.list(deployment.state().resolve("runs"))) {
            assertThat(runs)
                    .singleElement()
                    .satisfies(run -> assertThat(JSON.readTree(Files.readString(run.resolve("run.json")))
                                    .toString())
                            .contains("\"other-backup-tool\":\"seen\"", "\"version\":\"3.11.0\""));
        }
    }

    @Test
    void aKeyDirectoryOnADiskIsReportedBesideTheKey() throws IOException {
        change(deployment.keyDirectory().toString(), folder.resolve("keys").toString());

        Map<String, JsonNode> checks = checks();

        assertFailed(checks, "key directory", "key-directory-unsafe");
        assertState(checks, "ok", "key", "host key");
        assertState(checks, "not tried", "login");
    }

    @Test
    void anUnknownHostKeyIsReportedAndNotRecorded() throws IOException {
        Files.writeString(folder.resolve("known_hosts"), "");

        assertFailed(checks(), "host key", "host-key-unknown");
        assertState(checks(), "not tried", "login", "appliance", "fit");
        assertThat(folder.resolve("known_hosts")).isEmptyFile();
        assertEndsEarly(41);
    }

    @Test
    void aKeyThatIsNotLetInIsReported() throws IOException {
        deployment.appliance().refuseAll();

        assertFailed(checks(), "login", "key-refused");
        assertState(checks(), "ok", "host key");
        assertState(checks(), "not tried", "appliance", "fit");
    }

    @Test
    void anApplianceThatIsDownIsReported() throws IOException {
        deployment.appliance().close();

        Map<String, JsonNode> checks = checks();

        assertFailed(checks, "port", "appliance-unreachable");
        assertState(checks, "ok", "name", "engine", "room", "schedule");
        assertState(checks, "not tried", "host key", "login", "appliance", "fit");
        assertThat(Typed.at(deployment, "doctor").status()).isEqualTo(40);
    }

    @Test
    void aReplicaIsReported() throws IOException {
        deployment.appliance().files().replica(true);

        assertFailed(checks(), "appliance", "appliance-is-replica");
        assertState(checks(), "ok", "login");
        assertEndsEarly(45);
    }

    @Test
    void whatIsNoApplianceIsReported() throws IOException {
        deployment.appliance().files().notAnAppliance();

        assertFailed(checks(), "appliance", "not-an-appliance");
        assertEndsEarly(46);
    }

    @Test
    void anotherApplianceThanTheLastSnapshotsIsRefusedUntilItIsMeant() throws IOException {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        deployment.appliance().files().uuid("0a0b0c0d-58cb-4cf0-9d0a-3d6d3c1f7a11");

        JsonNode check = assertFailed(checks(), "appliance", "appliance-is-another");

        assertThat(check.at("/what").asText())
                .contains("its uuid is 0a0b0c0d-58cb-4cf0-9d0a-3d6d3c1f7a11")
                .contains("the last complete snapshot, 2", "has 7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertThat(check.at("/hint").asText()).contains("set appliance.uuid to 0a0b0c0d-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertEndsEarly(48);
        Map<String, String> meant = Map.of("GHE_KEEPER_APPLIANCE_UUID", "0A0B0C0D58CB4CF09D0A3D6D3C1F7A11");
        assertThat(Typed.with(meant, deployment, "backup").status()).isZero();
    }

    @Test
    void anApplianceWithoutAUuidIsDoubtedAndItsSnapshotIsSuspect() throws IOException {
        deployment.appliance().files().uuid("");

        assertState(checks(), "warning", "appliance");
        Deployment.Result backup = deployment.type("backup");
        assertThat(backup.status()).as(backup.err()).isEqualTo(73);
        assertThat(backup.err())
                .contains("whether it is the configured appliance is unknown")
                .contains("uuid: empty, and every snapshot needs it");
    }

    @Test
    void anApplianceWithoutAUuidIsRefusedWhereOneIsConfigured() throws IOException {
        deployment.appliance().files().uuid("");
        Map<String, String> meant = Map.of("GHE_KEEPER_APPLIANCE_UUID", "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");

        JsonNode check = assertFailed(checks(meant), "appliance", "appliance-is-another");

        assertThat(check.at("/what").asText())
                .contains("shows no uuid", "appliance.uuid has 7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertThat(Typed.with(meant, deployment, "backup").status()).isEqualTo(48);
        assertThat(snapshots()).isZero();
    }

    @Test
    void anEngineThatDoesNotFitIsReportedWithTheReleaseToInstall() throws IOException {
        deployment.appliance().files().version("3.13.1");

        JsonNode check = assertFailed(checks(), "fit", "engine-unfit");

        assertThat(check.at("/what").asText()).contains("backup-utils 3.11.0", "release 3.13.1");
        assertThat(check.at("/hint").asText()).contains("Install backup-utils 3.13 to 3.15");
        assertEndsEarly(49);
    }

    @Test
    void anEngineThatIsNotThereIsReported() throws IOException {
        Files.delete(deployment.engineHome().resolve("bin/ghe-backup"));

        assertFailed(checks(), "engine", "engine-missing");
        assertEndsEarly(53);
    }

    @Test
    void itIsNamedHowRunsOnOneMachineAreKeptApart() throws IOException {
        Path forbidden = Files.createDirectory(folder.resolve("forbidden"));
        Path unshare = Files.writeString(
                forbidden.resolve("unshare"),
                "#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n");
        assertThat(unshare.toFile().setExecutable(true)).isTrue();

        JsonNode shared =
                checks(Map.of("PATH", forbidden + ":" + System.getenv("PATH"))).get("tmp");

        assertThat(shared.at("/state").asText()).isEqualTo("ok");
        assertThat(shared.at("/what").asText()).startsWith("shared: one run at a time");
        assertThat(shared.at("/details/0").asText()).contains("unshare failed: Operation not permitted");
    }

    @Test
    void aProgramThatIsMissingIsReported() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String program : NEEDED_BUT_BC) {
            Files.createSymbolicLink(programs.resolve(program), whereIs(program));
        }
        Map<String, String> without = Map.of("PATH", programs.toString());

        JsonNode check = assertFailed(checks(without), "programs", "engine-tool-missing");

        assertThat(check.at("/what").asText()).contains("backup-utils needs bc");
        assertThat(check.at("/hint").asText()).contains("apt-get install bc");
        Deployment.Result backup = Typed.with(without, deployment, "backup");
        assertThat(backup.status()).isEqualTo(59);
        assertThat(deployment.data()).isEmptyDirectory();
    }

    private static Path whereIs(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + program + " here"));
    }

    @Test
    void aDirectoryWithoutAMountIsRefusedWhereOneIsRequired() throws IOException {
        Map<String, String> required = Map.of("GHE_KEEPER_DATA_MOUNT", "required");
        change(deployment.data().getParent().toString(), "/");
        change("//", "/");

        JsonNode check = assertFailed(checks(required), "volume", "volume-not-mounted");

        assertThat(check.at("/what").asText()).contains("/ghe-production-data is on the root file system");
        assertThat(check.at("/hint").asText()).contains("data.mount to any");
    }

    @Test
    void aVolumeThatIsNotThereIsReported() throws IOException {
        Files.delete(folder.resolve("data"));

        assertFailed(checks(), "volume", "volume-unusable");
        assertFailed(checks(), "state directory", "volume-unusable");
        assertState(checks(), "not tried", "links", "room", "markers", "journal");
    }

    @Test
    void aRunInProgressIsReportedAndNotDisturbed() throws Exception {
        deployment.useQuickEngine("60");
        deployment.configure("");
        Path log = folder.resolve("keeper.log");
        Process run = deployment.start(log, "backup");
        Awaitility.await().until(() -> Files.readString(log).contains("Git repositories"));

        Map<String, JsonNode> checks = checks();

        assertThat(checks.get("run at work").at("/what").asText()).contains("-backup-", "(pid " + run.pid());
        assertState(checks, "ok", "run at work", "markers", "login");
        assertThat(run.isAlive()).isTrue();
        assertThat(deployment.data().resolve("in-progress")).exists();
        run.destroy();
        assertThat(run.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @SuppressWarnings("try") // the pipe is there to be open
    void whileItLogsInAndAfterASignalNoKeyLiesAnywhere() throws Exception {
        Path uuid = deployment.appliance().files().at("/data/user/common/uuid");
        Files.delete(uuid);
        assertThat(new ProcessBuilder("mkfifo", uuid.toString()).start().waitFor())
                .isZero();
        Process doctor = deployment.start(folder.resolve("doctor.log"), "doctor");

        // A pipe opens when the other side does: the appliance, which is asked for its uuid after the login.
        try (OutputStream answer =
                CompletableFuture.supplyAsync(() -> open(uuid)).get(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)) {
            assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory()))
                    .isEmpty();
            doctor.destroy();
            // Else it would wait 15 s for the answer.
            assertThat(doctor.waitFor(12, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(deployment.holdersOfTheKeyBelow(deployment.keyDirectory())).isEmpty();
        assertThat(deployment.holdersOfTheKeyBelow(folder)).isEmpty();
    }

    private static OutputStream open(Path pipe) {
        try {
            return Files.newOutputStream(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A backup ends with this status before the engine has made anything. */
    private void assertEndsEarly(int status) throws IOException {
        long before = snapshots();
        Deployment.Result backup = Typed.at(deployment, "backup");
        assertThat(backup.status()).as(backup.err()).isEqualTo(status);
        assertThat(backup.err()).contains("HINT: ");
        assertThat(snapshots()).isEqualTo(before);
    }

    private long snapshots() throws IOException {
        try (var entries = Files.list(deployment.data())) {
            return entries.count();
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(deployment.configuration());
        assertThat(text).contains(from);
        Files.writeString(deployment.configuration(), text.replace(from, to));
    }

    private Map<String, JsonNode> checks() throws IOException {
        return checks(Map.of());
    }

    /** What doctor says, by check; valid against its schema, and with the exit status that it ends with. */
    private Map<String, JsonNode> checks(Map<String, String> environment) throws IOException {
        Deployment.Result result = environment.isEmpty()
                ? Typed.at(deployment, "doctor", "--json")
                : Typed.with(environment, deployment, "doctor", "--json");
        return checks(result);
    }

    private Map<String, JsonNode> checks(Deployment.Result result) throws IOException {
        JsonNode document = JSON.readTree(result.out());
        assertThat(SCHEMA.validate(document)).as(result.out()).isEmpty();
        assertThat(document.at("/exitStatus").asInt()).isEqualTo(result.status());
        assertThat(result.out()).doesNotContain(pieceOfTheKey);
        Map<String, JsonNode> checks = new LinkedHashMap<>();
        document.at("/checks").forEach(check -> checks.put(check.at("/check").asText(), check));
        return checks;
    }

    private static JsonNode assertFailed(Map<String, JsonNode> checks, String name, String code) {
        JsonNode check = checks.get(name);
        assertThat(check.at("/state").asText()).as(check.toString()).isEqualTo("failed");
        assertThat(check.at("/code").asText()).isEqualTo(code);
        return check;
    }

    private static void assertState(Map<String, JsonNode> checks, String state, String... names) {
        for (String name : names) {
            JsonNode check = checks.get(name);
            String actual = check.at("/state").asText();
            // The laboratory's key is kept as it is, and that is doubted.
            boolean fits =
                    actual.equals(state) || (state.equals("ok") && name.equals("key") && actual.equals("warning"));
            assertThat(fits).as(check.toString()).isTrue();
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
