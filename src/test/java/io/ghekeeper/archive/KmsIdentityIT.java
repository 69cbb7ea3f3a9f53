package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.KeyDecryption;
import io.ghekeeper.key.KeyEncryption;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity as {@code archive keygen --kms} prints it. */
class KmsIdentityIT {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");
    private static FakeKms kms;

    @TempDir
    Path volume;

    @BeforeAll
    static void startKms() {
        CREDENTIALS.forEach(System::setProperty);
        kms = FakeKms.start();
    }

    @AfterAll
    static void stopKms() {
        kms.close();
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    private static KmsSettings settings() {
        return new KmsSettings(Optional.of("eu-west-1"), Optional.of(kms.endpoint()), Map.of());
    }

    @Test
    void whatKmsDecryptedReadsTheArchive() throws IOException {
        ArchiveBox box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        AgeKeys keys = new AgeKeys(volume);
        box.encryption = keys.encryption();
        VersionedStore store = new VersionedStore(box.clock);
        box.archive(FIRST, store, new LocalDisk());
        byte[] printed = (new KeyEncryption(settings(), Map.of())
                                .encryptText(FakeKms.KEY_ID, Files.readAllBytes(keys.identity()))
                        + "\n")
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(KeyDecryption.isEncrypted(printed)).isTrue();
        byte[] secret = new KeyDecryption(settings(), Map.of()).decryptText(printed, "the file");
        try (ArchiveIdentity identity = ArchiveIdentity.of(secret, "what KMS decrypted")) {
            VerifiedFiles found = new ArchiveVerifyFiles(
                            new ArchiveAccess(box.state, new LocalDisk(), store, Optional.of(identity), 2))
                    .verify(FIRST, new CountedProgress());

            assertThat(found.first()).isEmpty();
            assertThat(found.files()).isEqualTo(22);
        }
        assertThat(secret).containsOnly(0);
    }

    @Test
    void aValueThatIsCutOffIsNotShown() {
        byte[] cut = "aws:kms:AQICAHi(secret".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> new KeyDecryption(settings(), Map.of()).decryptText(cut, "the file"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.KEY_CIPHERTEXT_MALFORMED))
                .hasMessageStartingWith("the file ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void anIdentityIsNoValueOfKms() {
        assertThat(KeyDecryption.isEncrypted("AGE".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(KeyDecryption.isEncrypted("aws".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(KeyDecryption.isEncrypted(new byte[0])).isFalse();
    }
}
