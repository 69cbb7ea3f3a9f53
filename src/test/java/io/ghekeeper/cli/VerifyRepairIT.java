package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A damaged snapshot of the volume is put right from an archive that only an identity reads, and the other way round. */
@ResourceLock(value = Deployment.ENGINE_BY_HAND, mode = ResourceAccessMode.READ)
class VerifyRepairIT extends OneEncryptedArchive {
    private String snapshot;

    @BeforeEach
    void archive() throws IOException {
        snapshot = archived();
    }

    private Path stored() {
        return deployment.data().resolve(snapshot).resolve("storage/a/1a/2b/object");
    }

    @Test
    void aDamagedSnapshotIsWholeAgain() throws IOException {
        byte[] sound = Files.readAllBytes(stored());
        FlippedBit.in(stored());
        assertThat(Typed.at(deployment, "verify", snapshot).status()).isEqualTo(79);

        Deployment.Result without = Typed.at(deployment, "verify", snapshot, "--repair");
        Deployment.Result repaired = typed("verify", snapshot, "--repair", "--identity", identity.toString());

        assertThat(without.status()).isEqualTo(10);
        assertThat(without.err()).contains("no identity is given", "--identity FILE", "damaged files again");
        assertThat(repaired.out()).contains("1 file put right");
        assertThat(stored()).hasBinaryContent(sound);
        assertThat(typed("snapshots", "show", snapshot).out())
                .contains("verified")
                .doesNotContain("damaged");
        assertThat(holders(secret())).containsExactly(identity);
    }

    @Test
    void aWrongIdentityIsNamed() throws IOException {
        Path other = folder.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());
        FlippedBit.in(stored());

        Deployment.Result refused =
                Typed.at(deployment, "verify", snapshot, "--repair", "--identity", other.toString());

        assertThat(refused.status()).as(refused.err()).isEqualTo(69);
        assertThat(refused.err() + refused.out()).contains("none of the identities fits");
    }

    @Test
    void whatTheStoreLostIsSentAgainWithRepairOnly() throws IOException {
        try (Stream<Path> packs = Files.walk(store.resolve("packs"))) {
            for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                Files.delete(pack);
            }
        }

        Deployment.Result lost = Typed.at(deployment, "archive", snapshot);

        assertThat(lost.status()).as(lost.err()).isEqualTo(67);
        assertThat(lost.err()).contains("ghe-keeper archive " + snapshot + " --repair");
        Deployment.Result damaged =
                Typed.at(deployment, "archive", "read-back", snapshot, "--identity", identity.toString());
        assertThat(damaged.status()).as(damaged.err()).isEqualTo(95);
        assertThat(damaged.err())
                .contains("is not whole in the store", "is lost", "ghe-keeper archive " + snapshot + " --repair");
        typed("archive", snapshot, "--repair");
        typed("archive", snapshot);
        assertThat(store.resolve("snapshots/" + snapshot + ".2.json")).exists();
        assertThat(typed("archive", "show", snapshot, "--json").out()).contains(snapshot);
        assertThat(typed("archive", "list").out()).containsOnlyOnce(snapshot);
        assertThat(typed("archive", "read-back", snapshot, "--identity", identity.toString())
                        .out())
                .contains("root 2", "each file is in the store as it was sealed");
        assertThat(typed("runs", "--kind", "read-back").out()).contains("read-back");
        assertThat(holders(secret())).containsExactly(identity);
    }

    @Test
    void aReadingWithAWrongIdentityTakesNoEvidenceAway() throws IOException {
        Path other = folder.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        Deployment.Result refused =
                Typed.at(deployment, "archive", "read-back", snapshot, "--identity", other.toString());

        assertThat(refused.status()).as(refused.err()).isEqualTo(69);
        assertThat(typed("archive", "list").out()).doesNotContain("NOT WHOLE");
        assertThat(HandMade.keeper(deployment).archive().evidence().of(snapshot).archived())
                .isPresent();
    }

    @Test
    void aReadingWithoutARunRecordsNothing() throws IOException {
        assertThat(typed("archive", "read-back", snapshot, "--unrecorded", "--identity", identity.toString())
                        .out())
                .contains("each file is in the store as it was sealed");

        assertThat(typed("runs", "--kind", "read-back").out()).doesNotContain("-read-back-");
        assertThat(typed("archive", "show", snapshot).out()).contains("not all read yet");
    }

    private String secret() throws IOException {
        return Files.readString(identity)
                .lines()
                .filter(line -> line.startsWith("AGE"))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> holders(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(secret))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
