package io.ghekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTableTest {
    private static final ReleaseTable TABLE = ReleaseTables.own();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "3.21, 2026-11-28, SUPPORTED",
        "3.20, 2027-01-15, SUPPORTED",
        "3.20, 2027-01-16, ENDS_SOON",
        "3.19, 2026-12-08, ENDS_SOON",
        "3.19, 2026-12-09, ENDED",
        "3.18, 2026-11-28, ENDED",
        "3.11, 2026-11-28, UNKNOWN",
        "3.24, 2026-11-28, UNKNOWN",
        "4.0, 2026-11-28, UNKNOWN"
    })
    void supportIsNearItsEndSixtyDaysBefore(String release, LocalDate today, Support.SupportState state) {
        assertThat(TABLE.support(feature(release), today).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "3.11, 3.11 to 3.13",
        "3.16, 3.16 to 3.18",
        "3.20, 3.20 to 3.22",
        "3.21, 3.21 to 3.22",
        "3.22, 3.22",
        "3.25, 3.25",
        "4.0, 4.0"
    })
    void aSnapshotGoesOntoNoReleaseThatIsOlderOrNotThereYet(String release, String onto) {
        assertThat(ReleaseTable.range(TABLE.fitting(feature(release)))).isEqualTo(onto);
    }

    @ParameterizedTest
    @CsvSource({
        "3.11, YES, ''",
        "3.16, YES, '3.16.6, 3.17.6, 3.18.4'",
        "3.19, YES, '3.19.2, 3.20.1, 3.21.1'",
        "3.20, YES, '3.20.1, 3.21.1'",
        "3.21, YES, 3.21.1",
        "3.22, NO, ''",
        "3.24, NO, ''",
        "4.0, UNKNOWN, ''"
    })
    void backupUtilsServesItsOwnReleaseAndTheTwoBefore(String release, ReleaseTable.Served served, String engines) {
        assertThat(TABLE.served(feature(release))).isEqualTo(served);
        assertThat(String.join(
                        ", ",
                        TABLE.engines(feature(release)).stream()
                                .map(Release::text)
                                .toList()))
                .isEqualTo(engines);
    }

    @Test
    void backupUtilsIsRetiredWith322() {
        assertThat(TABLE.retiredFrom()).contains(feature("3.22"));
    }

    @ParameterizedTest
    @CsvSource({
        "3.21, 3.22, '[3.22]'",
        "3.20, 3.22, '[3.22]'",
        "3.19, 3.22, '[3.21, 3.22]'",
        "3.16, 3.22, '[3.18, 3.20, 3.22]'",
        "3.11, 3.16, '[3.13, 3.15, 3.16]'",
        "3.21, 3.23, '[3.23]'",
        "3.22, 3.24, '[]'",
        "3.22, 3.22, '[]'",
        "3.22, 3.20, '[]'",
        "3.22, 4.0, '[]'"
    })
    void anUpgradeGoesAtMostTwoFeatureReleasesAtOnce(String from, String to, String path) {
        assertThat(TABLE.upgradePath(feature(from), feature(to))).hasToString(path);
    }

    @Test
    void anAgeIsNeverNegative() {
        assertThat(TABLE.ageInDays(TABLE.date().plusDays(3))).isEqualTo(3);
        assertThat(TABLE.ageInDays(TABLE.date().minusDays(3))).isZero();
    }

    @Test
    void theUsersTableReplacesTheProgramsOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("releases.csv"), """
                \uFEFF# ours
                table, 2027-01-05
                release,available,support ends,backup-utils,backup service
                3.24, 2027-01-01, 2028-01-01, 3.24.0, ga
                """.replace("\n", "\r\n"));

        ReleaseTable table = new ReleaseTables(new ReleaseSettings(Optional.of(file))).table();

        assertThat(table.date()).isEqualTo(LocalDate.of(2027, 1, 5));
        assertThat(table.source()).isEqualTo(file.toString());
        assertThat(table.served(feature("3.22"))).isEqualTo(ReleaseTable.Served.YES);
        assertThat(table.retiredFrom()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.21.1,2026-06-11,2027-06-11,3.21.1,ga",
                "3.21,2026-02-30,2027-06-11,3.21.1,ga",
                "3.21,2026-06-11,2026-06-11,3.21.1,ga",
                "3.21,2026-06-11,2027-06-11,3.20.1,ga",
                "3.21,2026-06-11,2027-06-11,3.21,ga",
                "3.21,2026-06-11,2027-06-11,,ga",
                "3.21,2026-06-11,2027-06-11,none,GA",
                "3.21,2026-06-11,2027-06-11,none",
                "3.20,2026-06-11,2027-06-11,none,ga",
                "\u001b[31m"
            })
    void aLineThatDoesNotFitIsNamedByItsNumber(String line) {
        String text = "table,2026-11-28\n" + ReleaseTableText.HEADER + "\n3.20,2026-03-17,2027-03-17,none,ga\n" + line;

        assertThatThrownBy(() -> ReleaseTableText.read("table.csv", text))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
                    assertThat(failure.getMessage())
                            .startsWith("table.csv line 4: found '")
                            .doesNotContain("\u001b", "line 5");
                });
    }

    @Test
    void everyProblemOfATableIsNamedAtOnce() {
        assertThatThrownBy(() -> ReleaseTableText.read("t", "3.21\nrelease\n3.21,x,y,z,?\n"))
                .hasMessageContainingAll("t line 1:", "t line 2:", "t line 3: found 'x'", "found 'y'", "found 'z'");
        assertThatThrownBy(() -> ReleaseTableText.read("t", "")).hasMessageContaining("names no release");
    }

    @Test
    void aTableThatCannotBeReadKeepsNoHintBack() {
        ReleaseTables tables = new ReleaseTables(new ReleaseSettings(Optional.of(folder.resolve("absent"))));

        assertThatThrownBy(tables::table)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE));
        assertThat(tables.usable().table()).isEqualTo(TABLE);
    }

    private static FeatureRelease feature(String text) {
        return FeatureRelease.read(text).orElseThrow();
    }
}
