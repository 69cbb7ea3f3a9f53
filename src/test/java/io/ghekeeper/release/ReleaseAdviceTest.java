package io.ghekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.release.Advice.Code;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseAdviceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final ReleaseTable TABLE = ReleaseTables.own();

    @ParameterizedTest
    @CsvSource({
        "3.20.4, 3.21.1, no-engine-for-next",
        "3.21.7, 3.21.1, no-engine-for-next",
        "3.22.1, 3.21.1, no-engine",
        "3.22.1, , no-engine",
        "3.22.1, 3.22.0, ''",
        "3.23.0, 3.21.1, no-engine",
        "3.24.0, 3.21.1, 'release-unknown, engine-unfit'",
        "3.18.2, 3.18.4, 'support-ended, engine-unfit-for-next'",
        "3.19.2, 3.20.1, support-ends-soon",
        "3.19.2, 3.18.4, 'support-ends-soon, engine-unfit, engine-unfit-for-next'",
        "3.20.4, , no-engine-for-next",
        "3.11.4, 3.12.1, release-unknown",
        "3.12.1, 3.12.1, 'release-unknown, engine-unfit-for-next'",
        "4.0.1, 3.21.1, release-unknown",
        ", 3.21.1, ''",
        ", , ''"
    })
    void advisesByReleaseOfApplianceAndEngine(String appliance, String engine, String codes) {
        assertThat(String.join(
                        ", ",
                        advice(appliance, engine, TODAY).stream()
                                .map(advice -> advice.code().word())
                                .toList()))
                .isEqualTo(codes);
    }

    @Test
    void namesTheDateAndTheWayToASupportedRelease() {
        assertThat(one("3.16.3", "3.18.4", Code.SUPPORT_ENDED))
                .isEqualTo(new Advice(
                        Code.SUPPORT_ENDED,
                        Advice.AdviceLevel.BAD,
                        "GitHub's support of GHES 3.16 ended on 2026-06-25",
                        "Upgrade the appliance to GHES 3.21, by way of 3.18 and 3.20."));
        assertThat(one("3.19.3", "3.21.1", Code.SUPPORT_ENDS_SOON).sentence())
                .isEqualTo("GitHub's support of GHES 3.19 ends on 2026-12-09, in 11 days");
        assertThat(advice("3.19.3", "3.21.1", LocalDate.of(2026, 12, 8)).get(0).sentence())
                .endsWith("in 1 day");
    }

    @Test
    void namesTheEnginesThatServe() {
        assertThat(one("3.19.3", "3.18.4", Code.ENGINE_UNFIT).hint())
                .isEqualTo("Install backup-utils 3.19.2 or 3.20.1 or 3.21.1.");
        assertThat(one("3.18.3", "3.18.4", Code.ENGINE_UNFIT_FOR_NEXT).hint())
                .isEqualTo("Install backup-utils 3.19.2 or 3.20.1. Do so before the upgrade.");
        assertThat(one("3.12.3", "3.12.1", Code.ENGINE_UNFIT_FOR_NEXT).hint()).contains("names none.");
    }

    @Test
    void advisesAgainstAnUpgradeThatNoEngineFollows() {
        Advice advice = one("3.21.3", "3.21.1", Code.NO_ENGINE_FOR_NEXT);

        assertThat(advice.sentence())
                .isEqualTo("no backup-utils serves GHES 3.22 or later, by the table of 2026-11-28");
        assertThat(advice.hint()).startsWith("Do not upgrade");
    }

    @Test
    void sendsToTheBackupServiceWhereNoSupportedReleaseIsServed() {
        assertThat(advice("3.21.3", "3.21.1", LocalDate.of(2027, 6, 11)).get(0).hint())
                .isEqualTo("Move the backup to the appliance's Backup Service, then upgrade to GHES 3.22.");
        assertThat(advice("3.22.3", "3.21.1", LocalDate.of(2027, 12, 9)).get(0).hint())
                .contains("GitHub's documentation");
    }

    @Test
    void twoBackupToolsMaySplitTheChain() {
        List<Advice> both = new ReleaseAdvice(TABLE, TODAY).of(Optional.empty(), Optional.empty(), Optional.of(true));

        assertThat(both).singleElement().satisfies(advice -> {
            assertThat(advice.code()).isEqualTo(Code.TWO_BACKUP_TOOLS);
            assertThat(advice.level()).isEqualTo(Advice.AdviceLevel.WARN);
            assertThat(advice.sentence()).contains("may be split");
        });
        assertThat(new ReleaseAdvice(TABLE, TODAY).of(Optional.empty(), Optional.empty(), Optional.of(false)))
                .isEmpty();
    }

    @Test
    void anOldTableIsNamedWithItsDate() {
        assertThat(advice("", "", TODAY.plusDays(180))).isEmpty();
        assertThat(advice("", "", TODAY.plusDays(181)))
                .extracting(Advice::sentence)
                .containsExactly("the table of releases is 181 days old: dates may have moved since 2026-11-28");
    }

    @Test
    void neverNamesAReleaseThatIsNotThere() {
        List<String> named = new ArrayList<>();
        for (int minor = 9; minor <= 25; minor++) {
            for (int engine = 9; engine <= 25; engine++) {
                String installed = "3." + engine + ".1";
                String appliance = "3." + minor + ".0";
                for (Advice advice : advice(appliance, installed, LocalDate.of(2027, 8, 1))) {
                    Matcher matcher =
                            Pattern.compile("3\\.\\d+(\\.\\d+)?").matcher(advice.sentence() + " " + advice.hint());
                    while (matcher.find()) {
                        named.add(matcher.group());
                    }
                    named.removeAll(List.of(installed, "3." + minor));
                }
            }
        }
        assertThat(named)
                .isNotEmpty()
                .allMatch(text -> text.chars().filter(c -> c == '.').count() == 1
                        ? TABLE.exists(FeatureRelease.read(text).orElseThrow())
                        : TABLE.rows().stream()
                                .flatMap(row -> row.engine().stream())
                                .anyMatch(engine -> engine.text().equals(text)));
    }

    private static Advice one(String appliance, String engine, Code code) {
        return advice(appliance, engine, TODAY).stream()
                .filter(advice -> advice.code() == code)
                .findFirst()
                .orElseThrow();
    }

    private static List<Advice> advice(String appliance, String engine, LocalDate today) {
        return new ReleaseAdvice(TABLE, today).of(release(appliance), release(engine), Optional.empty());
    }

    private static Optional<Release> release(String text) {
        return Optional.ofNullable(text).flatMap(Release::read);
    }
}
