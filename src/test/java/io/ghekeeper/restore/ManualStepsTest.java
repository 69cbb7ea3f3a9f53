package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManualStepsTest {
    private static final String PRODUCTION = "github.example.com";

    @Test
    void onAnApplianceThatWasSetUpMaintenanceIsLiftedAndTheNameMoved() {
        assertThat(left(new Planned()))
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("GitHub Connect was taken off"),
                        what -> assertThat(what).startsWith("set up high availability"),
                        what -> assertThat(what).endsWith("Remove it on " + Planned.HOST + ": ghe-repl-teardown"),
                        what -> assertThat(what)
                                .endsWith("lift maintenance mode on " + Planned.HOST + ": ghe-maintenance -u"),
                        what -> assertThat(what)
                                .startsWith("let the DNS name of " + PRODUCTION + " point to " + Planned.HOST));
    }

    @Test
    void aNewOneStartsOnlyWhenItsSettingsAreSaved() {
        assertThat(left(new Planned().isNew()))
                .anyMatch(what -> what.startsWith("open https://" + Planned.HOST + "/setup/settings"))
                .noneMatch(what -> what.contains("ghe-maintenance"))
                .noneMatch(what -> what.contains("GitHub Connect"));
    }

    @Test
    void settingsThatCameAlongAreReviewed() {
        assertThat(left(new Planned().withSettings()))
                .anyMatch(what -> what.contains("review the settings, which are the snapshot's now"));
    }

    @Test
    void maintenanceModeThatIsLiftedIsNotLeft() {
        assertThat(left(new Planned().happened("maintenance lifted", Map.of())))
                .noneMatch(what -> what.contains("ghe-maintenance"));
    }

    @Test
    void whatTheSnapshotHoldsSaysMore() {
        assertThat(left(new Planned().holds("actions"))).anyMatch(what -> what.contains("self-hosted Actions runner"));
        assertThat(left(new Planned())).noneMatch(what -> what.contains("runner") || what.contains("search"));
        assertThat(left(new Planned().without("elasticsearch"))).anyMatch(what -> what.contains("search indices"));
    }

    @Test
    void onTheProductionApplianceItselfTheNameStays() {
        assertThat(left(new Planned().isProduction())).noneMatch(what -> what.contains("DNS"));
    }

    @Test
    void aHostKeyThatIsNotPinnedIsTheFirstThing() {
        RestoredFacts seen = Planned.restored(false, "3.11.0", Planned.UUID, "complete", 10L);

        assertThat(ManualSteps.after(
                                new Planned().plan(),
                                Optional.of(seen),
                                new Planned().run(Run.Kind.RESTORE),
                                false,
                                PRODUCTION)
                        .get(0))
                .contains(Planned.KEY.fingerprint(), "ghe-keeper appliance trust " + Planned.HOST + " --yes --replace");
    }

    @Test
    void aHostKeyThatWePinnedIsLeftToOtherMachines() {
        RestoredFacts seen = Planned.restored(false, "3.11.0", Planned.UUID, "complete", 10L);
        Run run = new Planned().happened("host key pinned", Map.of()).run(Run.Kind.RESTORE);

        assertThat(ManualSteps.after(new Planned().plan(), Optional.of(seen), run, false, PRODUCTION)
                        .get(0))
                .contains(Planned.KEY.fingerprint(), "other machines")
                .doesNotContain("trust");
    }

    @Test
    void aDrillsApplianceIsLeftAlone() {
        assertThat(ManualSteps.after(
                        new Planned().plan(),
                        Optional.of(Planned.restored()),
                        new Planned().run(Run.Kind.DRILL),
                        false,
                        PRODUCTION))
                .singleElement()
                .asString()
                .startsWith("leave " + Planned.HOST + " in maintenance mode");
    }

    @ParameterizedTest
    @CsvSource({
        "3.12.1, 3.12.4, false",
        "3.11.4, 3.13.0, true",
        "3.12.1, 3.13.0, true",
        "3.21.6, 3.22.1, true",
        "3.22.0, 4.0.0, true"
    })
    void theSearchIndicesAreRepairedFrom313On(String from, String to, boolean repaired) {
        assertThat(left(new Planned().from(from).onto(to)).stream()
                        .anyMatch(what -> what.endsWith(": /usr/local/share/enterprise/ghe-es-search-repair")))
                .isEqualTo(repaired);
    }

    @ParameterizedTest
    @CsvSource({
        "3.20.8, false",
        "3.20.9, true",
        "3.20.10, false",
        "3.21.5, true",
        "3.21.6, false",
        "3.21.7, true",
        "3.22.0, true",
        "3.22.2, true",
        "3.22.3, false"
    })
    void storageIsCountedWhereARestoreMayLeaveItOut(String to, boolean named) {
        Planned planned = new Planned().from("3.20.1").onto(to);

        assertThat(left(planned).stream().filter(what -> what.contains("find /data/user/storage")))
                .hasSize(named ? 1 : 0)
                .allMatch(what -> what.contains("GHES " + to) && what.contains("may leave out"));
        assertThat(ManualSteps.before(planned.situation()).stream().filter(what -> what.contains("storage directory")))
                .hasSize(named ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "3.12.0, 3.13.5, true",
        "3.11.9, 3.13.5, true",
        "3.13.4, 3.13.5, false",
        "3.12.7, 3.14.2, true",
        "3.13.1, 3.14.2, true",
        "3.14.1, 3.14.2, false",
        "3.12.0, 3.13.6, false"
    })
    void npmMayRefuseToPublishInTwoPatchReleases(String from, String to, boolean named) {
        assertThat(left(new Planned().from(from).onto(to)).stream().filter(what -> what.contains("401")))
                .hasSize(named ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"3.6.9, 3.8.0, false", "3.7.0, 3.9.0, true", "3.9.12, 3.11.0, true", "3.10.0, 3.11.0, false"})
    void keysOfEncryptedColumnsMayLackIn37To39(String from, String to, boolean named) {
        Planned planned = new Planned().from("v" + from).onto(to);

        assertThat(left(planned).stream().filter(what -> what.contains("encrypted columns")))
                .hasSize(named ? 1 : 0);
        assertThat(ManualSteps.before(planned.situation()).stream().filter(what -> what.contains("encrypted columns")))
                .hasSize(named ? 1 : 0);
    }

    @Test
    void aClusterIsWarnedThatItsStorageNodesMustBeReached() {
        assertThat(ManualSteps.before(new Planned().isCluster().situation()))
                .anyMatch(what -> what.contains("this host must reach them all"));
        assertThat(left(new Planned().isCluster())).noneMatch(what -> what.contains("ghe-repl-teardown"));
    }

    @Test
    void theExternalStorageOfActionsComesBeforeTheRestore() {
        assertThat(ManualSteps.before(new Planned().holds("actions").situation()))
                .singleElement()
                .asString()
                .contains("external storage of Actions", "before the restore");
        assertThat(ManualSteps.before(new Planned().situation())).isEmpty();
    }

    @Test
    void thePasswordOfTheConsoleIsTheSnapshotsUnlessAnOptionKeepsIt() {
        Planned planned = new Planned().holds("manage-password");
        Map<String, String> kept = Map.of("GHE_MANAGE_CONSOLE_PW_RESTORE", "false");

        assertThat(left(planned)).anyMatch(what -> what.contains("password of the Management Console"));
        assertThat(ManualSteps.after(
                        planned.plan(),
                        Optional.of(Planned.restored()),
                        planned.run(Run.Kind.RESTORE),
                        Planned.engine().keepsConsolePassword(kept).isPresent(),
                        PRODUCTION))
                .noneMatch(what -> what.contains("Management Console"));
        assertThat(ExcludedData.in(planned.selected(), Planned.engine(), kept))
                .anyMatch(what -> what.contains("GHE_MANAGE_CONSOLE_PW_RESTORE=false"));
        assertThat(ExcludedData.in(planned.selected(), Planned.engine(), Map.of()))
                .noneMatch(what -> what.contains("Management Console"));
        assertThat(ExcludedData.in(new Planned().selected(), Planned.engine(), Map.of()))
                .anyMatch(what -> what.contains("Management Console: this snapshot has none"));
    }

    @Test
    void noSnapshotHoldsNetworkSettingsOrAnIndexBucket() {
        assertThat(ExcludedData.in(new Planned().selected(), Planned.engine(), Map.of()))
                .anyMatch(what -> what.startsWith("the network settings"))
                .noneMatch(what -> what.startsWith("search indices"));
        assertThat(ExcludedData.in(
                        new Planned().selected(), Planned.engine(), Map.of("GHE_ES_BACKUP_STRATEGY", "snapshot")))
                .anyMatch(what -> what.startsWith("search indices") && what.contains("your own bucket"));
    }

    @Test
    void everyRowFillsInAllItsNamesAndIsOneSentenceWithoutAFullStop() {
        for (ManualStep step : ManualStepTable.all()) {
            assertThat(step.words(new Planned().situation()))
                    .doesNotContain("{", "}")
                    .doesNotEndWith(".");
        }
    }

    private static List<String> left(Planned planned) {
        return ManualSteps.after(
                planned.plan(), Optional.of(Planned.restored()), planned.run(Run.Kind.RESTORE), false, PRODUCTION);
    }
}
