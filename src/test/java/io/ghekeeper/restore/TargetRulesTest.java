package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.release.ReleaseTables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRulesTest {
    @Test
    void aTargetThatFitsIsNotRefused() {
        assertThat(refusals(new Planned())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v3.11.0, 3.11.0", "v3.11.0, 3.11.9", "v3.11.9, 3.12.0", "v3.9.4, 3.11.0", "3.10.0, 3.12.1"})
    void theSameReleaseAndUpToTwoNewerOnesFit(String snapshot, String target) {
        assertThat(refusals(new Planned().from(snapshot).onto(target))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "v3.11.0, 3.10.9, the target is older",
        "v3.11.4, 3.11.3, the target is older",
        "v4.0.0, 3.19.0, the target is older",
        "v3.8.9, 3.11.0, more than 2 feature releases ahead",
        "v3.19.0, 4.0.0, more than 2 feature releases ahead"
    })
    void anOlderReleaseAndOneThatIsTooFarAheadDoNot(String snapshot, String target, String why) {
        Failure refusal = only(new Planned().from(snapshot).onto(target), FailureKind.TARGET_UNFIT);

        assertThat(refusal).hasMessageContainingAll(Planned.HOST, target, Planned.SNAPSHOT, why);
        assertThat(refusal.hint()).startsWith("Install GHES " + snapshot.replaceAll("v?(\\d+\\.\\d+).*", "$1") + " ");
    }

    @ParameterizedTest
    @CsvSource({"3.22.1, 3.22", "3.21.6, 3.21 to 3.22", "3.20.4, 3.20 to 3.22", "3.11.0, 3.11 to 3.13"})
    void theHintNamesNoReleaseThatIsNotThere(String snapshot, String releases) {
        assertThat(only(new Planned().from(snapshot).onto("3.9.0"), FailureKind.TARGET_UNFIT)
                        .hint())
                .isEqualTo("Install GHES " + releases + " on the target, not older than " + snapshot + ".");
    }

    @Test
    void withoutBothReleasesItIsUnknown() {
        assertThat(only(new Planned().onto(null), FailureKind.TARGET_UNFIT))
                .hasMessageContaining("the release of " + Planned.HOST);
        assertThat(only(new Planned().from("nonsense"), FailureKind.TARGET_UNFIT))
                .hasMessageContaining("the release of snapshot " + Planned.SNAPSHOT);
    }

    @Test
    void replicationIsRefusedWhateverIsChosen() {
        only(new Planned().setsMaintenance().replicates(), FailureKind.TARGET_REPLICATES);
    }

    @Test
    void maintenanceModeIsNeededUnlessTheTargetIsNewOrItMayBeSet() {
        only(new Planned().inService(), FailureKind.TARGET_NOT_IN_MAINTENANCE);
        assertThat(refusals(new Planned().inService().setsMaintenance())).isEmpty();
        assertThat(refusals(new Planned().isNew())).isEmpty();
    }

    @Test
    void whatIsThereIsReplacedSoItsRoomCounts() {
        assertThat(refusals(new Planned().needs(1_000L).room(100L, 1_000L))).isEmpty();
        assertThat(only(new Planned().needs(1_000L).room(100L, 999L), FailureKind.TARGET_FULL))
                .hasMessageContaining("needs about 1.1 KiB");
    }

    @Test
    void roomThatIsNotKnownIsNoRefusal() {
        assertThat(refusals(new Planned().needs(null))).isEmpty();
        assertThat(refusals(new Planned().room(null, null))).isEmpty();
        assertThat(refusals(new Planned().room(0L, null))).isEmpty();
    }

    @Test
    void aClustersSnapshotNeedsACluster() {
        only(new Planned().holds("cluster.conf"), FailureKind.TARGET_UNFIT);
        assertThat(refusals(new Planned().holds("cluster.conf").isCluster())).isEmpty();
    }

    @Test
    void actionsMustBeOnWhereTheSnapshotHasThemAndTheTargetIsSetUp() {
        only(new Planned().holds("mssql"), FailureKind.TARGET_UNFIT);
        only(new Planned().holds("actions"), FailureKind.TARGET_UNFIT);
        assertThat(refusals(new Planned().holds("actions").hasActions())).isEmpty();
        assertThat(refusals(new Planned().holds("actions").isNew())).isEmpty();
    }

    @Test
    void allThatIsAgainstItIsReported() {
        assertThat(refusals(
                        new Planned().onto("3.10.0").replicates().inService().room(1L, 1L)))
                .extracting(Failure::kind)
                .containsExactly(
                        FailureKind.TARGET_UNFIT,
                        FailureKind.TARGET_REPLICATES,
                        FailureKind.TARGET_NOT_IN_MAINTENANCE,
                        FailureKind.TARGET_FULL);
    }

    private static Failure only(Planned planned, FailureKind kind) {
        List<Failure> refusals = refusals(planned);
        assertThat(refusals).singleElement().extracting(Failure::kind).isEqualTo(kind);
        return refusals.get(0);
    }

    private static List<Failure> refusals(Planned planned) {
        return TargetRules.refusals(planned.selected(), planned.target(), planned.choices(), ReleaseTables.own());
    }
}
