package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
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
    void configure() throws IOException {
        CREDENTIALS.forEach(System::setProperty);
        kms = FakeKms.start();
        identity = folder.resolve("archive_identity");
        store = Files.createDirectory(folder.resolve("store"));
        deployment.useQuickEngine();
        deployment.configure("");
        String recipient = HandMade.identity(deployment, kms, identity);
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient
                + "], rebuild: auto, rebuild-identity: " + identity + "}\nkms: {endpoint: \"" + kms.endpoint() + "\"}");
        deployment.configure("", NEVER, true);
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

    /** A supervisor by the real launcher, until it has taken its first backup. */
    private String supervised() throws IOException, InterruptedException {
        return supervisedWith(
                Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test", "AWS_REGION", "eu-west-1"),
                "captured snapshot");
    }

    /** The journal, seals and evidence go with the snapshots. Returns where the data directory is now. */
    private Path loseVolume() throws IOException {
        Path volume = deployment.data().getParent();
        Path lost = Files.move(volume, folder.resolve("lost-volume"));
        Files.createDirectories(deployment.data());
        return lost.resolve(deployment.data().getFileName());
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
    void theSupervisorOfANewVolumeFillsItBeforeItsFirstBackup() throws Exception {
        String id = archived();
        Path lost = loseVolume();
        int before = kms.requests();

        String said = supervised();

        assertThat(said)
                .containsSubsequence(
                        "the data directory is empty",
                        "filling the data directory from the archive",
                        "filling the data directory from the archive is done",
                        "backup begins",
                        "captured snapshot");
        requireEqual(lost.resolve(id), snapshot(id));
        assertThat(kinds()).contains(Run.Kind.BACKUP, Run.Kind.REBUILD);
        assertThat(kms.requests()).isEqualTo(before + 1);
        requireNothingPlain();
    }

    @Test
    void aRefusalOfKmsIsSaidAndTheFirstBackupBegins() throws Exception {
        archived();
        loseVolume();
        kms.fail(400, "AccessDeniedException");

        assertThat(supervised()).containsSubsequence("no rebuild began: ", "access denied", "backup begins");

        assertThat(kinds()).doesNotContain(Run.Kind.REBUILD);
    }

    @Test
    void anIdentityThatDoesNotFitIsSaidAndTheFirstBackupBegins() throws Exception {
        archived();
        loseVolume();
        HandMade.identity(deployment, kms, identity);

        assertThat(supervised()).containsSubsequence("none of the identities fits", "backup begins");

        assertThat(kinds()).contains(Run.Kind.BACKUP, Run.Kind.REBUILD);
    }

    @Test
    void aStoreOfANewerFormatIsSaidAndHoldsUpNoBackup() throws Exception {
        archived();
        loseVolume();
        Path format = store.resolve("format.json");
        Files.writeString(format, Files.readString(format).replaceAll("(\"format\" *: *)1", "$12"));

        assertThat(supervised()).containsSubsequence("no rebuild begins by itself", "cannot read", "backup begins");

        assertThat(kms.requests()).isEqualTo(1);
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
