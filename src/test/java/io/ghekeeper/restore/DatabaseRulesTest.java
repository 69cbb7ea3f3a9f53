package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.DatabasePlace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A restore that backup-utils would break off at the database is refused before anything is written. */
class DatabaseRulesTest {
    private static final String SENTINEL = "logical-external-database-backup-sentinel";
    private static final String BINARY = "mysql-binary-backup-sentinel";
    private static final Map<String, String> SCRIPT = Map.of("EXTERNAL_DATABASE_RESTORE_SCRIPT", "/bin/sh -c true");

    @Test
    void anOwnDatabaseOntoAnApplianceWithItsOwnMayGo() {
        assertThat(refusals(new Planned(), Map.of())).isEmpty();
    }

    @Test
    void aDatabaseOutsideNeedsTheSentinelOrAScriptOrToBeSkipped() {
        assertThat(refusals(outside(), Map.of())).singleElement().satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(FailureKind.TARGET_UNFIT);
            assertThat(refusal).hasMessageContaining("would break off at the database");
            assertThat(refusal.hint()).contains("EXTERNAL_DATABASE_RESTORE_SCRIPT", "--skip-mysql");
        });
        assertThat(refusals(outside().holds(SENTINEL), Map.of())).isEmpty();
        assertThat(refusals(outside(), SCRIPT)).isEmpty();
        assertThat(refusals(outside().skipsMysql(), Map.of())).isEmpty();
        assertThat(refusals(outside().isNew(), Map.of())).as("a new appliance").hasSize(1);
        assertThat(refusals(outside(), Map.of("EXTERNAL_DATABASE_RESTORE_SCRIPT", "")))
                .as("no script")
                .hasSize(1);
    }

    @Test
    void aScriptThatIsNotThereIsRefused() {
        assertThat(refusals(outside(), Map.of("EXTERNAL_DATABASE_RESTORE_SCRIPT", "/no/such/script --now")))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal).hasMessageContaining("/no/such/script"));
    }

    @Test
    void aBinaryDumpIsRestoredToItsOwnKindOnly() {
        assertThat(refusals(outside().holds(SENTINEL).holds(BINARY), Map.of()))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal).hasMessageContaining("binary dump"));
        assertThat(refusals(new Planned().holds(BINARY), Map.of()))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.hint()).contains("mysql.backup.binary true"));
        assertThat(refusals(new Planned().holds(BINARY).takesBinaryDumps(true), Map.of()))
                .isEmpty();
        assertThat(refusals(new Planned().holds(BINARY).takesBinaryDumps(null), Map.of()))
                .as("not known")
                .isEmpty();
    }

    @Test
    void nothingCrossesBetweenInsideAndOutsideOnAConfiguredTarget() {
        for (Planned planned : List.of(
                new Planned().hasMysqlOutside(true), outside().holds(SENTINEL).hasMysqlOutside(false))) {
            assertThat(refusals(planned, SCRIPT))
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.hint()).contains("--skip-mysql"));
            assertThat(refusals(planned.skipsMysql(), SCRIPT)).isEmpty();
            assertThat(refusals(planned.withSettings(), SCRIPT))
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal).hasMessageContaining("does not restore settings across"));
            assertThat(refusals(planned.isNew(), SCRIPT)).as("a new appliance").isEmpty();
        }
    }

    @Test
    void whatIsNotKnownIsNoReason() {
        assertThat(refusals(new Planned().database(DatabasePlace.UNKNOWN).hasMysqlOutside(true), Map.of()))
                .isEmpty();
        assertThat(refusals(new Planned().hasMysqlOutside(null), Map.of())).isEmpty();
    }

    private static Planned outside() {
        return new Planned().database(DatabasePlace.EXTERNAL).hasMysqlOutside(true);
    }

    private static List<Failure> refusals(Planned planned, Map<String, String> options) {
        return new DatabaseRules(planned.selected(), planned.target(), planned.choices(), options).refusals();
    }
}
