package io.ghekeeper.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.DurationText;
import io.ghekeeper.config.Reading;
import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.schedule.ScheduleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {
    @TempDir
    Path folder;

    @Test
    void theEarlierFilesReadBackToWhatTheySaid() {
        ImportedConfiguration imported = Imports.ofFiles("cron-volume", "backup.config");
        Configuration read = configuration(imported);

        assertThat(imported.missing()).isEmpty();
        assertThat(read.appliance().host()).isEqualTo("github.example.com");
        assertThat(read.data().directory()).isEqualTo(Path.of("/data/ghe-production-data"));
        assertThat(read.data().keepIncomplete()).isEqualTo(Duration.ofDays(2));
        assertThat(read.engine().keepSnapshots()).isEqualTo(30);
        assertThat(read.engine().options()).isEqualTo(Map.of("GHE_EXTRA_RSYNC_OPTS", "--bwlimit=30000"));
        assertThat(read.schedule().backup()).containsExactly("17 3,9,12,13,15,17,18,21 * * 1-6", "17 9,15,21 * * 7");
        assertThat(read.schedule().markers()).containsExactly("55 7,8,9,10,11,12,13,14,15,16,17,18,19 * * 1-6");
        assertThat(imported.text())
                .contains("backup.config:5  \"-o StrictHostKeyChecking=no\"", "ghe-keeper appliance trust")
                .contains("# directory: /data/ghe-production-data  # the default, and that of backup.config:3")
                .contains("cron-volume:2  \"0 */2 * * 1-6 root find ")
                .contains("so this line did not do what it")
                .contains("`date +%Z`");
        assertThat(imported.text().lines().filter(line -> line.contains("Where the lines sent their output")))
                .as("said once")
                .hasSize(1);
    }

    @Test
    void thePageOnMigratingShowsWhatComesOfTheEarlierFiles() throws IOException {
        ImportedConfiguration imported = Imports.ofFiles("cron-volume", "backup.config");

        assertThat(Files.readString(Path.of("docs/migrate.md")))
                .contains(imported.text().strip().indent(4).replaceAll("(?m)^ +$", ""));
    }

    @Test
    void whatHasNoCounterpartIsQuotedWithItsLine() {
        ImportedConfiguration imported = Imports.ofFiles("crontab-of-a-user", "handmade.config");
        Configuration read = configuration(imported);

        assertThat(read.appliance().user()).isEqualTo("admin2");
        assertThat(read.appliance().port())
                .as("ssh's option beats that of the name")
                .isEqualTo(2222);
        assertThat(read.engine().options())
                .isEqualTo(Map.of(
                        "GHE_PARALLEL_ENABLED",
                        "yes",
                        "GHE_PARALLEL_MAX_JOBS",
                        "2",
                        "GHE_EXTRA_SSH_OPTS",
                        "-o Compression=yes"));
        assertThat(read.engine().keepSnapshots()).as("in doubt, so the default").isEqualTo(40);
        assertThat(read.schedule().timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(read.schedule().backup()).containsExactly("0 0 * * *", "30 12 * * mon-fri");
        for (int line : new int[] {1, 2, 5, 6, 7, 8, 9, 10, 11}) {
            assertThat(imported.text()).contains("##   crontab-of-a-user:" + line + "  \"");
        }
        for (int line : new int[] {3, 4, 5, 8, 9, 10, 11, 12, 14}) {
            assertThat(imported.text()).contains("##   handmade.config:" + line + "  \"");
        }
        assertThat(imported.text())
                .doesNotContain("hunter2")
                .contains("notify.mail-to", "##   handmade.config:7  (masked)");
        assertThat(imported.missing()).singleElement().asString().startsWith("data.directory: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "github.example.com | github.example.com | admin | 122",
                "github.example.com:122 | github.example.com | admin | 122",
                "github.example.com:2222 | github.example.com | admin | 2222",
                "git@10.0.0.1 | 10.0.0.1 | git | 122"
            })
    void theHostIsTakenApart(String written, String host, String user, int port) {
        Configuration read = configuration(Imports.backupConfig("GHE_HOSTNAME=" + written));

        assertThat(read.appliance().host()).isEqualTo(host);
        assertThat(read.appliance().user()).isEqualTo(user);
        assertThat(read.appliance().port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GHE_HOSTNAME=2001:db8::1",
                "GHE_HOSTNAME='[2001:db8::1]:122'",
                "GHE_HOSTNAME='a b'",
                "GHE_HOSTNAME=https://github.example.com/",
                "GHE_HOSTNAME=github.example.com:ssh",
                "GHE_HOSTNAME=@github.example.com",
                "GHE_HOSTNAME=$(hostname)",
                "GHE_HOSTNAME=",
                "X=1"
            })
    void aMissingHostIsSaidInTheFileAndBesides(String text) {
        ImportedConfiguration imported = Imports.backupConfig(text + "\nGHE_DATA_DIR=/data/x");

        assertThat(imported.missing()).singleElement().asString().startsWith("appliance.host: found nothing");
        assertThat(imported.text()).contains("Still missing:", "\n  host:\n", text.replace("\"", "\\\""));
        assertThat(new Reading(folder).problems(imported.text()))
                .singleElement()
                .asString()
                .contains("appliance.host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GHE_NUM_SNAPSHOTS=0",
                "GHE_NUM_SNAPSHOTS=many",
                "GHE_NUM_SNAPSHOTS=4000",
                "GHE_NUM_SNAPSHOTS=-1",
                "GHE_NUM_SNAPSHOTS=40x"
            })
    void aNumberOfSnapshotsThatCannotBeMeantIsReported(String text) {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\n" + text);

        assertThat(engine(imported).keepSnapshots()).isEqualTo(40);
        assertThat(imported.text()).contains("backup.config:2  \"" + text + "\"");
    }

    /** Below 0 it is as with 0: backup-utils hands it to awk as a number. */
    @Test
    void aNumberThatDeletesEverySnapshotIsReportedAsOne() {
        for (String value : new String[] {"0", "00", "-5"}) {
            assertThat(Imports.backupConfig("GHE_NUM_SNAPSHOTS=" + value).text())
                    .contains("deletes every snapshot");
        }
        assertThat(Imports.backupConfig("GHE_NUM_SNAPSHOTS=1x").text()).contains("prunes nothing");
    }

    @Test
    void aNumberOfSnapshotsIsReadAsAShellComparesIt() {
        String host = "GHE_HOSTNAME=github.example.com\nGHE_NUM_SNAPSHOTS=";
        assertThat(engine(Imports.backupConfig(host + "30 # comment")).keepSnapshots())
                .isEqualTo(30);
        assertThat(engine(Imports.backupConfig(host + "' 30 '")).keepSnapshots())
                .isEqualTo(30);
        assertThat(engine(Imports.backupConfig(host + "08")).keepSnapshots()).isEqualTo(8);
        assertThat(engine(Imports.backupConfig(host + "010")).keepSnapshots()).isEqualTo(10);

        assertThat(Imports.backupConfig(host + "08").remarks()).isZero();
        assertThat(Imports.backupConfig(host + "010").text()).contains("backup.config:2  \"GHE_NUM_SNAPSHOTS=010\"");
    }

    /** An empty one is none, to backup-utils as well. */
    @Test
    void anEmptyNumberOfSnapshotsIsThatOfBackupUtils() {
        assertThat(Imports.backupConfig("GHE_NUM_SNAPSHOTS=").text())
                .contains("backup-utils keeps 10 then")
                .doesNotContain("prunes nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'/data/my backups'", "data", "../data", "/"})
    void aDataDirectoryThatCannotBeTakenIsReported(String path) {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_DATA_DIR=" + path);

        assertThat(configuration(imported).data().directory()).isEqualTo(Path.of("/data/ghe-production-data"));
        assertThat(imported.text()).contains("backup.config:2  \"GHE_DATA_DIR=" + path + "\"");
        assertThat(imported.missing()).singleElement().asString().startsWith("data.directory: ");
    }

    @ParameterizedTest
    @CsvSource({
        "/mnt/backup/data, /mnt/backup/ghe-keeper",
        "/srv/github/snapshots, /srv/github/ghe-keeper",
        "/data/ghe-production-data, /data/ghe-keeper",
        "/data/user/backups, /data/user/ghe-keeper",
        "/vol/ghe-keeper, /vol/ghe-keeper-state"
    })
    void theStateDirectoryIsPutBesideTheSnapshots(String data, Path state) {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_DATA_DIR=" + data);

        assertThat(configuration(imported).journal().directory()).isEqualTo(state);
        assertThat(imported.missing()).isEmpty();
    }

    @Test
    void whereNothingIsBesideTheSnapshotsAPersonNamesTheStateDirectory() {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_DATA_DIR=/backups");

        assertThat(imported.missing())
                .singleElement()
                .asString()
                .startsWith("data.state-directory: ")
                .contains("/backups");
    }

    @Test
    void aDataDirectoryAroundOurOwnIsLeftToAPerson() {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_DATA_DIR=/data");

        assertThat(imported.missing()).singleElement().asString().startsWith("data.state-directory: ");
        assertThat(imported.text()).contains("\n  directory: /data  # backup.config:2");
    }

    @Test
    void knownHostsOfTheOptionsForSshAreOurs() {
        String options =
                "GHE_HOSTNAME=github.example.com\nGHE_EXTRA_SSH_OPTS=\"-oUserKnownHostsFile=/keys/known_hosts -4"
                        + " -o User=root -l root word -o\"";
        ImportedConfiguration imported = Imports.backupConfig(options);

        assertThat(configuration(imported).appliance().knownHosts()).isEqualTo(Path.of("/keys/known_hosts"));
        assertThat(configuration(imported).appliance().user()).isEqualTo("admin");
        assertThat(engine(imported).options()).isEqualTo(Map.of("GHE_EXTRA_SSH_OPTS", "-4"));
        assertThat(imported.text()).contains("\"-o User=root\"", "\"-l root\"", "\"word\"", "\"-o\"");
    }

    /** As ssh has it: of two values, the first. */
    @Test
    void ofTwoFilesOfKnownHostsTheFirstIsTakenAndTheOtherReported() {
        ImportedConfiguration imported = Imports.backupConfig("GHE_EXTRA_SSH_OPTS='-oUserKnownHostsFile=/a -p 2222"
                + " -oUserKnownHostsFile=/b -oPort=22'\nGHE_HOSTNAME=github.example.com");

        assertThat(configuration(imported).appliance().knownHosts()).isEqualTo(Path.of("/a"));
        assertThat(configuration(imported).appliance().port()).isEqualTo(2222);
        assertThat(imported.text()).contains("\"-oUserKnownHostsFile=/b\"", "\"-oPort=22\"");
    }

    @Test
    void whatTheEngineRefusesIsReportedWithItsReason() {
        assertThat(Imports.backupConfig("GHE_RESTORE_HOST=x\nFOO=1\nGHE_EXTRA_RSYNC_OPTS='--rsh=x'")
                        .text()
                        .replaceAll("\n *## ", " "))
                .contains(
                        "GHE_RESTORE_HOST is not taken over: what is restored, and to where, is said on the command line")
                .contains("FOO is not taken over: only backup-utils' own variables pass")
                .contains("--rsh=x must not be in it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17 3,9,12,13,15,17,18,21 * * 1-6",
                "17 9,15,21 * * 7",
                "55 7,8,9,10,11,12,13,14,15,16,17,18,19 * * 1-6",
                "13 8,11,14,17,18,20 * * 1-6",
                "21 10,13,16,19,22 * * 1-6",
                "0 */2 * * 1-6"
            })
    void theInstantsOfAYearAreTheSame(String line) {
        for (String form : new String[] {"root /start_backup.sh", "/start_backup.sh > /var/log/application.log 2>&1"}) {
            ScheduleSettings read = configuration(
                            Imports.crontab("CRON_TZ=Europe/Berlin\n" + line.replace(" ", "\t ") + " " + form))
                    .schedule();

            assertThat(ticks(read.timeZone(), read.backup()))
                    .hasSizeGreaterThan(100)
                    .isEqualTo(byHand(line, ZoneId.of("Europe/Berlin")));
        }
    }

    /** The lines of the earlier appliance name minutes, hours and days of the week; no clock is changed at their minutes. */
    private static List<Instant> byHand(String line, ZoneId zone) {
        String[] fields = line.split(" ", -1);
        List<String> hours = List.of(fields[1].split(",", -1));
        List<Instant> ticks = new ArrayList<>();
        // The zone is whole hours from UTC: an hour's minute comes once an hour.
        Instant first = BEGIN.truncatedTo(ChronoUnit.HOURS).plusSeconds(60 * Long.parseLong(fields[0]));
        for (Instant now = first; !now.isAfter(END); now = now.plusSeconds(3600)) {
            var wall = now.atZone(zone);
            int day = wall.getDayOfWeek().getValue();
            boolean hour = fields[1].equals("*/2") ? wall.getHour() % 2 == 0 : hours.contains("" + wall.getHour());
            boolean weekday = fields[4].equals("7") ? day == 7 : day <= 6;
            if (now.isAfter(BEGIN) && hour && weekday) {
                ticks.add(now);
            }
        }
        return ticks;
    }

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static List<Instant> ticks(ZoneId zone, List<String> lines) {
        Schedule schedule = new Schedule(zone, lines);
        List<Instant> ticks = new ArrayList<>();
        Optional<Instant> next = schedule.next(BEGIN);
        while (next.isPresent() && !next.get().isAfter(END)) {
            ticks.add(next.get());
            next = schedule.next(next.get());
        }
        return ticks;
    }

    @Test
    void twoLinesAtOneMinuteBreakNothing() {
        ScheduleSettings read = configuration(
                        Imports.crontab("0 3 * * * /start_backup.sh\n0 3,4 * * * /start_backup.sh\n"))
                .schedule();

        assertThat(ticks(read.timeZone(), read.backup())).hasSize(2 * 365).doesNotHaveDuplicates();
    }

    @Test
    void linesOfAnotherTimeZoneAreLeftToAPerson() {
        ImportedConfiguration imported = Imports.crontab("""
                CRON_TZ=Asia/Tokyo
                0 3 * * * /start_backup.sh
                CRON_TZ=Europe/Berlin
                0 4 * * * /start_backup.sh
                CRON_TZ=Nowhere/None
                0 5 * * * /start_backup.sh
                """);

        assertThat(configuration(imported).schedule().backup()).containsExactly("0 3 * * *");
        assertThat(configuration(imported).schedule().timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(imported.text()).contains("crontab:4  \"0 4 ", "crontab:6  \"0 5 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root find /data -name incomplete -mtime +3 -delete | 4d",
                "find /data -name 'incomplete' -mmin +90 -exec rm -r {} + | 90m",
                "find /data -name incomplete -exec rm -r {} + | 1d",
                "find /data -name incomplete -atime +9999 -delete | 1d"
            })
    void theAgeOfIncompleteSnapshotsIsTakenWhereItIsSaid(String command, String age) {
        assertThat(configuration(Imports.crontab("0 * * * * " + command)).data().keepIncomplete())
                .isEqualTo(DurationText.parse(age).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "61 * * * * /start_backup.sh",
                "*/5 1~5 * * * root /start_backup.sh",
                "0 0 30 2 * /start_backup.sh",
                "@fortnightly /start_backup.sh",
                "0 3 * * *",
                "0 3 * * * root echo done",
                "0 3 * * * root find / -name x -delete",
                "0 3 * * * root flock -n /tmp/x /start_backup.sh",
                "0 3 * * * root bash -c '/start_backup.sh'",
                "0 5/2 * * * root /start_backup.sh",
                "0 1-3,5/2 * * * root /start_backup.sh",
                "0 3 * jan/2 * root /start_backup.sh",
                "0 3 * * * root #/start_backup.sh"
            })
    void aLineThatCannotBeTakenIsQuoted(String line) {
        ImportedConfiguration imported = Imports.crontab(line);

        assertThat(configuration(imported).schedule().backup())
                .isEqualTo(new Reading(folder)
                        .configuration(Reading.HOST)
                        .schedule()
                        .backup());
        assertThat(imported.text()).contains("crontab:1  \"" + line + "\"");
        assertThat(imported.missing()).anyMatch(sentence -> sentence.startsWith("schedule.backup: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root /start_backup.sh",
                "/start_backup.sh>/dev/null",
                "root /start_backup.sh>>/var/log/x.log 2>&1",
                "/start_backup.sh&>/dev/null",
                "root /start_backup.sh # at night; with care",
                "root nohup python3 /start_backup.sh",
                "\t /backup/backup-utils/bin/ghe-backup \t"
            })
    void aLineThatOnlyBacksUpIsTakenWithoutARemark(String command) {
        ImportedConfiguration imported = Imports.crontab("1-9/4,30 3 * * *\t" + command);

        assertThat(configuration(imported).schedule().backup()).containsExactly("1-9/4,30 3 * * *");
        assertThat(imported.remarks()).as(imported.text()).isZero();
    }

    /** Each looks like a backup to a person; none has a form that the import recognizes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "root /trigger_ghebackup.py",
                "echo /start_backup.sh",
                "find /start_backup.sh",
                "aws s3 sync /srv/data s3://example-bucket/ghe-backup",
                "root /backup/backup-utils/bin/ghe-restore -f standby",
                "root docker exec ghe-backup /start_backup.sh",
                "root cd /tmp && /start_backup.sh",
                "root rsync -a /data backup@host:ghe-backup"
            })
    void whatIsInNoFormOfTheEarlierApplianceIsLeftInOneNeutralSentence(String command) {
        ImportedConfiguration imported = Imports.crontab("0 3 * * * " + command + "\n30 5 * * 6 root /start_backup.sh");

        assertThat(configuration(imported).schedule().backup()).containsExactly("30 5 * * 6");
        assertThat(imported.left()).isEqualTo(1);
        assertThat(imported.text().replaceAll("\n *## ", " "))
                .contains("This import is incomplete. Lines not taken over: 1.")
                .contains("Not taken over; if this is a backup, add its times to schedule.backup.")
                .contains("crontab:1  \"0 3 * * * " + command + "\"")
                .doesNotContain("cron, or a CronJob");
    }

    @Test
    void aVariableThatBackupUtilsDoesNotKnowIsNamed() {
        ImportedConfiguration imported = Imports.backupConfig(
                "GHE_HOSTNAME=github.example.com\nGHE_SSH_PORT=2222\nGHE_BACKUP_FSCK=yes\nGHE_DATA_DIR=/mnt/b/github");

        assertThat(imported.text())
                .contains("backup-utils 3.12 does not know GHE_SSH_PORT.")
                .doesNotContain("does not know GHE_BACKUP_FSCK");
    }

    @Test
    void halfAnOptionForSshIsNotHandedOn() {
        ImportedConfiguration imported = Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_EXTRA_SSH_OPTS=\"-i"
                + " ~/.ssh/id -o 'ServerAliveInterval 30' -F /root/.ssh/config -o Compression -4\"");

        assertThat(engine(imported).options()).isEqualTo(Map.of("GHE_EXTRA_SSH_OPTS", "-4"));
        assertThat(imported.text()).contains("\"-o 'ServerAliveInterval\"", "\"30'\"", "\"-o Compression\"");
    }

    @Test
    void anAddressForCronsMailPointsToOurs() {
        assertThat(Imports.crontab("MAILTO=ops@example.com\n").text().replaceAll("\n *## ", " "))
                .contains("write notify.mail-to");
        assertThat(Imports.crontab("MAILTO=\"\"\n").remarks()).isZero();
    }

    @Test
    void nothingHostileComesThrough() {
        String evil = "\u001b[2J\u202e\u2028\u0085\u0007\r\uffff\ud83d\ude00 # x: {[&*!|>'\"%@`";
        ImportedConfiguration imported = ImportedConfiguration.of(
                Optional.of(new EarlierFile("cron\n" + evil, "0 0 * * * " + evil + "\n" + evil + "=1\n")),
                Optional.of(new EarlierFile(
                        evil, "GHE_HOSTNAME=github.example.com\nGHE_X='" + evil.replace("'", "") + "'\n" + evil)));

        assertThat(imported.text().codePoints())
                .allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f) || Character.isLetter(c) || c == 0x1f600);
        assertThat(configuration(imported).appliance().host()).isEqualTo("github.example.com");
    }

    @Test
    void aValueWithEverySignComesBackAsItWas() {
        String value = "# a: b\t{c} [d] \u00e4\u00f6 \u202e\u001b \ud83d\ude00 \ue000 - 'e' \\ %|>";
        ImportedConfiguration imported =
                Imports.backupConfig("GHE_HOSTNAME=github.example.com\nGHE_X=\"" + value.replace("\\", "\\\\") + "\"");

        assertThat(engine(imported).options()).containsEntry("GHE_X", value);
    }

    @Test
    void aPrivateKeyIsNeverRepeated() {
        String key = "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----";

        assertThat(Imports.backupConfig("GHE_KEY='" + key + "'").text()).doesNotContain("c2Vjcm");
        assertThat(Imports.backupConfig("GHE_KEY='" + key).text()).doesNotContain("c2Vjcm");
        assertThat(Imports.crontab("API_TOKEN=hunter2\n0 0 * * * curl -H 'token: x' https://u:hunter2@example.com")
                        .text())
                .doesNotContain("hunter2");
    }

    /** Whatever the files hold, what comes out can be read, and lacks at most what is said to be missing. */
    @Test
    void anyTextGivesYamlThatParses() throws IOException {
        Random random = new Random(20261121);
        String[] pieces = {
            "GHE_HOSTNAME=",
            "GHE_DATA_DIR=",
            "GHE_NUM_SNAPSHOTS=",
            "GHE_EXTRA_SSH_OPTS=",
            "GHE_X=",
            "export ",
            "\n",
            "\n",
            "\"",
            "'",
            "\\",
            "$(",
            ")",
            "`",
            "${",
            "}",
            "{",
            "if ",
            "fi",
            "&&",
            ";",
            "#",
            " ",
            "=",
            "-o ",
            "-p ",
            "* ",
            "17 3 * * 1-6 ",
            "root ",
            "/start_backup.sh",
            "find -name incomplete rm -atime +",
            "@daily ",
            "CRON_TZ=",
            "Europe/Berlin",
            "%",
            "|",
            ">",
            "\u001b",
            "\u2028",
            "\u0000",
            "\ufffe",
            "\ud800",
            "\t",
            "\r",
            "github.example.com",
            "/data",
            "1",
            "99999999999",
            "token=x",
            "aws:kms:",
            "---",
            "- ",
            ": ",
            "!",
            "&a",
            "*a"
        };
        for (int round = 0; round < 150; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(
                        random.nextInt(8) == 0
                                ? Character.toString(random.nextInt(0x3000))
                                : pieces[random.nextInt(pieces.length)]);
            }
            ImportedConfiguration imported = ImportedConfiguration.of(
                    Optional.of(new EarlierFile("crontab", text.toString())),
                    Optional.of(new EarlierFile("backup.config", text.toString())));

            List<String> keys = imported.missing().stream()
                    .map(sentence -> sentence.substring(0, sentence.indexOf(':')))
                    .toList();
            assertThat(new Reading(folder).problems(imported.text()))
                    .as("%s", text)
                    .allMatch(problem -> keys.stream().anyMatch(problem::contains));
            assertThat(keys)
                    .isSubsetOf(
                            "appliance.host",
                            "schedule.backup",
                            "data.directory",
                            "data.state-directory",
                            "key.directory");
        }
    }

    private EngineSettings engine(ImportedConfiguration imported) {
        return configuration(imported).engine();
    }

    /** With a host where that is what is missing. */
    private Configuration configuration(ImportedConfiguration imported) {
        return new Reading(folder)
                .configuration(imported.text().replace("\n  host:\n", "\n  host: github.example.com\n"));
    }
}
