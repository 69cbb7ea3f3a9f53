package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upgrade would mean, asked in the test's own process. */
class UpgradeIT extends OneDeployment {
    @BeforeEach
    void keepSnapshots() throws IOException {
        deployment.configure("");
        snapshot("20261101T031700", "v3.18.4");
        snapshot("20261102T031700", "v3.21.6");
    }

    @Test
    void reportsWhatAnUpgradeTo322WouldMean() {
        Deployment.Result result = Typed.at(deployment, "upgrade", "--to", "3.22");

        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains(
                        "from GHES 3.21.6 (by snapshot 20261102T031700) to GHES 3.22; nothing was changed",
                        "1 of 2 complete ones can be restored directly onto GHES 3.22",
                        "of GHES 3.18, not directly: 20261101T031700. The way through: restore onto GHES 3.20, then"
                                + " upgrade that appliance, 3.20 -> 3.22",
                        "no backup-utils serves GHES 3.22 or later",
                        "ghe-keeper native take --appliance "
                                + deployment.appliance().host());
    }

    @Test
    void isWrittenAsItsSchemaSays() throws IOException {
        Deployment.Result result = Typed.at(deployment, "upgrade", "--to", "3.22.1", "--from", "3.20.4", "--json");

        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/upgrade.json")), InputFormat.JSON);
        JsonNode document = new ObjectMapper().readTree(result.out());
        assertThat(schema.validate(result.out(), InputFormat.JSON)).isEmpty();
        assertThat(document.at("/from").asText()).isEqualTo("3.20.4");
        assertThat(document.at("/before/0").asText())
                .isEqualTo("ghe-keeper native take --appliance "
                        + deployment.appliance().host());
        assertThat(document.at("/engine/anyServesAfter").asText()).isEqualTo("no");
        assertThat(document.at("/snapshots/notDirect/0/restoreOnto").asText()).isEqualTo("3.20");
    }

    @ParameterizedTest
    @CsvSource({
        "3.24, 'no GHES 3.24'",
        "4.0, 'no GHES 4.0'",
        "3.21, 'no newer feature release'",
        "3.20, 'no newer feature release'",
        "3.22x, '--to wants a release'",
        "'', '--to wants a release'",
        "'3.22\u001b[31m', '--to wants a release'"
    })
    void aReleaseThatIsNoUpgradeIsRefused(String to, String why) {
        Deployment.Result result = Typed.at(deployment, "upgrade", "--to", to);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(why).doesNotContain("\u001b");
    }

    @Test
    void aTableThatIsWrongIsReportedByLine() throws IOException {
        Path table = Files.writeString(folder.resolve("releases.csv"), "table,2026-11-28\nrelease\n");
        Files.writeString(
                deployment.configuration(),
                "releases:\n  file: " + table + "\n",
                java.nio.file.StandardOpenOption.APPEND);

        Deployment.Result result = Typed.at(deployment, "upgrade", "--to", "3.22");

        assertThat(result.status()).isEqualTo(10);
        assertThat(result.err()).contains(table + " line 2: found 'release'");
        assertThat(Typed.at(deployment, "config", "check").status()).isEqualTo(10);
    }

    private void snapshot(String id, String version) throws IOException {
        Path snapshot = Files.createDirectories(deployment.data().resolve(id));
        Files.writeString(snapshot.resolve("version"), version + "\n");
    }
}
