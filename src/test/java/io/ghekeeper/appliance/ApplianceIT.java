package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplianceIT {
    private static final Timeouts LITTLE =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private FakeAppliance server;
    private SshKeys.Pair key;
    private Path knownHosts;

    @BeforeEach
    void serve() throws IOException {
        server = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id", SshKeys.Kind.RSA);
        server.authorize(key.publicKey());
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reportsItsVersionAndIdentity() {
        server.files().uuid("7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        server.files().version("3.11.4");

        ApplianceFacts facts = probe(false);

        assertThat(facts.version()).contains("3.11.4");
        assertThat(facts.uuid()).contains("7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertThat(facts.recordedHostKey()).isEmpty();
    }

    @Test
    void isAskedWithTheReleaseOfBackupUtils() throws IOException {
        server.files().addProgram("ghe-negotiate-version", "echo \"$*\" >\"$LAB_ROOT/lab/asked\"; exit 1");

        assertThat(appliance(false)
                        .probe(key.privateKey(), Optional.of("3.21.1"))
                        .version())
                .contains("3.11.0");
        assertThat(server.files().at("/lab/asked")).hasContent("backup-utils 3.21.1");
    }

    @Test
    void aRefusalIsNoAcceptanceAndTheReleaseIsAskedForByAnotherCommand() {
        server.files().version("3.14.2");

        ApplianceFacts facts = probe(false);

        assertThat(facts.requirePrimary()).isEqualTo("3.14.2");
        assertThat(facts.negotiation().refusal()).contains("'backup-utils 3.14.0 or greater is required!'");
    }

    @Test
    void aRefusalOnAnyStreamWithAnyStatusKeepsTheReleaseOfTheAppliance() {
        server.files().version("3.14.2");
        for (int status : new int[] {0, 1, 2, 101, 255}) {
            server.files()
                    .refusal(status, "GitHub Enterprise Server 3.14.2 needs a newer backup-utils, not 3.11.0\n", "");
            ApplianceFacts facts = probe(false);
            assertThat(facts.version()).as("status " + status).contains("3.14.2");
            assertThat(facts.negotiation().outcome()).isEqualTo(Negotiation.HostCheckOutcome.REFUSED);
        }
    }

    @Test
    void aRefusalWithoutAReleaseOfTheApplianceIsStillNone() {
        server.files().version("3.14.2");
        server.files().lacks("ghe-version");

        assertRefused(FailureKind.ENGINE_UNFIT, "backup-utils 3.14.0 or greater is required!");
    }

    @Test
    void withoutTheCommandTheReleaseIsAskedForByAnotherOne() {
        server.files().lacks("ghe-negotiate-version");

        ApplianceFacts facts = probe(false);

        assertThat(facts.requirePrimary()).isEqualTo("3.11.0");
        assertThat(facts.negotiation().outcome()).isEqualTo(Negotiation.HostCheckOutcome.MISSING);
    }

    @Test
    void anApplianceThatDoesNotAnswerTheEngineIsStillAskedForItsRelease() {
        server.files().hang("ghe-negotiate-version");

        ApplianceFacts facts = new Appliance(settings(false), LITTLE).probe(key.privateKey(), Optional.of("3.11.0"));

        assertThat(facts.version()).contains("3.11.0");
        assertThat(facts.negotiation().outcome()).isEqualTo(Negotiation.HostCheckOutcome.UNANSWERED);
    }

    @Test
    void withoutAReleaseOfBackupUtilsTheApplianceIsAskedForItsOwnOnly() {
        server.files().version("3.14.2");

        ApplianceFacts facts = appliance(false).probe(key.privateKey(), Optional.empty());

        assertThat(facts.version()).contains("3.14.2");
        assertThat(facts.negotiation().open()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.11.03.14.0", "3.11.0 3.14.0", "03.11.0", "3.11.0.14", "3"})
    void aReleaseOfNoReleasesFormIsNone(String version) {
        server.files().oldestClient("none");
        server.files().version(version);
        server.files()
                .addProgram("ghe-version", "echo \"GitHub Enterprise Server version $(cat $LAB_ROOT/lab/version)\"");

        ApplianceFacts facts = probe(false);

        assertThat(facts.negotiation().outcome()).isEqualTo(Negotiation.HostCheckOutcome.REFUSED);
        assertThat(facts.version()).isEmpty();
    }

    @Test
    void aHostWithoutAReleaseIsNoAppliance() {
        server.files().notAnAppliance();

        assertRefused(FailureKind.NOT_AN_APPLIANCE, "does not say which release");
    }

    @Test
    void aHostKeyIsLookedAtWithoutAKeyOfOurs() {
        server.refuseAll();

        assertThat(appliance(false).pinnedHostKey().key().fingerprint()).isEqualTo(server.hostKeyFingerprint());
    }

    @Test
    void lookingAtAHostKeyPinsNone() throws IOException {
        Files.delete(knownHosts);

        assertThatThrownBy(() -> appliance(true).pinnedHostKey())
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.HOST_KEY_UNKNOWN));
        assertThat(knownHosts).doesNotExist();
    }

    @Test
    void answersThatAreNoneAreNotBelieved() {
        server.files().uuid("$(reboot) \u001b[2J" + "x".repeat(100_000));

        assertThat(probe(false).uuid()).isEmpty();
    }

    @Test
    void aReplicaIsRefused() {
        server.files().replica(true);

        assertRefused(FailureKind.APPLIANCE_IS_REPLICA, "127.0.0.1");
    }

    @Test
    void aRefusedKeyIsNamedByItsFingerprint() {
        server.refuseAll();

        assertRefused(FailureKind.KEY_REFUSED, key.fingerprint());
    }

    @Test
    void anUnknownHostKeyIsShownWithTheLineThatPinsIt() throws IOException {
        Files.delete(knownHosts);

        assertRefused(FailureKind.HOST_KEY_UNKNOWN, server.hostKeyFingerprint());
        String withoutComment = server.knownHostsLine().replaceFirst("(\\S+ \\S+ \\S+).*", "$1");
        assertRefused(FailureKind.HOST_KEY_UNKNOWN, "the line to add is: " + withoutComment);
    }

    @Test
    void neverAcceptsAChangedHostKey() {
        String old = server.hostKeyFingerprint();
        server.changeHostKey();

        assertRefused(FailureKind.HOST_KEY_CHANGED, old);
        assertRefused(FailureKind.HOST_KEY_CHANGED, server.hostKeyFingerprint());
        assertThatThrownBy(() -> probe(true)).hasMessageContaining("changed");
    }

    @Test
    void recordsAHostKeyOnFirstUseOnlyWhereThatIsSwitchedOn() throws IOException {
        Files.delete(knownHosts);
        assertRefused(FailureKind.HOST_KEY_UNKNOWN, "");
        assertThat(knownHosts).doesNotExist();

        assertThat(probe(true).recordedHostKey())
                .hasValueSatisfying(
                        recorded -> assertThat(recorded.fingerprint()).isEqualTo(server.hostKeyFingerprint()));

        assertThat(probe(false).recordedHostKey()).isEmpty();
        server.changeHostKey();
        assertThatThrownBy(() -> probe(true))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED));
    }

    private ApplianceFacts probe(boolean trustFirstUse) {
        return appliance(trustFirstUse).probe(key.privateKey(), Optional.of("3.11.0"));
    }

    private Appliance appliance(boolean trustFirstUse) {
        return new Appliance(settings(trustFirstUse));
    }

    private ApplianceSettings settings(boolean trustFirstUse) {
        return new ApplianceSettings(
                server.host(),
                server.port(),
                FakeAppliance.USER,
                knownHosts,
                Optional.of(folder.resolve("restored_hosts")),
                trustFirstUse,
                Optional.empty());
    }

    private void assertRefused(FailureKind kind, String text) {
        assertThatThrownBy(() -> probe(false).requirePrimary())
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind))
                .hasMessageContaining(text);
    }
}
