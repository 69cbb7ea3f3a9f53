package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftToDoTest {
    private static final String PRODUCTION = "github.example.com";

    @Test
    void onAnApplianceThatWasSetUpMaintenanceIsLiftedAndTheNameMoved() {
        assertThat(left(new Planned()))
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("GitHub Connect was taken off"),
                        what -> assertThat(what).startsWith("set up high availability"),
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
        assertThat(left(new Planned().happened(Events.MAINTENANCE_LIFTED, Map.of())))
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

        assertThat(LeftToDo.after(
                                new Planned().plan(),
                                Optional.of(seen),
                                new Planned().run(Run.Kind.RESTORE),
                                PRODUCTION)
                        .get(0))
                .contains(Planned.KEY.fingerprint(), "ghe-keeper appliance trust " + Planned.HOST + " --yes --replace");
    }

    @Test
    void aHostKeyThatWePinnedIsLeftToOtherMachines() {
        RestoredFacts seen = Planned.restored(false, "3.11.0", Planned.UUID, "complete", 10L);
        Run run = new Planned().happened(Events.HOST_KEY_PINNED, Map.of()).run(Run.Kind.RESTORE);

        assertThat(LeftToDo.after(new Planned().plan(), Optional.of(seen), run, PRODUCTION)
                        .get(0))
                .contains(Planned.KEY.fingerprint(), "other machines")
                .doesNotContain("trust");
    }

    @Test
    void aDrillsApplianceIsLeftAlone() {
        assertThat(LeftToDo.after(
                        new Planned().plan(),
                        Optional.of(Planned.restored()),
                        new Planned().run(Run.Kind.DRILL),
                        PRODUCTION))
                .singleElement()
                .asString()
                .startsWith("leave " + Planned.HOST + " in maintenance mode");
    }

    private static List<String> left(Planned planned) {
        return LeftToDo.after(
                planned.plan(), Optional.of(Planned.restored()), planned.run(Run.Kind.RESTORE), PRODUCTION);
    }
}
