package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.history.SnapshotEntry.SnapshotState;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnarchivedSnapshotsTest {
    private static final String STORE = "s3://bucket/prefix";
    private static final RetentionSettings VOLUME = Given.settings(ZoneOffset.UTC, Given.last(2));
    private static final Duration SPARE = Duration.ofDays(3);

    private final Given given = new Given();

    private static Evidence archived(String store) {
        return new Evidence(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ArchivedCopy(store, Given.NOW, "a-run", Optional.empty())),
                List.of(),
                Optional.empty());
    }

    private static SnapshotFacts day(int age) {
        return Given.snapshot(Given.NOW.minus(Duration.ofDays(age)), SnapshotState.GOOD);
    }

    private List<String> deleted(boolean full, RetentionSettings.KeepRule... keep) {
        RetentionFacts facts = new UnarchivedSnapshots(
                        VOLUME, new StoreRetentionSettings(List.of(keep), SPARE), STORE, () -> full)
                .apply(given.facts());
        return new RetentionPlanner(VOLUME)
                .plan(facts).deleted().stream().map(PlannedSnapshot::id).toList();
    }

    private static String id(int age) {
        return Given.id(Duration.ofDays(age));
    }

    /** The last 2 of three days ago are those of the days 3 and 4; what is older went longer ago. */
    @Test
    void whatTheStoreIsToHaveWaitsForItSoLongAfterThePolicyGaveItUp() {
        given.goodDays(8);

        assertThat(deleted(false, Given.last(9))).containsExactly(id(5), id(6), id(7));
    }

    @Test
    void whatIsArchivedDoesNotWait() {
        given.add(day(0)).add(day(1)).add(Given.with(day(2), archived(STORE))).add(day(3));
        given.add(Given.with(day(4), archived(STORE)));
        given.add(Given.with(day(5), archived("s3://another/store")));

        assertThat(deleted(false, Given.last(9))).containsExactly(id(2), id(4), id(5));
    }

    @Test
    void aCopyInAnotherStoreIsNoneHere() {
        given.add(day(0)).add(day(1)).add(Given.with(day(2), archived("s3://another/store")));
        given.add(Given.with(day(3), archived(STORE)));

        assertThat(deleted(false, Given.last(9))).containsExactly(id(3));
        assertThat(deleted(true, Given.last(9))).containsExactly(id(2), id(3));
    }

    @Test
    void whatTheStoreIsNotToHaveDoesNotWait() {
        given.goodDays(5);

        assertThat(deleted(false, Given.last(3))).containsExactly(id(3), id(4));
    }

    @Test
    void nothingWaitsWithoutAPolicyOfTheStoreOrWhereTheVolumeIsFull() {
        given.goodDays(4);

        assertThat(deleted(false)).containsExactly(id(2), id(3));
        assertThat(deleted(true, Given.last(9))).containsExactly(id(2), id(3));
    }

    /** Each backup of the day would wait for an archive that is made once a day. */
    @Test
    void anotherOneOfADayThatTheStoreHasDoesNotWait() {
        given.add(day(0)).add(Given.with(day(1), archived(STORE)));
        given.good("2026-11-27T20:00:00Z");
        given.add(
                Given.with(Given.snapshot(Instant.parse("2026-11-27T10:00:00Z"), SnapshotState.GOOD), archived(STORE)));
        given.good("2026-11-26T20:00:00Z");

        assertThat(deleted(false, Given.each(CalendarUnit.DAILY, 9)))
                .containsExactly("20261127T200000", "20261127T100000");
    }

    @Test
    void aDeadStoreKeepsABoundedNumberOnTheVolume() {
        given.goodDays(200);

        assertThat(deleted(false, Given.last(500))).hasSize(195);
    }
}
