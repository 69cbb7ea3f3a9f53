package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileMistakesTest {
    private static final Map<String, String> HOST_VARIABLE = Map.of("GHE_KEEPER_APPLIANCE_HOST", "ghe.local");

    @TempDir
    Path folder;

    private Reading reading;

    @BeforeEach
    void newReading() {
        reading = new Reading(folder);
    }

    private Failure failure(Path file, boolean explicit) {
        return catchThrowableOfType(Failure.class, () -> new ConfigurationReader(HOST_VARIABLE).read(file, explicit));
    }

    private void assertProblem(String yaml, String expected) {
        assertThat(reading.problems(yaml)).singleElement().asString().isEqualTo(expected);
    }

    @Test
    void aFileThatWasNamedMustExist() {
        Failure failure = failure(folder.resolve("none.yaml"), true);
        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE);
        assertThat(failure).hasMessage("the configuration file " + folder + "/none.yaml does not exist");
        assertThat(failure.hint()).contains("--config", "GHE_KEEPER_CONFIG");
    }

    @Test
    void theEnvironmentAloneIsEnoughWithoutAFile() {
        LoadedConfiguration loaded = new ConfigurationReader(HOST_VARIABLE).read(folder.resolve("none.yaml"), false);
        assertThat(loaded.configuration().appliance().host()).isEqualTo("ghe.local");
    }

    @Test
    void aMissingHostNamesTheDefaultFileAndTheVariable() {
        Path none = folder.resolve("none.yaml");
        Failure failure =
                catchThrowableOfType(Failure.class, () -> new ConfigurationReader(Map.of()).read(none, false));
        assertThat(failure)
                .hasMessage("1 problem in the configuration:\n  " + none + ": appliance.host: found nothing, wanted a"
                        + " value there or in GHE_KEEPER_APPLIANCE_HOST, as github.example.com");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThat(failure(folder, false)).hasMessage("the configuration file " + folder + " is a directory");
    }

    @Test
    void aFileThatMayNotBeReadNamesTheUser() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may read everything");
        Files.writeString(reading.file(), Reading.HOST);
        Files.setPosixFilePermissions(reading.file(), PosixFilePermissions.fromString("-wx------"));
        assertThat(failure(reading.file(), true).getMessage()).contains("may not be read by user ");
    }

    @Test
    void aFileThatIsNotUtf8NamesTheLine() throws IOException {
        Files.write(reading.file(), new byte[] {'#', '\n', '#', ' ', (byte) 0xFC, '\n'});
        assertThat(failure(reading.file(), true))
                .hasMessage("the configuration file " + reading.file() + " is not UTF-8 at line 2");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Files.writeString(reading.file(), "#".repeat(ConfigurationFile.LARGEST + 1));
        assertThat(failure(reading.file(), true).getMessage()).endsWith("is larger than 256 KiB");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNoHarm() {
        String yaml = "\uFEFF" + Reading.HOST.replace("\n", "\r\n");
        assertThat(reading.configuration(yaml).appliance().host()).isEqualTo("github.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null\n", "appliance:\n", "appliance: {}\n"})
    void anEmptyFileOrSectionOnlyLacksTheHost(String yaml) {
        assertProblem(
                yaml,
                "ghe-keeper.yaml: appliance.host: found nothing, wanted a value there or in"
                        + " GHE_KEEPER_APPLIANCE_HOST, as github.example.com");
        assertThat(reading.problems(yaml, HOST_VARIABLE)).isEmpty();
    }

    @Test
    void syntaxErrorsHaveALine() {
        assertThat(reading.problems(Reading.HOST + "key: [a\n", Map.of()))
                .singleElement()
                .asString()
                .startsWith("ghe-keeper.yaml:4: the file: found what is not YAML (")
                .endsWith("), wanted YAML");
    }

    @Test
    void aSyntaxErrorHidesNoProblemOfTheEnvironment() {
        assertThat(reading.problems("a: b: c\n", Map.of("GHE_KEEPER_APPLIANCE_PORT", "0")))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("GHE_KEEPER_APPLIANCE_PORT: appliance.port: found \"0\"");
    }

    @Test
    void tabsAreNamed() {
        assertProblem("appliance:\n\thost: x\n", "ghe-keeper.yaml:2: the file: found a tab, wanted YAML");
    }

    @Test
    void unprintableCharactersHaveALine() {
        assertProblem(
                Reading.HOST + "# \u0007\n",
                "ghe-keeper.yaml:3: the file: found an unprintable character, wanted YAML");
    }

    @Test
    void aKeyStandsOnce() {
        assertProblem(
                Reading.HOST + "  port: 122\n  host: other\n",
                "ghe-keeper.yaml:4: appliance.host: found the key a second time, wanted it once; it is also in"
                        + " ghe-keeper.yaml:2");
        assertProblem(
                Reading.HOST + Reading.HOST,
                "ghe-keeper.yaml:3: appliance: found the key a second time, wanted it once; it is also in"
                        + " ghe-keeper.yaml:1");
        assertProblem(
                Reading.HOST + "engine:\n  options:\n    GHE_NICE: a\n    GHE_NICE: b\n",
                "ghe-keeper.yaml:6: engine.options.GHE_NICE: found the key a second time, wanted it once; it is also"
                        + " in ghe-keeper.yaml:5");
    }

    @Test
    void aListOrATextIsNoFileAndNoSection() {
        assertThat(reading.problems("- appliance\n", HOST_VARIABLE).get(0))
                .startsWith("ghe-keeper.yaml:1: the file: found a list, wanted a map of sections");
        assertThat(reading.problems("hello\n", HOST_VARIABLE).get(0))
                .startsWith("ghe-keeper.yaml:1: the file: found \"hello\", wanted a map of sections");
        assertThat(reading.problems("appliance:\n  - host: x\n", HOST_VARIABLE).get(0))
                .startsWith("ghe-keeper.yaml:1: appliance: found a list, wanted a map of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &x 1\n", "a: &x {b: c}\nd: *x\n", "&x a: 1\n", "a: &x [*x]\n"})
    void anchorsAndAliasesAreRefused(String yaml) {
        assertThat(reading.problems(yaml))
                .singleElement()
                .asString()
                .contains("found an anchor or alias (& or *), wanted plain YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!binary aGk=", "!java.net.URL [a]", "!x {a: b}"})
    void tagsAreRefused(String value) {
        assertThat(reading.problems(Reading.HOST + "  user: " + value + "\n"))
                .singleElement()
                .asString()
                .startsWith("ghe-keeper.yaml:3: the file: found a tag (!)");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertProblem(
                Reading.HOST + "---\n" + Reading.HOST,
                "ghe-keeper.yaml:3: the file: found a second document, wanted plain YAML of maps, lists and texts");
    }

    @Test
    @Timeout(300)
    void depthIsBounded() {
        assertThat(reading.problems("a: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("found more than 16 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]: b\n", "? {a: b}\n: c\n"})
    void aKeyIsAName(String yaml) {
        assertThat(reading.problems(yaml, HOST_VARIABLE).get(0))
                .isEqualTo("ghe-keeper.yaml:1: the file: found a list or map before the colon, wanted a name");
    }

    @ParameterizedTest
    @CsvSource({
        "appliance.prot, appliance.port",
        "appliance.knownHosts, appliance.known-hosts",
        "appliance.known_hosts, appliance.known-hosts",
        "appliance.region, kms.region",
        "schedule.timezone, schedule.time-zone",
        "engine.keep-snapshot, engine.keep-snapshots",
        "http.lisetn, http.listen"
    })
    void namesTheNearestKnownKeyForATypo(String typo, String nearest) {
        String section = typo.substring(0, typo.indexOf('.'));
        String yaml = section + ":\n  " + typo.substring(typo.indexOf('.') + 1) + ": 1\n";
        assertThat(reading.problems(yaml, HOST_VARIABLE))
                .containsExactly("ghe-keeper.yaml:2: " + typo + ": found an unknown key, wanted " + nearest
                        + ", the nearest known one");
    }

    @Test
    void namesTheNearestKnownSectionForATypo() {
        assertThat(reading.problems("Aplliance:\n  host: x\n", HOST_VARIABLE))
                .containsExactly("ghe-keeper.yaml:1: Aplliance: found an unknown key, wanted appliance, the nearest"
                        + " known one");
    }

    @Test
    void namesThePlaceOfAKeyThatIsNotIndentedOrWrittenWithADot() {
        assertThat(reading.problems("host: x\n", HOST_VARIABLE).get(0)).contains("wanted appliance.host, the nearest");
        assertThat(reading.problems("appliance.host: x\n", HOST_VARIABLE).get(0))
                .endsWith("wanted `host:` indented below `appliance:`");
    }

    @Test
    void namesThePageForAKeyThatIsLikeNoOther() {
        assertThat(reading.problems("slack-webhook-of-the-team: x\n", HOST_VARIABLE)
                        .get(0))
                .endsWith("wanted a key that docs/configuration.md lists");
    }

    @Test
    void aKeyThatIsNoPlainNameIsQuoted() {
        assertThat(reading.problems("? ''\n: 1\n\"a\\nb\": 1\n", HOST_VARIABLE))
                .extracting(line -> line.substring(0, line.indexOf(": found")))
                .containsExactly("ghe-keeper.yaml:1: \"\"", "ghe-keeper.yaml:3: \"a\\u000ab\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%YAML 9.9\n---\na: b\n", "%TAG\n---\na: b\n", "{a\n", "a: `x`\n", ": : :\n", "a\nb: c\n"})
    void whateverIsNotYamlHasALineAndIsAProblem(String yaml) {
        assertThat(reading.problems(yaml)).isNotEmpty().first().asString().startsWith("ghe-keeper.yaml");
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheFile() {
        String yaml = """
                aplliance:
                  host: github.example.com
                appliance:
                  host: github.example.com:122
                  port: high
                schedule:
                  backup:
                    - 17 3 * * *
                    - 17 25 * * *
                    - daily
                  time-zone: Europe/Berln
                engine:
                  options:
                    GHE_DATA_DIR: /data
                """;
        assertThat(reading.problems(yaml, Map.of("GHE_KEEPER_KEY_SOURCE", "s3", "GHE_KEEPER_KEY_DIR", "/x")))
                .extracting(line -> line.substring(0, line.indexOf(": found")))
                .containsExactlyInAnyOrder(
                        "ghe-keeper.yaml:1: aplliance",
                        "ghe-keeper.yaml:4: appliance.host",
                        "ghe-keeper.yaml:5: appliance.port",
                        "ghe-keeper.yaml:9: schedule.backup",
                        "ghe-keeper.yaml:10: schedule.backup",
                        "ghe-keeper.yaml:11: schedule.time-zone",
                        "ghe-keeper.yaml:14: engine.options.GHE_DATA_DIR",
                        "GHE_KEEPER_KEY_DIR",
                        "GHE_KEEPER_KEY_SOURCE: key.s3-uri")
                .startsWith("ghe-keeper.yaml:1: aplliance", "ghe-keeper.yaml:4: appliance.host")
                .endsWith("GHE_KEEPER_KEY_DIR", "GHE_KEEPER_KEY_SOURCE: key.s3-uri");
    }
}
