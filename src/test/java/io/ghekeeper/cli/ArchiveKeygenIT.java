package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An identity is printed once, and is nowhere else. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ArchiveKeygenIT extends OneDeployment {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");
    private static final Pattern RECIPIENT = Pattern.compile("(?m)^age1[a-z0-9]{58}$");

    @Test
    void anIdentityIsPrintedOnceAndReadsWhatItsRecipientGets() throws Exception {
        deployment.configure("");

        Deployment.Result made = Typed.at(deployment, "archive", "keygen");

        assertThat(made.status()).as(made.err()).isZero();
        Matcher recipient = RECIPIENT.matcher(made.err());
        assertThat(recipient.find()).as(made.err()).isTrue();
        assertThat(made.err()).contains("archive.recipients").doesNotContain("AGE-SECRET-KEY");
        assertThat(made.out()).containsOnlyOnce("AGE-SECRET-KEY-1");
        assertThat(age(List.of("age-keygen", "-y"), made.out()).strip()).isEqualTo(recipient.group());
        assertThat(nowhere(made.out())).isTrue();
    }

    @Test
    void anIdentityForARoleThatRestoresIsPrintedAsCiphertextOnly() throws Exception {
        try (FakeKms kms = FakeKms.start()) {
            Deployment.Result made = keygen(kms, FakeKms.KEY_ID);

            assertThat(made.status()).as(made.err()).isZero();
            assertThat(made.out()).matches("aws:kms:[A-Za-z0-9+/=]+\n").doesNotContain("AGE-SECRET-KEY");
            assertThat(made.err()).doesNotContain("AGE-SECRET-KEY");
            String identity = decrypted(kms, made.out().strip());
            Matcher recipient = RECIPIENT.matcher(made.err());
            assertThat(recipient.find()).as(made.err()).isTrue();
            assertThat(age(List.of("age-keygen", "-y"), identity).strip()).isEqualTo(recipient.group());
            assertThat(nowhere(identity)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDeniedException, 31, kms:Encrypt",
        "400, DisabledException, 30, key id",
        "500, KMSInternalException, 38, try again"
    })
    void anIdentityThatKmsDoesNotEncryptIsShownNowhere(int status, String code, int ends, String hint)
            throws Exception {
        try (FakeKms kms = FakeKms.start()) {
            kms.fail(status, code);

            Deployment.Result refused = keygen(kms, FakeKms.KEY_ID);

            assertThat(refused.status()).as(refused.err()).isEqualTo(ends);
            assertThat(refused.err()).contains(code, hint).doesNotContain("AGE-SECRET-KEY", "age1");
            assertThat(refused.out()).isEmpty();
            assertThat(nowhere("AGE-SECRET-KEY-1")).isTrue();
        }
    }

    @Test
    void aKmsKeyThatIsNotThereIsNamed() throws Exception {
        try (FakeKms kms = FakeKms.start()) {
            Deployment.Result refused = keygen(kms, "alias/unknown");

            assertThat(refused.status()).isEqualTo(30);
            assertThat(refused.err()).contains("alias/unknown");
            assertThat(refused.out()).isEmpty();
        }
    }

    private Deployment.Result keygen(FakeKms kms, String key) {
        deployment.configure("");
        CREDENTIALS.forEach(System::setProperty);
        try {
            return Typed.with(
                    Map.of("GHE_KEEPER_KMS_ENDPOINT", kms.endpoint().toString()),
                    deployment,
                    "archive",
                    "keygen",
                    "--kms",
                    key);
        } finally {
            CREDENTIALS.keySet().forEach(System::clearProperty);
        }
    }

    private static String decrypted(FakeKms kms, String value) {
        CREDENTIALS.forEach(System::setProperty);
        try {
            KmsSettings settings = new KmsSettings(Optional.empty(), Optional.of(kms.endpoint()), Map.of());
            byte[] ciphertext = Base64.getDecoder().decode(value.substring("aws:kms:".length()));
            return new String(new Aws(settings, Map.of()).kms().decrypt(ciphertext), StandardCharsets.US_ASCII);
        } finally {
            CREDENTIALS.keySet().forEach(System::clearProperty);
        }
    }

    private boolean nowhere(String identity) throws IOException {
        String line = identity.lines()
                .filter(one -> one.startsWith("AGE-SECRET"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(line)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String age(List<String> command, String input) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
