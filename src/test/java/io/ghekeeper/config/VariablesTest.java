package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    @TempDir
    Path folder;

    private Configuration read(String name, String value) {
        return new Reading(folder).read(Reading.HOST, Map.of(name, value)).configuration();
    }

    private List<String> problems(String name, String value) {
        return new Reading(folder).problems(Reading.HOST, Map.of(name, value));
    }

    @Test
    void isNamedAsTheKeyInCapitals() {
        assertThat(ApplianceSection.KNOWN_HOSTS.variable()).isEqualTo("GHE_KEEPER_APPLIANCE_KNOWN_HOSTS");
        assertThat(KeySection.S3_URI.variable()).isEqualTo("GHE_KEEPER_KEY_S3_URI");
    }

    @ParameterizedTest
    @CsvSource({
        "GHE_KEEPER_APLIANCE_PORT, GHE_KEEPER_APPLIANCE_PORT",
        "GHE_KEEPER_KNOWN_HOSTS, GHE_KEEPER_APPLIANCE_KNOWN_HOSTS",
        "GHE_KEEPER_SCHEDULE_TIMEZONE, GHE_KEEPER_SCHEDULE_TIME_ZONE",
        "GHE_KEEPER_KEY_SOURCES, GHE_KEEPER_KEY_SOURCE"
    })
    void namesTheNearestKnownVariableForATypo(String typo, String nearest) {
        assertThat(problems(typo, "122"))
                .containsExactly(typo + ": found an unknown variable, wanted " + nearest + ", the nearest known one");
    }

    @Test
    void anUnknownVariableIsNotShown() {
        assertThat(problems("GHE_KEEPER_SSH_KEY_TEXT", "hunter2"))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "GHE_KEEPER_CONFIG, /x",
        "GHE_KEEPER_RUN, 1",
        "GHE_KEEPER_JAVA_OPTS, -Xmx1g",
        "GHE_KEEPER_SERVICE_HOST, 10.0.0.1",
        "GHE_KEEPER_SERVICE_PORT_HTTP, 8080",
        "GHE_KEEPER_PORT, tcp://10.0.0.1:8080",
        "GHE_KEEPER_PORT_8080_TCP, tcp://10.0.0.1:8080",
        "GHE_KEEPER_PORT_8080_TCP_ADDR, 10.0.0.1",
        "GHE_KEEPER_METRICS_SERVICE_PORT, 8080",
        "GHE_KEEPER_METRICS_PORT, tcp://10.0.0.1:8080",
        "GHE_KEEPER_METRICS_PORT_8080_TCP_PROTO, tcp",
        "GHE_HOSTNAME, x",
        "PATH, /bin"
    })
    void leavesAloneWhatOthersRead(String name, String value) {
        assertThat(problems(name, value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void emptyIsNotSet(String empty) {
        assertThat(read("GHE_KEEPER_APPLIANCE_HOST", empty).appliance().host()).isEqualTo("github.example.com");
        assertThat(read("GHE_KEEPER_SCHEDULE_BACKUP", empty).schedule().backup())
                .hasSize(2);
    }

    @Test
    void nullTakesAwayWhatMayBeMissing() {
        assertThat(read("GHE_KEEPER_KMS_REGION", "null").kms().region()).isEmpty();
        assertThat(read("GHE_KEEPER_APPLIANCE_PORT", "null").appliance().port()).isEqualTo(122);
        assertThat(problems("GHE_KEEPER_APPLIANCE_HOST", "null"))
                .containsExactly("GHE_KEEPER_APPLIANCE_HOST: appliance.host: found nothing, wanted a value there or in"
                        + " GHE_KEEPER_APPLIANCE_HOST, as github.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"0 3 * * *\", '5 4 * * *']",
                " [0 3 * * *, 5 4 * * *]",
                "0 3 * * *;5 4 * * *",
                "0 3 * * * ; 5 4 * * * ;",
                "0 3 * * *\n5 4 * * *\n"
            })
    void aListIsYamlOrSeparated(String list) {
        assertThat(read("GHE_KEEPER_SCHEDULE_BACKUP", list).schedule().backup())
                .containsExactly("0 3 * * *", "5 4 * * *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: b, c: d=e}", "a=b;c=d=e", "a = b ; c=d=e;", "a=b\nc=d=e"})
    void aMapIsYamlOrSeparated(String map) {
        assertThat(read("GHE_KEEPER_KMS_ENCRYPTION_CONTEXT", map).kms().encryptionContext())
                .isEqualTo(Map.of("a", "b", "c", "d=e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0 3 * * *", "[a]]", "[&x 1, *x]"})
    void yamlThatIsNoneNamesKeyAndVariable(String list) {
        assertThat(problems("GHE_KEEPER_SCHEDULE_BACKUP", list))
                .singleElement()
                .asString()
                .startsWith("GHE_KEEPER_SCHEDULE_BACKUP: schedule.backup: found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=b", "a=b;c"})
    void aMapEntryHasANameAndAValue(String map) {
        assertThat(problems("GHE_KEEPER_KMS_ENCRYPTION_CONTEXT", map))
                .singleElement()
                .asString()
                .endsWith("wanted name=value, several separated by ;");
    }

    @Test
    void aMapEntryStandsOnce() {
        assertThat(problems("GHE_KEEPER_KMS_ENCRYPTION_CONTEXT", "a=1;a=2"))
                .containsExactly("GHE_KEEPER_KMS_ENCRYPTION_CONTEXT: kms.encryption-context.a: found the name a second"
                        + " time, wanted it once");
    }

    @Test
    void winsOverTheFileEvenWhereTheFileIsWrong() {
        String yaml = Reading.HOST + "  port: none\n";
        assertThat(new Reading(folder)
                        .read(yaml, Map.of("GHE_KEEPER_APPLIANCE_PORT", "2222"))
                        .configuration()
                        .appliance()
                        .port())
                .isEqualTo(2222);
    }
}
