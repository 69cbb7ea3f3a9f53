package io.ghekeeper.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.config.Reading;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the appliance, of an earlier appliance: by which host, by which port; and what a crontab sets of it. */
class ImportedWaysTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-J bastion",
                "-Jbastion",
                "-4J bastion",
                "-o ProxyJump=ops@bastion:22",
                "-oproxyjump=bastion",
                "-o \"ProxyJump=bastion\"",
                "-o ProxyCommand=/usr/local/bin/tunnel",
                "-o 'ProxyCommand"
            })
    void aWayByAnotherHostIsReportedAndNotTakenOver(String option) {
        ImportedConfiguration imported = ssh("-4 " + option);

        assertThat(options(imported)).isEqualTo(Map.of("GHE_EXTRA_SSH_OPTS", "-4"));
        assertThat(words(imported)).contains("ghe-keeper itself connects to the appliance directly");
        assertThat(imported.text()).contains("backup.config:2  \"" + option.replace("\"", "\\\"") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o ProxyCommand=none", "-o proxyjump=None", "-J none", "-o ProxyUseFdpass=no", "-b J"})
    void noWayByAnotherHostIsTakenOverAsItIs(String option) {
        ImportedConfiguration imported = ssh(option);

        assertThat(options(imported)).isEqualTo(Map.of("GHE_EXTRA_SSH_OPTS", option));
        assertThat(imported.remarks()).as(imported.text()).isZero();
    }

    /** The engine may have a way of its own, which the one who writes the file knows of. */
    @Test
    void whoWritesAWayByAnotherHostByHandIsBelieved() {
        String yaml = Reading.HOST + "engine:\n  options:\n    GHE_EXTRA_SSH_OPTS: -o ProxyJump=bastion\n";

        assertThat(new Reading(folder).problems(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2222, 122, 1", "122, 2222, 1", "2222, 2222, 0", "2222, none, 1"})
    void ofTwoPortsTheOneThatIsNotTakenIsReported(String behindHost, String option, int remarks) {
        ImportedConfiguration imported =
                backupConfig("GHE_EXTRA_SSH_OPTS='-p " + option + "'\nGHE_HOSTNAME=github.corp:" + behindHost);

        assertThat(imported.remarks()).as(imported.text()).isEqualTo(remarks);
        assertThat(words(imported).contains("not the " + behindHost + " behind the host's name"))
                .isEqualTo(!option.equals("none") && remarks > 0);
        assertThat(new Reading(folder)
                        .configuration(imported.text())
                        .appliance()
                        .port())
                .isEqualTo(Integer.parseInt(option.equals("none") ? behindHost : option));
    }

    /** What {@code config check} would refuse is no advice. */
    @ParameterizedTest
    @CsvSource({
        "GHE_DATA_DIR, /data/old, data.directory sets it",
        "GHE_HOSTNAME, github.corp, appliance.host and appliance.user set it",
        "GHE_NUM_SNAPSHOTS, 3, engine.keep-snapshots sets it",
        "TMPDIR, /tmp, each run has a temporary directory of its own",
        "LANG, C, only backup-utils' own variables pass",
        "GHE_EXTRA_SSH_OPTS, -F /x, a configuration file can undo the pinned host keys"
    })
    void aVariableOfACrontabIsNotSentWhereItIsRefused(String name, String value, String why) {
        ImportedConfiguration imported = Imports.crontab(name + "=" + value);

        assertThat(words(imported))
                .contains("A variable for the commands. " + name + " is not taken over: ", why)
                .doesNotContain("write it under engine.options");
    }

    @Test
    void aVariableOfACrontabThatBackupUtilsKnowsIsSentToTheOptions() {
        assertThat(words(Imports.crontab("GHE_PARALLEL_ENABLED=yes"))).contains("write it under engine.options.");
        assertThat(words(Imports.crontab("GHE_DB_PASS=x")))
                .contains("GHE_DB_PASS looks like a secret", "GHE_KEEPER_ENGINE_OPTIONS")
                .doesNotContain("write it under engine.options.");
    }

    private static String words(ImportedConfiguration imported) {
        return imported.text().replaceAll("[\\s#]+", " ");
    }

    private static ImportedConfiguration ssh(String options) {
        return backupConfig(
                "GHE_HOSTNAME=github.example.com\nGHE_EXTRA_SSH_OPTS=\"" + options.replace("\"", "\\\"") + "\"");
    }

    private static ImportedConfiguration backupConfig(String text) {
        return Imports.backupConfig("GHE_DATA_DIR=/data/x " + text);
    }

    private Map<String, String> options(ImportedConfiguration imported) {
        return new Reading(folder).configuration(imported.text()).engine().options();
    }
}
