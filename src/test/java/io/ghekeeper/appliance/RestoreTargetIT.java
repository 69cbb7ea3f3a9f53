package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an appliance reports before a restore, and how maintenance mode is set and lifted. */
@Timeout(300)
class RestoreTargetIT {
    private static final Timeouts LITTLE =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(6));
    private static final String PAGE = "/data/github/current/public/system/maintenance.html";
    private static final String HEADER = "Filesystem 1-blocks Used Available Capacity Mounted on\n";

    @TempDir
    private Path folder;

    private Timeouts timeouts = Timeouts.USUAL;
    private Duration slowest = TestTimeouts.LONG;
    private FakeAppliance server;
    private SshKeys.Pair key;
    private Path knownHosts;

    @BeforeEach
    void serve() throws IOException {
        server = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        server.authorize(key.publicKey());
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reportsWhatItIsAndInWhatStateInOneLogin() {
        server.files().version("3.12.1");
        int before = server.connections();

        TargetFacts facts = facts();

        assertThat(server.connections()).isEqualTo(before + 1);
        assertThat(facts.host()).isEqualTo(server.host());
        assertThat(facts.hostKey().fingerprint()).isEqualTo(server.hostKeyFingerprint());
        assertThat(facts.version()).contains("3.12.1");
        assertThat(facts.uuid()).contains("7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertThat(facts.configured()).isTrue();
        assertThat(List.of(facts.maintenance(), facts.replication(), facts.cluster(), facts.actions()))
                .containsOnly(false);
        assertThat(facts.restoreStatus()).isEmpty();
        assertThat(facts.freeBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
        assertThat(facts.usedBytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
    }

    @Test
    void reportsEachStateByItself() {
        server.files().configured(false);
        assertThat(facts().configured()).isFalse();
        server.files().maintenance(true);
        assertThat(facts().maintenance()).isTrue();
        server.files().addFile("/etc/github/cluster", "");
        assertThat(facts().cluster()).isTrue();
        server.files().addFile("/data/user/common/github.conf", "[app \"actions\"]\n\tenabled = true\n");
        assertThat(facts().actions()).isTrue();
        server.files().addFile("/etc/github/repl-state", "whatever");
        assertThat(facts().replication()).isTrue();
    }

    @Test
    void aRestoreStatusIsOneOfThreeWordsOrNone() {
        for (String word : List.of("restoring", "failed", "complete")) {
            server.files().addFile("/data/user/common/ghe-restore-status", word + "\n");
            assertThat(facts().restoreStatus()).contains(word);
        }
        for (String none : List.of("", "completed", "complete\nfailed", "x".repeat(1_000_000), "failed\u001b[2J")) {
            server.files().addFile("/data/user/common/ghe-restore-status", none);
            assertThat(facts().restoreStatus()).isEmpty();
        }
    }

    @Test
    void roomIsReadFromTheAppliancesOwnFigures() {
        server.files().addFile("/lab/df", HEADER + "/dev/xvdb 1000 900 50 95% /data/user\n");

        assertThat(facts().freeBytes()).contains(50L);
        assertThat(facts().usedBytes()).contains(900L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dev/xvdb 1000 900 50 95%",
                "/dev/xvdb 1000 900 -50 95% /data/user",
                "/dev/xvdb 1000 900 500 95% /data/user",
                "/dev/xvdb 1K 900 50 95% /data/user",
                "/dev/xvdb 99999999999999999999 900 50 95% /data/user",
                "/dev/xvdb 1000 900 50 95% /data/user\n/dev/xvdc 1000 900 50 95% /data/user",
                "/dev/xvdb 1000 900 50 95% /data/user\n\u001b[2J"
            })
    void nonsenseAboutRoomIsNoRoomAndNoFailure(String line) {
        server.files().addFile("/lab/df", HEADER + line + "\n");

        assertThat(facts().freeBytes()).isEmpty();
        assertThat(facts().usedBytes()).isEmpty();
    }

    @Test
    void megabytesAboutRoomAreNoneToo() {
        server.files().addFile("/lab/df", HEADER + " ".repeat(5_000_000) + "1 1 1 1% /");

        assertThat(facts().freeBytes()).isEmpty();
    }

    @Test
    void aHostWithoutAReleaseIsNoAppliance() {
        server.files().notAnAppliance();

        assertRefused(FailureKind.NOT_AN_APPLIANCE, "does not say which release");
    }

    /** What the login scripts of the appliance print goes before every answer. */
    @Test
    void aYesInsideNoiseIsNoYes() throws IOException {
        noise("echo 'yes, welcome \u001b[2J'");

        assertThat(assertRefused(FailureKind.NOT_AN_APPLIANCE, "does not say clearly whether it is configured")
                        .getMessage())
                .matches("[\\x20-\\x7e]+");
    }

    @Test
    void megabytesBeforeAYesAreNoAnswer() throws IOException {
        noise("case $2 in test*) head -c 3000000 /dev/zero ;; esac");

        assertRefused(FailureKind.CONNECTION_LOST, "does not say whether it is configured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"configured", "maintenance.html", "repl-state", "github/cluster"})
    void aSafetyQuestionWithoutAnAnswerIsNeverTakenForANo(String path) throws IOException {
        noise("case $2 in 'test -e '*" + path + "*) exit 0 ;; esac");

        assertThat(catchThrowableOfType(Failure.class, this::facts).getMessage())
                .contains("does not say");
        noise("case $2 in 'test -e '*" + path + "*) kill -9 $$ ;; esac");
        assertRefused(FailureKind.CONNECTION_LOST, "does not say whether");
    }

    @Test
    void aQuestionThatIsNeverAnsweredIsNoNo() {
        server.files().hang("ghe-config");
        waitLittle();

        assertRefused(FailureKind.CONNECTION_LOST, "does not say whether GitHub Actions is on");
    }

    @Test
    void neverTrustsOnFirstUse() throws IOException {
        Files.delete(knownHosts);

        assertThat(assertRefused(FailureKind.HOST_KEY_UNKNOWN, server.hostKeyFingerprint())
                        .hint())
                .endsWith("ghe-keeper appliance trust 127.0.0.1 --yes");
        assertThat(knownHosts).doesNotExist();
    }

    @Test
    void aChangedHostKeyAndARefusedKeyAreReportedAsAProbeReportsThem() {
        server.refuseAll();
        assertRefused(FailureKind.KEY_REFUSED, key.fingerprint());
        server.changeHostKey();
        assertRefused(FailureKind.HOST_KEY_CHANGED, server.hostKeyFingerprint());
    }

    @Test
    void aFrozenApplianceBlocksNoCaller() {
        server.freeze();
        waitLittle();

        assertRefused(FailureKind.APPLIANCE_UNREACHABLE, "does not answer in time");
    }

    @Test
    void aConnectionThatBreaksOrFreezesInTheMiddleIsLost() {
        server.dropConnectionsAfterBytes(2500);
        assertRefused(FailureKind.CONNECTION_LOST, "lost");
        server.freezeAfterBytes(2500);
        waitLittle();
        assertRefused(FailureKind.CONNECTION_LOST, "does not answer any more");
    }

    @Test
    void maintenanceModeIsSetAndLifted() {
        target().setMaintenance(key.unlocked());
        assertThat(server.files().at(PAGE)).exists();
        assertThat(facts().maintenance()).isTrue();

        target().liftMaintenance(key.unlocked(), List.of());
        assertThat(server.files().at(PAGE)).doesNotExist();
    }

    @Test
    void whatSaysThatItSetOrLiftedMaintenanceModeMustHaveDoneSo() {
        server.files().silence("ghe-maintenance");
        assertNotSet("could not be set on 127.0.0.1");
        server.files().maintenance(true);
        assertNotLifted("could not be lifted on 127.0.0.1");
    }

    @Test
    void aMaintenanceProgramThatFailsIsQuoted() {
        server.files().fail("ghe-maintenance", 3);
        assertNotSet("ghe-maintenance: failed, as the test asked");
        server.files().maintenance(true);
        assertNotLifted("ghe-maintenance: failed, as the test asked");
    }

    @Test
    void aMaintenanceProgramThatDoesNotEndIsReported() {
        server.files().hang("ghe-maintenance");
        waitLittle();
        assertNotSet("did not end within 2 s");
        server.files().maintenance(true);
        assertNotLifted("did not end within 2 s");
    }

    @Test
    void theWordsOfAMaintenanceProgramAreBoundedAndFitForATerminal() throws IOException {
        noise("case $2 in ghe-maintenance*) head -c 3000000 /dev/zero >&2 ; printf '\\033[2J%3000d' 1; exit 1 ;; esac");

        Failure failure = assertNotSet("");

        assertThat(failure.getMessage()).hasSizeLessThan(300).matches("[\\x20-\\x7e]+");
    }

    private Failure assertNotSet(String text) {
        Failure failure = catchThrowableOfType(Failure.class, () -> target().setMaintenance(key.unlocked()));
        assertThat(failure.kind()).isEqualTo(FailureKind.TARGET_NOT_IN_MAINTENANCE);
        assertThat(failure).hasMessageContaining(text);
        return failure;
    }

    private void assertNotLifted(String text) {
        Failure failure =
                catchThrowableOfType(Failure.class, () -> target().liftMaintenance(key.unlocked(), List.of()));
        assertThat(failure.kind()).isEqualTo(FailureKind.NOT_AN_APPLIANCE);
        assertThat(failure).hasMessageContaining(text);
    }

    private Failure assertRefused(FailureKind kind, String text) {
        Failure failure = catchThrowableOfType(Failure.class, this::facts);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(text);
        return failure;
    }

    /** From now on the appliance's shell does this before each command, which is {@code $2}. */
    private void noise(String script) throws IOException {
        Path login = folder.resolve("appliance-scripts/login.sh");
        String text =
                Files.readString(login).replaceFirst("(?s)^(#!/usr/bin/env bash\n)(?:\\{ # noise\n.*?\n}\n)?", "$1");
        Files.writeString(
                login,
                text.replaceFirst(
                        "\n", "\n{ # noise\n" + script.replace("\\", "\\\\").replace("$", "\\$") + "\n}\n"));
    }

    /** For what does not answer: what does may be slow. */
    private void waitLittle() {
        timeouts = LITTLE;
        slowest = Duration.ofSeconds(2);
    }

    private TargetFacts facts() {
        return target().facts(key.unlocked());
    }

    private RestoreTarget target() {
        ApplianceSettings settings = new ApplianceSettings(
                server.host(), server.port(), FakeAppliance.USER, knownHosts, Optional.empty(), true, Optional.empty());
        return new RestoreTarget(settings, Optional.of("3.14.0"), timeouts, slowest);
    }
}
