package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueMistakesTest {
    @TempDir
    Path folder;

    private Reading reading;

    @BeforeEach
    void newReading() {
        reading = new Reading(folder);
    }

    /** The one problem, or nothing, of a key that is set by its variable. */
    private String problem(Key<?> key, String text) {
        List<String> problems = reading.problems(Reading.HOST, Map.of(key.variable(), text));
        assertThat(problems).hasSizeLessThanOrEqualTo(1);
        return problems.isEmpty() ? "" : problems.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ghe", "ghe-1.example.com", "10.0.0.1", "127.0.0.1", "localhost", "3com.example", "GHE.local"})
    void aHostIsANameOrAnIpv4Address(String host) {
        assertThat(problem(ApplianceSection.HOST, host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-oProxyCommand=x",
                "ghe example",
                "ghe;id",
                "$(id)",
                "`id`",
                "ghe.",
                ".ghe",
                "256.1.1.1",
                "1.2.3",
                "ghe-",
                "gh\u00e9",
                "a/b",
                "*"
            })
    void aHostHoldsNothingThatAShellOrSshWouldRead(String host) {
        assertThat(problem(ApplianceSection.HOST, host)).contains("wanted a host name or an IPv4 address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ghe.local:122|appliance.port sets the port",
                "10.0.0.1:|appliance.port sets the port",
                "admin@ghe.local|appliance.user sets the user",
                "https://ghe.local|the name alone, without https://",
                "2001:db8::1|backup-utils cannot use IPv6 addresses, a name for it works",
                "[::1]:122|backup-utils cannot use IPv6 addresses, a name for it works"
            })
    void aHostThatSaysTooMuchIsReportedWhereThatGoes(String host, String advice) {
        assertThat(problem(ApplianceSection.HOST, host)).endsWith("IPv4 address; " + advice);
    }

    @Test
    void aHostNameHasItsLongest() {
        assertThat(problem(ApplianceSection.HOST, "a".repeat(63) + ".example")).isEmpty();
        assertThat(problem(ApplianceSection.HOST, "a".repeat(64) + ".example")).isNotEmpty();
        assertThat(problem(ApplianceSection.HOST, "a.".repeat(127) + "b")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "0122", "1_000", "0x7a", "122.0", "99999999999", " 122", "high"})
    void aPortIsAWholeNumber(String port) {
        assertThat(problem(ApplianceSection.PORT, port)).endsWith("wanted a whole number from 1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root user", "Admin", "9nine", "-l", "a;b", "\u00fcser"})
    void aUserIsOneThatLinuxKnows(String user) {
        assertThat(problem(ApplianceSection.USER, user)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data", "./data", "~/data", "/", "//", "/data/..", "/da ta", "/data/$x", "/a\tb", "/a:b", "/a*"})
    void aPathIsAbsoluteAndPlain(String path) {
        assertThat(problem(DataSection.DIRECTORY, path)).contains("wanted an absolute path");
        assertThat(problem(ApplianceSection.KNOWN_HOSTS, path)).contains("wanted an absolute path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/ghe-production-data",
                "/data/ghe-production-data/",
                "/data/ghe-production-data/keeper",
                "/data/x/../ghe-production-data/1"
            })
    void theStateDirectoryIsNotAmongTheSnapshots(String path) {
        assertThat(problem(DataSection.STATE_DIRECTORY, path))
                .startsWith("GHE_KEEPER_DATA_STATE_DIRECTORY: data.state-directory: found \"" + path)
                .endsWith("wanted a directory outside data.directory (/data/ghe-production-data)");
        assertThat(problem(KeySection.DIRECTORY, path)).contains("outside data.directory");
    }

    @Test
    void theStateDirectoryMayBeginWithTheSameLetters() {
        assertThat(problem(DataSection.STATE_DIRECTORY, "/data/ghe-production-data-keeper"))
                .isEmpty();
    }

    @Test
    void aDataDirectoryThatHoldsTheStateDirectoryIsNamedByItsOwnPlace() {
        assertThat(problem(DataSection.DIRECTORY, "/data"))
                .startsWith("GHE_KEEPER_DATA_DIRECTORY: data.state-directory: found \"/data/ghe-keeper\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "2001", "many", "4e1"})
    void neverKeepsNoSnapshots(String count) {
        assertThat(problem(EngineSection.KEEP_SNAPSHOTS, count)).endsWith("wanted a whole number from 1 to 2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "yes", "on", "1", "TRUE"})
    void aFlagIsTrueOrFalse(String flag) {
        assertThat(problem(ApplianceSection.TRUST_FIRST_USE, flag)).endsWith("wanted true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berln, Europe/Berlin",
        "europe/berlin, Europe/Berlin",
        "UCT1, UCT",
        "America/NewYork, America/New_York"
    })
    void namesTheNearestTimeZone(String typo, String nearest) {
        assertThat(problem(ScheduleSection.TIME_ZONE, typo)).endsWith("; the nearest is " + nearest);
    }

    @Test
    void everyTimeZoneOfTheJdkWillDo() {
        assertThat(ZoneId.getAvailableZoneIds())
                .allSatisfy(zone ->
                        assertThat(Types.timeZone().parser().parse(zone)).isEqualTo(ZoneId.of(zone)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "@daily",
                "0 0 ? * *",
                "0 0 L * *",
                "a b c d e",
                "17 3,9,15 * * 6-1-2"
            })
    void aCronLineHasFiveFieldsOfUnix(String line) {
        assertThat(problem(ScheduleSection.BACKUP, line)).contains("wanted a cron line of five fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/15 * * * *", "0 3 * * MON-FRI", "17 3,9,15 * * 1-6", "0 0 1 JAN *", "5 4 * * 7"})
    void aCronLineMayUseWhatCrontabsUse(String line) {
        assertThat(problem(ScheduleSection.BACKUP, line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5", "5 m", "m", "", "-5m", "1.5h", "5min", "30m1h", "5M", "PT5M", "1d", "24h", "99999999999s"})
    void aDurationHasAUnitAndItsBounds(String duration) {
        if (!duration.isEmpty()) {
            assertThat(problem(ScheduleSection.JITTER, duration)).contains("wanted a duration from 0s to 23h59m");
        }
        String yaml = Reading.HOST + "schedule:\n  jitter: '" + duration + "'\n";
        assertThat(reading.problems(yaml)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mint/k",
                "s3://mint",
                "s3://mint/",
                "s3://Mint_x/k",
                "s3://mint//k",
                "S3://mint/k",
                "s3://mint/a b"
            })
    void anS3UriHasABucketAndAnObject(String uri) {
        assertThat(problem(KeySection.S3_URI, uri)).endsWith("as s3://bucket/path/to/key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kms.local", "ftp://kms.local", "http://", "https://kms.local/path", "https://kms.local?x=1"})
    void anEndpointIsAUrlOfAHost(String url) {
        assertThat(problem(KmsSection.ENDPOINT, url)).contains("wanted an http or https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8080", ":8080", "0.0.0.0", "0.0.0.0:0", "0.0.0.0:65536", "0.0.0.300:80", "::1:80", "a b:80"})
    void aListenAddressHasAPort(String address) {
        assertThat(problem(HttpSection.LISTEN, address)).contains("wanted an address and a port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8080", "[::]:8080", "localhost:1"})
    void aListenAddressMayBeOfAnyKind(String address) {
        assertThat(problem(HttpSection.LISTEN, address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"s3, key.s3-uri", "file, key.file"})
    void aKeySourceNeedsItsPlace(String source, String needed) {
        assertThat(problem(KeySection.SOURCE, source))
                .isEqualTo("GHE_KEEPER_KEY_SOURCE: " + needed
                        + ": found nothing, wanted a value, because key.source is " + source);
        String yaml = Reading.HOST + "key:\n  source: " + source + "\n  " + needed.substring(4) + ":\n";
        assertThat(reading.problems(yaml)).singleElement().asString().startsWith("ghe-keeper.yaml:5: " + needed);
    }

    @ParameterizedTest
    @CsvSource({"kubernetes-secret, /meta/ghe-backup-secret/kms_private_ssh_key", "taupage, /meta/taupage.yaml"})
    void aKeySourceThatReadsAFileKnowsItsOwn(String source, String file) {
        String yaml = Reading.HOST + "key: {source: " + source + "}\n";
        assertThat(reading.configuration(yaml).key().file()).isEqualTo(Path.of(file));
        assertThat(reading.read(yaml, Map.of()).effective().toYaml()).contains("  file: " + file + "  # default\n");
        String own = Reading.HOST + "key: {source: " + source + ", file: /k}\n";
        assertThat(reading.configuration(own).key().file()).isEqualTo(Path.of("/k"));
    }

    @Test
    void namesTheNearestKeySource() {
        assertThat(problem(KeySection.SOURCE, "kubernetes_secret")).endsWith("; the nearest is kubernetes-secret");
    }

    @Test
    void entriesOfMapsAreTexts() {
        assertThat(reading.problems(Reading.HOST + "kms:\n  encryption-context:\n    a: [b]\n    c:\n"))
                .containsExactly(
                        "ghe-keeper.yaml:5: kms.encryption-context.a: found a list, wanted a text",
                        "ghe-keeper.yaml:6: kms.encryption-context.c: found nothing, wanted a text");
    }

    @Test
    void numbersAndFlagsAreTextWhereTextIsWanted() {
        String yaml = Reading.HOST + "engine: {options: {GHE_A: 007, GHE_B: yes, GHE_C: 1.50, GHE_D: 0x1F}}\n";
        assertThat(reading.configuration(yaml).engine().options())
                .isEqualTo(Map.of("GHE_A", "007", "GHE_B", "yes", "GHE_C", "1.50", "GHE_D", "0x1F"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA",
                "aws:kms:AQICAHh",
                "https://user:hunter2@kms.local",
                "password=hunter2"
            })
    void aSecretAtTheWrongPlaceIsNotRepeated(String secret) {
        for (Key<?> key : List.of(KeySection.FILE, KeySection.ENVIRONMENT_VARIABLE, KmsSection.ENDPOINT)) {
            assertThat(problem(key, secret))
                    .contains("found (masked), wanted")
                    .doesNotContain("AAAA", "AQIC", "hunter");
        }
    }

    @Test
    void aKeyPastedIntoTheFileIsNotRepeated() {
        String key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n";
        for (String yaml : List.of(key, Reading.HOST + "key:\n  value: " + key, "a: |\n" + key)) {
            assertThat(reading.problems(yaml)).isNotEmpty().noneMatch(line -> line.contains("b3Blb"));
        }
    }

    @Test
    void longTextIsCut() {
        assertThat(problem(ApplianceSection.USER, "x".repeat(5000)).length()).isLessThan(250);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mail-to: [a@b]} | notify.mail-from: found nothing; notify.smtp-host: found nothing",
                "{smtp-host: h} | notify.mail-to: found nothing",
                "{smtp-user: u} | notify.smtp-password: found nothing",
                "{smtp-password: p} | notify.smtp-user: found nothing"
            })
    void halfOfAWayToMailIsNone(String notify, String found) {
        List<String> problems = reading.problems("appliance: {host: a}\nnotify: " + notify + "\n");

        String[] wanted = found.split("; ", -1);
        assertThat(problems).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(problems.get(i)).contains(wanted[i]);
        }
    }

    /** The value is a secret: the message of a mistake in it does not show it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{webhook-url: hunter2} | webhook-url",
                "{ping-url: \"ftp://hunter2.example.com\"} | ping-url",
                "{webhook-url: \"http://h:99999/hunter2\"} | webhook-url",
                "{smtp-user: u, smtp-password: \"hunter2\\n\"} | smtp-password"
            })
    void aSecretThatDoesNotFitIsNotQuoted(String notify, String key) {
        assertThat(reading.problems("appliance: {host: a}\nnotify: " + notify + "\n"))
                .singleElement()
                .asString()
                .contains("notify." + key + ": found (masked), wanted ")
                .doesNotContain("hunter2");
    }

    /** In a thread as small as the program's: what is read from a file is no reason to end with a fault of our own. */
    @Test
    void noValueIsTooLongToBeRefused() throws InterruptedException {
        List<Object> said = new ArrayList<>();
        String yaml = """
                appliance: {host: %s}
                data: {directory: %s}
                http: {listen: "%s:80"}
                schedule: {backup: ["0 %s * * *"]}
                backup: {time-limit: %s}
                """.formatted(
                "a.".repeat(9000), "/a".repeat(9000) + "//", "a.".repeat(9000), "1,".repeat(9000), "1h".repeat(9000));
        Thread small = new Thread(null, () -> said.addAll(reading.problems(yaml)), "", 512 * 1024);
        small.setUncaughtExceptionHandler((thread, failed) -> said.add(failed));

        small.start();
        small.join();

        assertThat(said).extracting(Object::toString).anyMatch(line -> line.contains("appliance.host: found "));
        assertThat(said).extracting(Object::toString).anyMatch(line -> line.contains("data.directory: found "));
    }
}
