package io.ghekeeper.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
    private static final Optional<Upgrade.GoodSnapshot> PROVEN =
            Optional.of(new Upgrade.GoodSnapshot("20261128T031700", Optional.of("a-drill")));

    @Test
    void anUpgradeThatTheEngineServesAndADrillPrecedesHasNothingAgainstIt() {
        Upgrade upgrade = upgrade("3.19.2", "3.20", "3.21.1", PROVEN, "3.19.2", "3.18.0");

        assertThat(upgrade.objections()).isEmpty();
        assertThat(upgrade.direct()).isEqualTo(2);
        assertThat(upgrade.stranded()).isEmpty();
    }

    @Test
    void noBackupUtilsServes322() {
        Upgrade upgrade = upgrade("3.21.6", "3.22", "3.21.1", PROVEN, "3.21.6");

        assertThat(upgrade.objections()).singleElement().asString().contains("3.22 or later", "Backup Service");
        assertThat(upgrade.servesNow()).contains(true);
        assertThat(upgrade.servesAfter()).contains(false);
    }

    @Test
    void anEngineThatDoesNotServeTheNewReleaseIsReplacedFirst() {
        assertThat(upgrade("3.18.4", "3.19", "3.18.4", PROVEN).objections())
                .singleElement()
                .asString()
                .contains("backup-utils 3.18.4 does not serve GHES 3.19", "install backup-utils 3.19 to 3.21 first");
    }

    @Test
    void oldSnapshotsGoThroughAReleaseThatTakesThem() {
        Upgrade upgrade = upgrade("3.20.4", "3.22", "3.21.1", PROVEN, "3.20.4", "3.19.2", "v3.16.1", "4.0.0");

        assertThat(upgrade.direct()).isEqualTo(1);
        assertThat(upgrade.stranded())
                .extracting(stranded -> stranded.of() + " by " + stranded.onto() + " and " + stranded.then())
                .containsExactly("3.16 by 3.18 and [3.20, 3.22]", "3.19 by 3.21 and [3.22]");
        assertThat(upgrade.undecided()).containsExactly("snapshot-3");
    }

    @Test
    void aSnapshotThatNothingHasProvenSpeaksAgainstIt() {
        assertThat(upgrade("3.19.2", "3.20", "3.21.1", Optional.empty()).objections())
                .singleElement()
                .asString()
                .contains("no good snapshot");
        assertThat(upgrade(
                                "3.19.2",
                                "3.20",
                                "3.21.1",
                                Optional.of(new Upgrade.GoodSnapshot("20261128T031700", Optional.empty())))
                        .objections())
                .singleElement()
                .asString()
                .contains("ghe-keeper drill");
    }

    @Test
    void anUnknownEngineIsNotCalledFit() {
        assertThat(upgrade("3.19.2", "3.20", null, PROVEN).objections())
                .singleElement()
                .asString()
                .contains("unknown");
    }

    private static Upgrade upgrade(
            String from, String to, String engine, Optional<Upgrade.GoodSnapshot> lastGood, String... snapshots) {
        List<Upgrade.HeldSnapshot> held = java.util.stream.IntStream.range(0, snapshots.length)
                .mapToObj(i -> new Upgrade.HeldSnapshot("snapshot-" + i, Release.read(snapshots[i])))
                .toList();
        return new Upgrade(
                ReleaseTables.own(),
                TODAY,
                Release.read(from).orElseThrow(),
                FeatureRelease.read(to).orElseThrow(),
                Optional.ofNullable(engine).flatMap(Release::read),
                held,
                lastGood);
    }
}
