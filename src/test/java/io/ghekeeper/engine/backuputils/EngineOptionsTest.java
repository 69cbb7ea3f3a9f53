package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GHE_DISABLE_SSH_MUX",
                "GHE_PARALLEL_ENABLED",
                "GHE_PARALLEL_MAX_JOBS",
                "GHE_RSYNC_COMPRESSION_ENABLED",
                "GHE_SKIP_CHECKS",
                "GHE_BACKUP_PAGES",
                "GHE_BACKUP_FSCK",
                "GHE_MSSQL_BACKUP_CADENCE",
                "GHE_GIT_COOLDOWN_PERIOD",
                "GHE_NICE",
                "GHE_IONICE",
                "GHE_ALLOW_REPLICA_BACKUP",
                "RSYNC_WARNING",
                "EXTERNAL_DATABASE_BACKUP_SCRIPT",
                "EXTERNAL_DATABASE_RESTORE_SCRIPT",
                "GHE_OF_A_LATER_RELEASE"
            })
    void passesTheOptionsOfBackupUtils(String name) {
        assertThat(EngineOptions.refusal(name, "yes")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GHE_HOSTNAME|appliance.host",
                "GHE_HOSTNAME_PRESERVE|appliance.host",
                "GHE_DATA_DIR|data.directory",
                "GHE_CREATE_DATA_DIR|data.directory",
                "GHE_NUM_SNAPSHOTS|engine.keep-snapshots",
                "GHE_PRUNING_SCHEDULED|retention.enabled",
                "GHE_BACKUP_CONFIG|configuration file",
                "GHE_SNAPSHOT_TIMESTAMP|id",
                "GHE_SNAPSHOT_DIR|id",
                "GHE_REMOTE_VERSION|check of the host",
                "GHE_RESTORE_HOST|command line of a restore",
                "GHE_RESTORE_SNAPSHOT_PATH|command line of a restore",
                "GHE_INCREMENTAL|complete",
                "GHE_VERBOSE|run's log",
                "GHE_VERBOSE_LOG|run's log",
                "GHE_SHOW_HELP|end as if all were well",
                "GHE_KEEPER_RUN|belongs to ghe-keeper",
                "CALLING_SCRIPT|sets it for itself",
                "BM_FILE_PATH|sets it for itself",
                "TMPDIR|directory of its own",
                "PATH|ghe-keeper sets it",
                "HOME|environment of its own",
                "LD_PRELOAD|every program",
                "BASH_ENV|every script",
                "ENV|every script",
                "OUTPUT_COLOR|colours",
                "FORCE|asks before it overwrites",
                "SKIP_MYSQL|not complete"
            })
    void refusesByNameWhatFightsOurs(String name, String reason) {
        assertThat(EngineOptions.refusal(name, "x").orElse("")).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AWS_SECRET_ACCESS_KEY", "ghe_nice", "GHE_", "GHE_a", "GHE_A=B", "", "SSH_AUTH_SOCK", "GHE_A B"})
    void refusesWhatIsNoOptionOfBackupUtils(String name) {
        assertThat(EngineOptions.refusal(name, "x"))
                .hasValueSatisfying(why -> assertThat(why).contains("begin with GHE_"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "\n"})
    void aValueIsOneLine(String value) {
        assertThat(EngineOptions.refusal("GHE_NICE", value)).contains("its value must be one line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "-4",
                "-o ConnectTimeout=5",
                "-oConnectTimeout=5 -C",
                "-o ProxyJump=bastion -vv",
                "-J bastion.example.com",
                "-c aes128-ctr -o Compression=yes",
                "-b 10.0.0.1",
                "-o ServerAliveInterval=5",
                "-b p"
            })
    void sshMayBeGivenFurtherOptions(String value) {
        assertThat(EngineOptions.refusal("GHE_EXTRA_SSH_OPTS", value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p 2222|-p must not be in it: appliance.port",
                "-p2222|-p must not be in it",
                "-C -p 22|-p must not be in it",
                "-4Cp22|-p must not be in it",
                "-i /k|-i must not be in it: the key section",
                "-i/k|-i must not be in it",
                "-l root|-l must not be in it: appliance.user",
                "-F /x|-F must not be in it",
                "-S none|-S must not be in it: each run has connections",
                "-4G|-G must not be in it: nothing would run",
                "-M|-M must not be in it",
                "-o StrictHostKeyChecking=no|StrictHostKeyChecking must not be in it: host keys are always checked",
                "-oStrictHostKeyChecking=no|StrictHostKeyChecking must not be in it",
                "-o stricthostkeychecking=no|stricthostkeychecking must not be in it",
                "-oSTRICTHOSTKEYCHECKING=accept-new|STRICTHOSTKEYCHECKING must not be in it",
                "-CoStrictHostKeyChecking=no|StrictHostKeyChecking must not be in it",
                "-o \"StrictHostKeyChecking=no\"|StrictHostKeyChecking must not be in it",
                "-o UserKnownHostsFile=/dev/null|UserKnownHostsFile must not be in it: appliance.known-hosts",
                "-o GlobalKnownHostsFile=/x|GlobalKnownHostsFile must not be in it",
                "-o IdentityFile=/k|IdentityFile must not be in it",
                "-o IdentitiesOnly=no|IdentitiesOnly must not be in it",
                "-o BatchMode=no|BatchMode must not be in it",
                "-o Port=22|Port must not be in it",
                "-o ControlMaster=no|ControlMaster must not be in it",
                "-o controlpath=/x|controlpath must not be in it",
                "-o Include=/x|Include must not be in it",
                "-C -o|-o lacks its value",
                "other.example.com|\"other.example.com\" would be taken for the host",
                "-- x|\"--\" would be taken for the host"
            })
    void sshOptionsThatUndoOursAreRefused(String value, String reason) {
        assertThat(EngineOptions.refusal("GHE_EXTRA_SSH_OPTS", value).orElse(""))
                .startsWith(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--bwlimit=1000", "--exclude=node_modules -z", "--timeout 60 --no-compress"})
    void rsyncMayBeGivenFurtherOptions(String value) {
        assertThat(EngineOptions.refusal("GHE_EXTRA_RSYNC_OPTS", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-e ssh", "--rsh=ssh", "-ve ssh", "--rsync-path=/x", "-n", "--dry-run", "--list-only"})
    void rsyncOptionsThatUndoOursAreRefused(String value) {
        assertThat(EngineOptions.refusal("GHE_EXTRA_RSYNC_OPTS", value)).isPresent();
    }

    @Test
    void everyRefusalHasAReason() {
        assertThat(EngineOptions.refused())
                .isNotEmpty()
                .allSatisfy((name, reason) -> assertThat(reason).isNotBlank().doesNotEndWith("."));
    }

    @Test
    void aRestoreMaySkipTheAuditLogsAndNothingElseThatSaysWhatIsRestored() {
        assertThat(EngineOptions.refusalForRestore("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes"))
                .isEmpty();
        assertThat(EngineOptions.refusalForRestore("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes; true"))
                .isPresent();
        assertThat(EngineOptions.refusalForRestore("GHE_RESTORE_HOST", "other.example.com"))
                .isPresent();
        assertThat(EngineOptions.refusalForRestore("SKIP_MYSQL", "true")).isPresent();
        assertThat(EngineOptions.refusal("GHE_RESTORE_SKIP_AUDIT_LOGS", "yes")).isPresent();
    }
}
