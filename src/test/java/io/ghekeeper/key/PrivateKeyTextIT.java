package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyTextIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void agreesWithSshKeygenOnEveryKind(SshKeys.Kind kind) {
        SshKeys.Pair pair = SshKeys.make(folder, "id", kind);

        KeyDescription description = check(pair.privateText()).description();

        assertThat(description.fingerprint()).isEqualTo(pair.fingerprint());
        assertThat(description.type()).isEqualTo(kind.name());
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "ECDSA"})
    void readsTheOlderFormatToo(SshKeys.Kind kind) {
        SshKeys.Pair pair = SshKeys.makePem(folder, "id", kind, "");

        assertThat(check(pair.privateText()).description().fingerprint()).isEqualTo(pair.fingerprint());
    }

    @Test
    void givesTheFinalNewlineAndTheLineEndsThatOpenSshInsistsOn() {
        String good = ed25519().privateText();

        for (String text : new String[] {good.strip(), good + "\n\n", good.replace("\n", "\r\n"), "  " + good}) {
            assertThat(new String(check(text).text(), StandardCharsets.UTF_8)).isEqualTo(good);
        }
    }

    @Test
    void aKeyWithAPassphraseIsReportedAsOneInEitherFormat() {
        assertRefused(
                SshKeys.make(folder, "new", SshKeys.Kind.ED25519, "secret").privateText(),
                FailureKind.KEY_HAS_PASSPHRASE);
        assertRefused(
                SshKeys.makePem(folder, "old", SshKeys.Kind.RSA, "secret").privateText(),
                FailureKind.KEY_HAS_PASSPHRASE);
    }

    @Test
    void aPublicKeyIsReportedAsOne() {
        assertThatThrownBy(() -> check(ed25519().publicLine())).hasMessageContaining("is a public key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "PuTTY-User-Key-File-3: ssh-ed25519",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
            })
    void whatIsNoPrivateKeyIsReportedAsNone(String text) {
        assertRefused(text, FailureKind.KEY_NOT_A_PRIVATE_KEY);
    }

    @Test
    void neverShowsTheKeyInAFailure() throws IOException {
        String good = ed25519().privateText();
        for (int length = 40; length < good.length() - 5; length += 30) {
            String cutOff = good.substring(0, length);
            assertThatThrownBy(() -> check(cutOff)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.KEY_NOT_A_PRIVATE_KEY);
                assertThat(failure).hasNoCause();
                assertThat(failure.getMessage() + failure.hint()).doesNotContain(good.substring(40, 70));
            });
        }
    }

    private SshKeys.Pair ed25519() {
        return SshKeys.make(folder, "id" + System.nanoTime(), SshKeys.Kind.ED25519);
    }

    private static void assertRefused(String text, FailureKind kind) {
        assertThatThrownBy(() -> check(text))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(kind));
    }

    private static UnlockedKey check(String text) {
        return PrivateKeyText.check(text.getBytes(StandardCharsets.UTF_8), "the test's key", true);
    }
}
