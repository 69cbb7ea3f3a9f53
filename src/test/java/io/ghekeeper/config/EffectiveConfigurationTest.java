package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigurationTest {
    private static final String YAML = """
            appliance:
              host: github.example.com
            kms:
              encryption-context: {app: "a \\"b\\" \\\\ : # \\t\\u2028", 'null': 'null', "": ' x ', "a: b": '~'}
            engine:
              options:
                GHE_EXTRA_SSH_OPTS: -o ConnectTimeout=5
                GHE_PROXY_PASSWORD: hunter2
                EXTERNAL_DATABASE_BACKUP_SCRIPT: /opt/dump --password hunter2
            """;

    @TempDir
    Path folder;

    private EffectiveConfiguration effective(String yaml) {
        return new Reading(folder)
                .read(yaml, Map.of("GHE_KEEPER_APPLIANCE_PORT", "2222"))
                .effective();
    }

    @Test
    void showsEveryKeyWithItsPlace() {
        String shown = effective(YAML).toYaml();
        assertThat(shown)
                .contains(
                        "appliance:\n  host: github.example.com  # ghe-keeper.yaml:2\n",
                        "  port: 2222  # GHE_KEEPER_APPLIANCE_PORT\n",
                        "  user: admin  # default\n",
                        "  endpoint: null  # default\n",
                        "  backup: [\"17 3,9,15 * * 1-6\", \"17 9,21 * * 0\"]  # default\n",
                        "  listen: 0.0.0.0:8080  # default\n");
        assertThat(shown.lines().filter(line -> line.startsWith("  "))).hasSameSizeAs(Schema.KEYS);
    }

    @Test
    void masksSecrets() {
        assertThat(effective(YAML).toYaml())
                .contains("GHE_PROXY_PASSWORD: (masked)", "EXTERNAL_DATABASE_BACKUP_SCRIPT: (masked)")
                .contains("GHE_EXTRA_SSH_OPTS: \"-o ConnectTimeout=5\"")
                .doesNotContain("hunter2");
        assertThat(effective(YAML).toJson()).contains("(masked)").doesNotContain("hunter2");
    }

    @Test
    void whatIsShownReadsBackToTheSame() {
        String yaml = YAML.replaceAll("(?m)^.*hunter2\n", "");
        Configuration first = new Reading(folder).configuration(yaml);
        assertThat(first.kms().encryptionContext())
                .containsEntry("null", "null")
                .containsEntry("", " x ")
                .containsEntry("app", "a \"b\" \\ : # \t\u2028");
        String shown = new Reading(folder).read(yaml, Map.of()).effective().toYaml();
        assertThat(new Reading(folder).configuration(shown)).isEqualTo(first);
    }

    @Test
    void isReadByMachinesAsJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(effective(YAML).toJson());
        assertThat(json.size()).isEqualTo(Schema.KEYS.size());
        assertThat(json.at("/appliance.port").toString())
                .isEqualTo("{\"value\":\"2222\",\"from\":\"GHE_KEEPER_APPLIANCE_PORT\"}");
        assertThat(json.at("/schedule.markers/value").toString()).isEqualTo("[\"55 * * * *\"]");
        assertThat(json.at("/kms.endpoint/value").isNull()).isTrue();
    }
}
