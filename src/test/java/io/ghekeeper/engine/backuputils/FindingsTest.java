package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.engine.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What backup-utils reports as absent in a run that ends with 0, and what it prints besides. */
class FindingsTest {
    private static final String NETWORKS =
            "One or more repository networks and/or gists were not found on the source appliance";
    private static final String STAMP = "2026-11-28T20:14:16Z  ";

    @TempDir
    Path folder;

    private Findings findings = new Findings(Map.of());

    @Test
    void missingNetworksAreNamedAsTheEngineNamesThem() {
        printed(
                STAMP + "INFO  Backing up Git repositories ...",
                "diff --git tmp/bu/source_routes tmp/bu/destination_routes",
                "index cf64a28..616a7d0 100644",
                "--- tmp/bu/source_routes",
                "+++ tmp/bu/destination_routes",
                "@@ -1 +0,0 @@",
                "-a/nw/ac/23/7d/100000021",
                "Warning: " + NETWORKS + ".",
                STAMP + "INFO  Backing up GitHub Pages artifacts ...");

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.words()).isEqualTo(NETWORKS);
            assertThat(finding.names()).containsExactly("a/nw/ac/23/7d/100000021");
            assertThat(finding.sentence())
                    .isEqualTo("the engine reported \"" + NETWORKS + "\": a/nw/ac/23/7d/100000021");
        });
    }

    @Test
    void ofManyNamesAFewAreKeptAndAllAreCounted() {
        printed("diff --git a/source_routes b/destination_routes", "@@ -1,90 +0,0 @@");
        IntStream.range(0, 90).forEach(i -> findings.line("-a/nw/ac/23/7d/" + i));
        printed("Warning: " + NETWORKS + ".");
        Finding many = findings.all().get(0);

        assertThat(many.names()).hasSize(5);
        assertThat(many.count()).isEqualTo(90);
        assertThat(many.sentence()).endsWith("a/nw/ac/23/7d/4 and 85 more");

        findings = new Findings(Map.of());
        printed("diff --git a/source_routes b/destination_routes");
        IntStream.range(0, 90).forEach(i -> findings.line("-a/nw/ac/23/7d/" + (i == 50 ? 999 : i)));
        printed("Warning: " + NETWORKS + ".");
        assertThat(findings.all().get(0).digest())
                .as("the digest covers the names that are not kept")
                .isNotEqualTo(many.digest());
    }

    @Test
    void namesBehindAWarningBelongToItUntilAnotherLineComes() {
        printed(
                STAMP + "WARN  " + NETWORKS,
                "a/nw/ac/23/7d/1",
                "  - b/gist/bc/23/7d/2.git",
                "ghe-backup-repositories - Verifying Routes took 0s",
                "c/nw/ac/23/7d/3");

        assertThat(findings.all().get(0).names()).containsExactly("a/nw/ac/23/7d/1", "b/gist/bc/23/7d/2.git");
    }

    @Test
    void whatTheTargetComplainsOfIsQuotedWithTheWarning() {
        printed(
                STAMP
                        + "WARN  Warning: One or more Gists failed to restore successfully. Please contact GitHub Enterprise"
                        + " Support for assistance.",
                "finalize: no such gist 17",
                STAMP + "INFO  Restoring Pages ...");

        assertThat(findings.all().get(0).sentence())
                .contains("One or more Gists failed to restore successfully")
                .endsWith(": finalize: no such gist 17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STAMP + "WARN  no routes found, skipping repositories backup ...",
                STAMP + "WARN  no routes found, skipping storage backup ...",
                STAMP + "WARN  Warning: no routes found, skipping pages restore ...",
                STAMP + "WARN  Warning: no routes found, skipping gists restore ...",
                STAMP + "WARN  Warning: Storage backup missing. Skipping ...",
                STAMP + "WARN  Warning: One or more repository networks failed to restore successfully.",
                "Warning: One or more storage objects were not found on the source appliance.",
                "Warning: Elasticsearch backup missing. Skipping ...",
                "Error restoring /data/repositories/info to git-server-1",
                STAMP + "WARN  Hookshot payloads could not be copied",
                STAMP + "WARN  Skipping the export of live-upgrade data",
                "Warning: 3 packages are missing on the appliance",
                "WARN  audit log index not available"
            })
    void absentContentIsAFindingWhateverItsForm(String line) {
        printed(line);

        assertThat(findings.all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STAMP + "WARN  Warning: storing backup-utils version remotely failed.",
                STAMP + "WARN  Failed to start cron on one or more nodes",
                STAMP + "WARN  Failed to stop github-timerd",
                STAMP
                        + "WARN  Taking a full backup instead of a diff backup because for db a full backup file wasn't found",
                STAMP
                        + "WARN  Warning: Found following 2 backup files that can't be traced back to the specified GHES host.",
                STAMP + "WARN  Binary backups are configured on the target environment.",
                STAMP + "WARN  Re-enable gc on host failed, please manually delete /data/user/.sync_in_progress",
                STAMP + "WARN  * Leaked key found in current backup snapshot.",
                STAMP + "INFO  git-hooks environment tarballs not found. Skipping ...",
                STAMP + "INFO  Skipping restore of audit logs.",
                STAMP + "INFO  Skipping pruning snapshots, since some backups failed...",
                STAMP + "KEEPER  missing: pages",
                "Info: management console argon2 secret not set. Skipping...",
                "Warning: Permanently added '[h]:122' (ED25519) to the list of known hosts.",
                "Warning: Identity file /x not accessible: No such file or directory.",
                "Warning: backing up a high availability replica may result in inconsistent or unreliable backups.",
                "* WARNING: Every self-hosted Actions runner must be restarted",
                "4/c8/1e/72/1/Warning: One or more storage objects were not found on the source appliance.",
                "4/c8/1e/72/1/" + STAMP + "WARN  no routes found, skipping storage backup ..."
            })
    void chatterOfGoodRunsIsNone(String line) {
        printed(line);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void noNameOfAFileForgesAFinding() {
        printed(
                STAMP + "RSYNC  BEGIN: pages rsync",
                "receiving incremental file list",
                "./",
                STAMP + "WARN  no routes found, skipping storage backup ...",
                STAMP + "INFO  Backing up storage data ...",
                "Warning: One or more storage objects were not found on the source appliance.",
                "",
                "sent 176 bytes  received 58 bytes  155.33 bytes/sec",
                "total size is 0  speedup is 0.00");
        assertThat(findings.all()).isEmpty();

        printed("Warning: One or more storage objects were not found on the source appliance.");
        assertThat(findings.all()).hasSize(1);
    }

    @Test
    void anRsyncThatBrokeOffHidesNothingOfTheNextStep() {
        printed(
                "sending incremental file list",
                "rsync: connection unexpectedly closed",
                "ghe-restore-repositories took 3s",
                STAMP + "INFO  Restoring storage data ...",
                STAMP + "WARN  Warning: no routes found, skipping storage restore ...");

        assertThat(findings.all()).hasSize(1);
    }

    @Test
    void whatMayHideAWarningIsNotTrusted() {
        for (Map<String, String> options :
                List.of(Map.of("GHE_PARALLEL_ENABLED", "yes"), Map.of("GHE_EXTRA_RSYNC_OPTS", "--info=stats0"))) {
            findings = new Findings(options);
            printed("receiving incremental file list", STAMP + "WARN  no routes found, skipping storage backup ...");
            assertThat(findings.all()).as(options.toString()).hasSize(1);
        }
    }

    @Test
    void whatAConfigurationRunPrintsIsTheTargets() {
        printed(
                STAMP + "INFO  Configuring appliance ...",
                "Warning: job github-timerd not found, skipping",
                STAMP + "INFO  Clearing GitHub Connect settings ...",
                "Warning: Elasticsearch backup missing. Skipping ...");

        assertThat(findings.all()).extracting(Finding::words).containsExactly("Elasticsearch backup missing. Skipping");
    }

    @Test
    void theEnginesWordsAreCleanedAndBounded() {
        printed(STAMP + "WARN  \u001b[31m skipping " + "x".repeat(2_000) + "\u202e");

        assertThat(findings.all().get(0).words()).hasSizeLessThan(310).doesNotContain("\u001b", "\u202e");
        IntStream.range(0, 1_000).forEach(i -> findings.line(STAMP + "WARN  skipping thing " + i));
        assertThat(findings.all()).hasSizeLessThan(40).last().asString().contains("more warnings of absent content");
    }

    @Test
    void whatTheSnapshotDoesNotHoldIsMissedByNoRestore() throws Exception {
        Files.createDirectories(folder.resolve("repositories/a/nw/ac/23/7d/1/1.git"));
        Files.writeString(folder.resolve("repositories/a/nw/ac/23/7d/1/1.git/HEAD"), "ref");
        Files.createDirectories(folder.resolve("pages/4"));
        PartsToRestore parts = new PartsToRestore(folder);

        assertThat(parts.concerns(missing("Gist backup missing. Skipping"))).isFalse();
        assertThat(parts.concerns(missing("Pages backup missing. Skipping"))).isFalse();
        assertThat(parts.concerns(missing("Storage backup missing. Skipping"))).isFalse();
        assertThat(parts.concerns(missing("Actions storage container prefix not present in backup. Skipping")))
                .isFalse();
        assertThat(parts.concerns(missing("Repositories backup missing. Skipping")))
                .isTrue();
        assertThat(parts.concerns(missing("no routes found, skipping storage restore")))
                .isTrue();

        Files.createDirectories(folder.resolve("repositories/b/gist/bc/de/ef"));
        Files.writeString(folder.resolve("repositories/b/gist/bc/de/ef/HEAD"), "ref");
        assertThat(parts.concerns(missing("Gist backup missing. Skipping"))).isTrue();
    }

    private static Finding missing(String words) {
        return new Finding(words, List.of(), 0, "0");
    }

    private void printed(String... lines) {
        List.of(lines).forEach(findings::line);
    }
}
