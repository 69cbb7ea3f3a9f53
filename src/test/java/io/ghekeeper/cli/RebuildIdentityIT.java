package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** An identity that only KMS decrypts lets a rebuild begin without a person, and lies nowhere in plain. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RebuildIdentityIT extends OneArchive {
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");

    private FakeKms kms;
    private Path identity;

    @BeforeEach
    void makeIdentity() throws IOException {
        CREDENTIALS.forEach(System::setProperty);
        kms = FakeKms.start();
        identity = folder.resolve("archive_identity");
        store = Files.createDirectory(folder.resolve("store"));
        deployment.useQuickEngine();
        deployment.configure("");
        Deployment.Result made = Typed.with(
                Map.of("GHE_KEEPER_KMS_ENDPOINT", kms.endpoint().toString()),
                deployment,
                "archive",
                "keygen",
                "--kms",
                FakeKms.KEY_ID);
        Files.writeString(identity, made.out());
        String recipient = made.err()
                .lines()
                .filter(line -> line.startsWith("age1"))
                .findFirst()
                .orElseThrow();
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient
                + "], rebuild: auto, rebuild-identity: " + identity + "}\nkms: {endpoint: \"" + kms.endpoint() + "\"}");
        deployment.configure("");
    }

    @AfterEach
    void stopKms() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        kms.close();
    }

    private void rebuildAlone() {
        Keeper keeper = HandMade.keeper(deployment);
        Run unused = keeper.rebuild()
                .identity()
                .use(read -> keeper.rebuild().run(read).run(Run.Cause.HAND, Optional.empty(), 1));
    }

    private void requireNothingPlain() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContainPattern("AGE-SECRET-KEY-1[0-9A-Z]{20}");
            }
        }
    }

    @Test
    void itIsDecryptedWhenARebuildBeginsAndNotBefore() throws IOException {
        String id = archived();
        Path lost = lost();
        int before = kms.requests();

        HandMade.keeper(deployment).rebuild().identity().require();
        assertThat(kms.requests()).isEqualTo(before);
        rebuildAlone();

        requireEqual(lost.resolve(id), snapshot(id));
        assertThat(kms.requests()).isEqualTo(before + 1);
        requireNothingPlain();
    }

    @Test
    void whereKmsRefusesNothingIsChangedAndTheReasonIsNamed() throws IOException {
        archived();
        lost();
        kms.fail(400, "AccessDeniedException");

        assertThatThrownBy(this::rebuildAlone)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.KMS_ACCESS_DENIED));

        assertThat(deployment.data()).doesNotExist();
    }

    @Test
    void doctorNamesAnIdentityThatCannotBeUsed() throws IOException {
        assertThat(doctor()).doesNotContain("no rebuild begins by itself");

        Files.writeString(identity, "AGE-SECRET-KEY-1PLAIN\n");

        assertThat(doctor()).contains("a plain one is refused here").doesNotContain("1PLAIN");
        Files.delete(identity);
        assertThat(doctor()).contains("the identity file " + identity + " cannot be read");
    }

    private String doctor() {
        List<String> lines = Typed.at(deployment, "doctor").out().lines().toList();
        return String.join(" ", lines).replaceAll("\\s+", " ");
    }
}
