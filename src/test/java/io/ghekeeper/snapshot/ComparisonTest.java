package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final ShrinkageSettings BOUNDS = new ShrinkageSettings(10, 50, 50);

    private final Counted before = new Counted();
    private final Counted now = new Counted();

    @Test
    void aSnapshotLikeTheOneBeforeLacksNothing() {
        assertThat(sentences()).isEmpty();
        assertThat(Comparison.losses(Optional.empty(), now.inventory(), BOUNDS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "strategy",
                "settings.json",
                "enterprise.ghl",
                "authorized-keys.json",
                "ssh-host-keys.tar",
                "mysql.sql.gz",
                "redis.rdb",
                "uuid"
            })
    void aFileThatEverySnapshotNeedsIsMissedWithoutOneBefore(String name) {
        now.without(name);

        assertThat(alone()).containsExactly(name + ": missing, and every snapshot needs it");
        assertThat(sentences()).containsExactly(name + ": missing instead of 97.7 KiB");
    }

    @Test
    void aFileThatOnlyLooksFullIsMissed() {
        now.hollow("mysql.sql.gz", 20);

        assertThat(alone()).containsExactly("mysql.sql.gz: empty, and every snapshot needs it");
        assertThat(sentences()).containsExactly("mysql.sql.gz: empty instead of 97.7 KiB");
    }

    @Test
    void anotherOneThatWasEmptyIsNoExcuse() {
        before.hollow("mysql.sql.gz", 20);
        now.hollow("mysql.sql.gz", 20);

        assertThat(sentences()).containsExactly("mysql.sql.gz: empty, and every snapshot needs it");
    }

    @Test
    void aClusterHasItsConfigurationInPlaceOfAnId() {
        now.without("uuid").file("cluster.conf", 300);
        assertThat(alone()).isEmpty();
        assertThat(sentences()).isEmpty();

        now.hollow("cluster.conf", 0);
        assertThat(alone()).containsExactly("cluster.conf: empty, and every snapshot needs it");
    }

    @Test
    void theSettingsSayWhetherADatabaseLiesOutsideAndNoFileName() {
        now.without("mysql.sql.gz").file("external-mysql-password", 20);
        for (DatabasePlace place : List.of(DatabasePlace.INTERNAL, DatabasePlace.UNKNOWN)) {
            assertThat(now.database(place).inventory().database()).isEqualTo(place);
            assertThat(alone()).containsExactly("mysql.sql.gz: missing, and every snapshot needs it");
        }
    }

    @Test
    void aDatabaseOutsideTheApplianceNeedsADumpOrARecord() {
        before.file("external-mysql-password", 20);
        now.database(DatabasePlace.EXTERNAL).without("mysql.sql.gz").file("external-mysql-password", 20);
        assertThat(sentences())
                .containsExactly(
                        "database: it lies outside the appliance, and the snapshot has neither a dump of it nor a"
                                + " record of a database snapshot (external-database-snapshot)");

        now.hollow("external-database-snapshot", 1);
        assertThat(sentences()).hasSize(1);
        now.file("external-database-snapshot", 20);
        assertThat(sentences()).isEmpty();
        assertThat(alone()).isEmpty();

        now.without("external-database-snapshot").file("mysql.sql.gz", 100_000);
        assertThat(sentences()).as("a dump of the script's own").isEmpty();
        now.hollow("mysql.sql.gz", 20).file("logical-external-database-backup-sentinel", 20);
        assertThat(sentences()).singleElement().asString().contains("the dump that the snapshot announces is missing");
    }

    @Test
    void secretsThatAreGoneAreNamed() {
        before.file("kredz-credz-hmac", 20).hollow("never-set", 0);
        now.without("manage-password").hollow("password-pepper", 0).file("kredz-credz-hmac", 20);

        assertThat(losses())
                .containsExactly(new Shrinkage(
                        "secrets",
                        "3",
                        "1",
                        "secrets: 1 instead of 3 (missing or empty: manage-password, password-pepper)"));
    }

    @Test
    void aSecretMoreHidesNoneThatIsGone() {
        now.without("manage-password").file("another", 20).file("one-more", 20);

        assertThat(sentences()).containsExactly("secrets: 3 instead of 2 (missing or empty: manage-password)");
    }

    @Test
    void otherFilesThatAreGoneAreNamed() {
        before.file("saml-keys.tar", 10_240);

        assertThat(sentences()).containsExactly("saml-keys.tar: missing instead of 10.0 KiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "incomplete",
                "manage-argon-secret",
                "mysql-binary-backup-sentinel",
                "logical-external-database-backup-sentinel",
                "xtrabackup_checkpoints"
            })
    void whatComesAndGoesIsNotMissed(String name) {
        before.file(name, 20_000);

        assertThat(sentences()).isEmpty();
    }

    @Test
    void benchmarksAreNotMissed() {
        before.folder("benchmarks", 1, 20_000);

        assertThat(sentences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repositories", "pages", "storage", "audit-log"})
    void aFolderThatIsGoneOrEmptyIsMissedOnce(String name) {
        now.without(name);
        if (name.equals("repositories")) {
            now.repositories(0);
        }
        assertThat(sentences()).singleElement().asString().startsWith(name + ": missing instead of ");

        now.folder(name, 0, 0);
        assertThat(sentences()).singleElement().asString().startsWith(name + ": empty instead of ");
    }

    @Test
    void aSmallFolderThatIsGoneIsMissedToo() {
        before.folder("git-hooks", 1, 5);

        assertThat(sentences()).containsExactly("git-hooks: missing instead of 1 file");
    }

    @Test
    void aFolderThatWasEmptyIsNotMissed() {
        before.folder("git-hooks", 0, 0);

        assertThat(sentences()).isEmpty();
    }

    @Test
    void fewerRepositoriesAreALossBeyondTheBoundOnly() {
        now.repositories(90);
        assertThat(sentences()).isEmpty();

        now.repositories(89);
        assertThat(sentences()).containsExactly("repositories: 89 instead of 100 (11 % fewer; the bound is 10 %)");
    }

    @Test
    void aShareJustBeyondTheBoundDoesNotReadLikeTheBound() {
        before.repositories(1000);
        now.repositories(899);

        assertThat(sentences())
                .containsExactly("repositories: 899 instead of 1000 (more than 10 % fewer; the bound is 10 %)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pages", "storage"})
    void fewerFilesOfItAreALossBeyondTheBoundOnly(String part) {
        now.folder(part, 900, 1_000_000);
        assertThat(sentences()).isEmpty();

        now.folder(part, 899, 1_000_000);
        assertThat(sentences())
                .containsExactly(part + ": 899 instead of 1000 (more than 10 % fewer; the bound is 10 %)");
    }

    @Test
    void noRepositoriesAtAllAreALossWhateverTheBound() {
        now.repositories(0);

        assertThat(Comparison.losses(
                        Optional.of(before.inventory()), now.inventory(), new ShrinkageSettings(100, 100, 100)))
                .extracting(Shrinkage::sentence)
                .containsExactly("repositories: 0 instead of 100 (100 % fewer; the bound is 100 %)");
    }

    @ParameterizedTest
    @CsvSource({"mysql.sql.gz", "redis.rdb", "settings.json"})
    void aSmallerFileIsALossBeyondTheBoundOnly(String name) {
        now.file(name, 50_000);
        assertThat(sentences()).isEmpty();

        now.file(name, 49_999);
        assertThat(sentences())
                .containsExactly(name + ": 48.8 KiB instead of 97.7 KiB (more than 50 % smaller; the bound is 50 %)");
    }

    @Test
    void aSmallerFolderIsALossBeyondTheBoundOnly() {
        now.folder("audit-log", 10, 50_000);
        assertThat(sentences()).isEmpty();

        now.folder("audit-log", 10, 10_000);
        assertThat(sentences())
                .containsExactly("audit-log: 9.8 KiB instead of 97.7 KiB (90 % smaller; the bound is 50 %)");
    }

    @Test
    void tinyPartsMayShrink() {
        before.file("uuid", 4095);
        now.file("uuid", 1);
        assertThat(sentences()).isEmpty();

        before.file("uuid", 4096);
        assertThat(sentences()).hasSize(1);
    }

    @Test
    void dumpsOfAnotherFormAreNotComparedBySize() {
        before.file("mysql-binary-backup-sentinel", 25);
        now.file("mysql.sql.gz", 1_000);
        assertThat(sentences()).isEmpty();

        now.file("mysql-binary-backup-sentinel", 25);
        assertThat(sentences()).hasSize(1);
    }

    @Test
    void incrementalDumpsAreNotComparedBySize() {
        before.file("xtrabackup_checkpoints", 100);
        now.file("xtrabackup_checkpoints", 100).file("mysql.sql.gz", 1_000);

        assertThat(sentences()).isEmpty();
    }

    @Test
    void dumpsOfActionsAreNotComparedBySize() {
        before.folder("mssql", 9, 1_000_000);
        now.folder("mssql", 1, 1_000);

        assertThat(sentences()).isEmpty();
    }

    @Test
    void fewerLinksAreALossBeyondTheBoundOnly() {
        now.linked(4_000, 10_000);
        assertThat(sentences()).isEmpty();

        now.linked(3_999, 10_000);
        assertThat(sentences()).containsExactly("hard-linked files: 39 % instead of 90 % (the bound is 50 points)");
    }

    @Test
    void aFirstSnapshotHasNoLinksToLose() {
        before.linked(0, 10_000);
        now.linked(0, 10_000);

        assertThat(sentences()).isEmpty();
    }

    @Test
    void linksOfFewFilesSayNothing() {
        before.linked(999, 999);
        now.linked(0, 999);
        assertThat(sentences()).isEmpty();

        before.linked(1000, 1000);
        now.linked(0, 1000);
        assertThat(sentences()).hasSize(1);
    }

    @Test
    void whatCouldNotBeReadIsADoubtOfItsOwn() {
        now.unreadable(1);
        assertThat(alone()).containsExactly("unreadable: 1 file or folder of this snapshot could not be looked at");

        before.unreadable(2);
        assertThat(losses()).extracting(Shrinkage::what).containsExactly("unreadable", "unreadable before");
    }

    private List<Shrinkage> losses() {
        return Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS);
    }

    private List<String> sentences() {
        return losses().stream().map(Shrinkage::sentence).toList();
    }

    private List<String> alone() {
        return Comparison.losses(Optional.empty(), now.inventory(), BOUNDS).stream()
                .map(Shrinkage::sentence)
                .toList();
    }
}
