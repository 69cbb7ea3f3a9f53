package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deep check finds after the seal, a person sees, and no restore takes by itself. */
class DeepCheckIT extends OneDeployment {
    @BeforeEach
    void useQuickEngine() {
        deployment.useQuickEngine();
        deployment.configure("");
    }

    @Test
    void aDumpWithoutItsClosingLineMakesTheSnapshotSuspectUntilAPersonAcceptsIt() throws Exception {
        String older = backUp();
        nextSecond(); // snapshots are named by the second
        String snapshot = backUp();
        Path dump = deployment.data().resolve(snapshot).resolve("mysql.sql.gz");
        Files.delete(dump);
        Files.write(dump, packed("-- MySQL dump 10.13  Distrib 8.0.39\nINSERT INTO `users` VALUES (1);\n"));

        Deployment.Result seal = Typed.at(deployment, "seal", snapshot);

        assertThat(seal.status()).as(seal.err() + seal.out()).isEqualTo(94);
        assertThat(seal.err())
                .contains("ERROR [check-failed]: snapshot " + snapshot + " is suspect now: mysql.sql.gz: is a dump that"
                        + " mysqldump did not finish: its closing line is missing");
        assertThat(Typed.at(deployment, "snapshots").out())
                .containsPattern(snapshot + " .* suspect")
                .containsPattern(older + " .* good");
        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out())
                .containsPattern("lacks +mysql.sql.gz: is a dump")
                .contains("mysql.sql.gz, failed: is a dump");
        assertThat(Typed.at(deployment, "status").out()).contains("SUSPECT");
        assertThat(Typed.at(deployment, "seal", snapshot).out()).contains("has a seal already");

        Deployment.Result accept = Typed.at(deployment, "snapshots", "accept", snapshot, "--yes");

        assertThat(accept.status()).as(accept.err()).isZero();
        assertThat(Typed.at(deployment, "snapshots").out()).containsPattern(snapshot + " .* good");
        assertThat(Typed.at(deployment, "verify", snapshot, "--deep").status()).isEqualTo(94);
    }

    @Test
    void aWholeSnapshotPassesTheDeepChecksAgainByHand() {
        String snapshot = backUp();
        assertThat(Typed.at(deployment, "seal").status()).isZero();

        Deployment.Result verify = Typed.at(deployment, "verify", snapshot, "--deep");

        assertThat(verify.status()).as(verify.err()).isZero();
        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out())
                .containsPattern("checks +\\d+ of \\d+ deep checks passed");
    }

    private String backUp() {
        return HandMade.backUp(deployment);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
