package io.ghekeeper.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Reading;
import io.ghekeeper.config.Schema;
import io.ghekeeper.config.Secrets;
import io.ghekeeper.config.ValueType;
import io.ghekeeper.engine.backuputils.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedSecretsTest {
    private static final String HOST = "GHE_HOSTNAME=github.example.com\nGHE_DATA_DIR=/data/x\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_SECRET_ACCESS_KEY=hunter2",
                "export PASSWORD_DB=hunter2",
                "export TOKEN_GITHUB=hunter2 GHE_PARALLEL_ENABLED=yes",
                "MYSQL_PWD=hunter2",
                "SSHPASS=hunter2",
                "PGPASSWORD='no hunter2'",
                "GITHUB_PAT=hunter2",
                "if true; then export AWS_SECRET_ACCESS_KEY=hunter2; fi",
                "then export AWS_SECRET_ACCESS_KEY=hunter2",
                "GHE_HOSTNAME=admin:hunter2@ghe.example.com",
                "GHE_DB_PASS=hunter2",
                "GHE_DB_PASS='hunter2'\nGHE_DB_PASS=hunter2",
                "GHE_DB_PASS=';hunter2'",
                "GHE_DB_PASS='no\nhunter2'",
                "GHE_DB_PA\\\nSS=hunter2",
                "GHE_DB_PASS+=hunter2",
                "GHE_DB_PASS[0]=hunter2",
                "GHE_API_KEY=hunter2",
                "GHE_KEY_PROD=hunter2",
                "GHE_X=\"${DB_PASSWORD:-hunter2}\"",
                "GHE_X=https://ops:hunter2@proxy/",
                "GHE_X=https://hooks.slack.com/services/T0/B0/hunter2",
                "GHE_X='ghp_''hunter2'",
                "GHE_X=hunter2wJalrXUtnFEMIK7MDENG",
                "GHE_X='mysqldump -uroot -phunter2'",
                "GHE_X='{\"password\": \"hunter2\"}'",
                "GHE_EXTRA_SSH_OPTS='-o SetEnv=API_TOKEN=hunter2 -4'",
                "GHE_EXTRA_SSH_OPTS='-o UserKnownHostsFile=/ghp_hunter2'",
                "GHE_EXTRA_RSYNC_OPTS='--password hunter2'",
                "GHE_DATA_DIR=/data/token=hunter2",
                "GHE_DATA_DIR=/data/ghp_hunter2",
                "curl -H 'X-Auth-Token: hunter2' https://x",
            })
    void noSecretOfABackupConfigComesThrough(String text) {
        ImportedConfiguration imported = Imports.backupConfig(HOST + text);

        assertThat(imported.text()).doesNotContain("hunter2").contains("(masked)");
        assertThat(imported.missing()).noneMatch(sentence -> sentence.contains("hunter2"));
        assertNoMaskIsAValue(imported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_SECRET_ACCESS_KEY=hunter2",
                "PASSWORD_DB = hunter2",
                "\"TOKEN_GITHUB\"=\"hunter2\"",
                "GHE_DB_PASS=hunter2",
                "0 5 * * * curl -H \"Authorization: Bearer hunter2\" https://x",
                "0 5 * * * root curl -fsSu ops:hunter2 https://x",
                "0 5 * * * curl --user ops:hunter2 https://x",
                "0 5 * * * curl https://user:hunter2@host/",
                "0 5 * * * curl 'https://x/?a=b&api_key=hunter2'",
                "0 5 * * * curl -d x https://hooks.slack.com/services/T0/B0/hunter2",
                "0 5 * * * curl https://example.com/api/webhooks/1/hunter2",
                "0 5 * * * curl https://hc.example.com/9f86d081-884c-4d65-9a2f-eaa0c55ad015/hunter2",
                "0 5 * * * echo hunter2 | docker login --password-stdin",
                "0 5 * * * root PGPASSWORD=hunter2 /start_backup.sh",
                "0 5 * * * /start_backup.sh --token hunter2",
                "0 5 * * * /start_backup.sh; curl -uops:hunter2 https://x",
                "61 5 * * * mysqldump -phunter2 x",
                "0 5 * * * echo eyJhbGciOi-hunter2",
                "0 5 * * * tar c /x | openssl enc -k hunter2 >/y",
                "0 5 * * * root zip -P hunter2 x",
                "hunter2 aws_secret_access_key wJalrX",
            })
    void noSecretOfACrontabComesThrough(String text) {
        ImportedConfiguration imported = Imports.crontab("0 3 * * * /start_backup.sh\n" + text);

        assertThat(imported.text()).doesNotContain("hunter2").contains("crontab:2");
        assertNoMaskIsAValue(imported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GHE_BACKUP_SECRET_SCANNING=on-friday",
                "GHE_SECRETS_TOO=yes",
                "GHE_BYPASS_CHECKS=2",
                "GHE_MONKEY=business",
                "GHE_SSH_KEY_TYPE=ed25519",
                "GHE_TOKEN_FILE=/run/tokens/backup",
                "EXTERNAL_DATABASE_BACKUP_SCRIPT=/opt/Dump-2026/dump.sh",
                "GHE_EXTRA_RSYNC_OPTS=--exclude=authorized_keys --password-file=/run/rsync",
                "GHE_EXTRA_SSH_OPTS=-o PasswordAuthentication=no -o NumberOfPasswordPrompts=3"
                        + " -o PreferredAuthentications=publickey,password -o HostKeyAlgorithms=ssh-ed25519",
            })
    void whatOnlySoundsLikeASecretIsTakenOver(String line) {
        String name = line.substring(0, line.indexOf('='));
        String value = line.substring(line.indexOf('=') + 1);
        ImportedConfiguration imported = Imports.backupConfig(HOST + name + "='" + value + "'");

        assertThat(imported.remarks()).as(imported.text()).isZero();
        assertThat(new Reading(folder).configuration(imported.text()).engine().options())
                .isEqualTo(Map.of(name, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 4 * * * /opt/rotate-keys.sh --all > /var/log/keys.log 2>&1",
                "0 4 * * * root sudo -u git /usr/bin/git gc --auto",
                "0 4 * * * curl -fsS https://ping.example.com/backup",
                "GHE_BACKUP_SECRET_SCANNING=yes",
                "MAILTO=ops@example.com"
            })
    void aLineWithoutASecretIsQuoted(String line) {
        assertThat(Imports.crontab(line).text()).contains("crontab:1  \"" + line + "\"");
    }

    @Test
    void aSecretIsRemarkedUponByItsNameWithWhatToDo() {
        assertThat(words(Imports.backupConfig(HOST + "GHE_DB_PASS=hunter2")))
                .contains("GHE_DB_PASS looks like a secret, which has no place in this file. If backup-utils needs it,")
                .contains("GHE_KEEPER_ENGINE_OPTIONS", "backup.config:3 (masked)");
    }

    /** Else a refusal would say nothing but that it is masked. */
    @Test
    void ourOwnWordsAreNoSecret() {
        assertThat(EngineOptions.refused())
                .allSatisfy((name, why) ->
                        assertThat(MaskedValue.words(name + " " + why)).isNotEqualTo(MaskedValue.MASK));
        // What a key of ours holds that is a secret, no earlier file sets.
        assertThat(Schema.KEYS.stream().filter(key -> !(key.type() instanceof ValueType.Hidden)))
                .allSatisfy(key -> assertThat(MaskedValue.words(
                                key.path() + ": wanted " + key.type().wanted()))
                        .isNotEqualTo(MaskedValue.MASK));
        for (String option : List.of("-p 1", "-i x", "-o User=x", "-o HostKeyAlias=x", "-o IdentityFile=x", "-W x")) {
            assertThat(MaskedValue.words(
                            EngineOptions.refusal("GHE_EXTRA_SSH_OPTS", option).orElseThrow()))
                    .isNotEqualTo(MaskedValue.MASK);
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLineAsLongAsAFileMayBeIsReadAtOnce() {
        String pieces =
                "a|A1| |=|:|@|a:|a:@|a b |token|pass|key_|-u|curl |[|x[|\"|'|\\|://|//|gh|eyJ|a@|0-|00000000-|1 |a=|x+ |-|_";
        for (String piece : pieces.split("[|]", -1)) {
            String line = piece.repeat(60 * 1024 / piece.length());
            Secrets.isUnder(line, line);
            Secrets.mayBeIn(line);
            Secrets.mayBeIn("x".repeat(7) + line + "!");
        }
    }

    /** It would be read as the value. */
    private static void assertNoMaskIsAValue(ImportedConfiguration imported) {
        assertThat(imported.text().lines().filter(line -> line.contains("(masked)")))
                .allMatch(line -> line.strip().startsWith("##"));
    }

    private static String words(ImportedConfiguration imported) {
        return imported.text().replaceAll("[\\s#]+", " ");
    }
}
