package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StorePlannerTest {
    private final Given volume = new Given();
    private final List<String> inStore = new ArrayList<>();
    private Set<String> damaged = Set.of();
    private RetentionSettings.KeepRule onVolume = Given.last(1);
    private Instant now = Given.NOW;

    private static SnapshotFacts sealed(int age, SnapshotState state) {
        return Given.with(
                Given.snapshot(Given.NOW.minus(Duration.ofDays(age)), state),
                new Evidence(
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    private static String id(int age) {
        return Given.id(Duration.ofDays(age));
    }

    private void stored(int... ages) {
        for (int age : ages) {
            inStore.add(id(age));
        }
    }

    private RetentionPlan plan(RetentionSettings.KeepRule... keep) {
        return new StorePlanner(
                        Given.settings(ZoneOffset.UTC, onVolume),
                        new StoreRetentionSettings(List.of(keep), Duration.ofDays(14)))
                .plan(volume.facts(), inStore, damaged, StorePlannerTest::gone, now);
    }

    private static SnapshotFacts gone(String id) {
        for (int age = 0; age < 400; age++) {
            if (id(age).equals(id)) {
                SnapshotFacts one = Given.snapshot(Given.NOW.minus(Duration.ofDays(age)), SnapshotState.GOOD);
                return Given.with(one, new SnapshotFacts.ProvenFacts(false, false, SnapshotFacts.ArchiveCopy.PROVEN));
            }
        }
        throw new IllegalArgumentException(id);
    }

    private List<String> givenUp(RetentionSettings.KeepRule... keep) {
        return plan(keep).deleted().stream().map(PlannedSnapshot::id).toList();
    }

    private Set<ReasonCode> reasons(RetentionPlan plan, int age) {
        return plan.snapshots().stream()
                .filter(one -> one.id().equals(id(age)))
                .flatMap(one -> one.reasons().stream())
                .map(RetentionReason::code)
                .collect(Collectors.toSet());
    }

    @Test
    void theStoreHasAPolicyOfItsOwn() {
        volume.add(sealed(0, SnapshotState.GOOD));
        stored(0, 100, 200, 300);

        assertThat(givenUp(Given.last(3))).containsExactly(id(300));
        assertThat(reasons(plan(Given.last(3)), 200)).containsExactly(ReasonCode.POLICY);
    }

    @Test
    void aCopyThatIsDamagedInTheStoreTakesNoGoodOnesPlace() {
        volume.add(sealed(0, SnapshotState.GOOD));
        stored(0, 100, 200, 300);
        damaged = Set.of(id(100));

        assertThat(givenUp(Given.last(2))).containsExactly(id(300));
    }

    @Test
    void whatTheVolumeIsToHaveAndLacksStaysInTheStore() {
        onVolume = Given.last(2);
        volume.add(sealed(0, SnapshotState.GOOD));
        stored(0, 100, 200);

        assertThat(reasons(plan(Given.last(1)), 100)).containsExactly(ReasonCode.VOLUME_UNPROVEN);
        assertThat(givenUp(Given.last(1))).containsExactly(id(200));
    }

    @Test
    void whatIsDamagedOrUnsealedOnTheVolumeStaysInTheStore() {
        onVolume = Given.last(9);
        volume.add(sealed(0, SnapshotState.GOOD))
                .add(sealed(100, SnapshotState.DAMAGED))
                .add(sealed(200, SnapshotState.GOOD))
                .state(Duration.ofDays(300), SnapshotState.GOOD);
        stored(0, 100, 200, 300);

        assertThat(givenUp(Given.last(1))).containsExactly(id(200));
        assertThat(RetentionPlan.words(plan(Given.last(1)).snapshots().get(1).reasons()))
                .isEqualTo("retention.policy wants it on the volume, where it is damaged");
        assertThat(RetentionPlan.words(plan(Given.last(1)).snapshots().get(3).reasons()))
                .isEqualTo("retention.policy wants it on the volume, where it has no seal");
    }

    @Test
    void theNewestAndWhatIsPinnedStay() {
        volume.add(Given.with(sealed(300, SnapshotState.GOOD), Given.pinned(Optional.empty())))
                .add(sealed(0, SnapshotState.GOOD));
        stored(100, 200, 300);

        RetentionPlan plan = plan(Given.last(1));

        assertThat(reasons(plan, 300)).containsExactly(ReasonCode.PINNED);
        assertThat(reasons(plan, 100)).contains(ReasonCode.NEWEST_GOOD, ReasonCode.NEWEST_ARCHIVED);
        assertThat(givenUp(Given.last(1))).containsExactly(id(200));
    }

    @Test
    void nothingIsGivenUpAfterABadBackupOrByAWrongClock() {
        volume.add(sealed(0, SnapshotState.GOOD)).lastBackup(RunFacts.BackupEnd.SUSPECT);
        stored(0, 100, 200);
        assertThat(givenUp(Given.last(1))).isEmpty();

        volume.lastBackup(RunFacts.BackupEnd.GOOD);
        assertThat(givenUp(Given.last(1))).isNotEmpty();
        now = Given.NOW.minus(Duration.ofDays(2));
        assertThat(plan(Given.last(1)).halts())
                .extracting(RetentionReason::code)
                .contains(ReasonCode.CLOCK_WRONG);
        assertThat(givenUp(Given.last(1))).isEmpty();
    }
}
