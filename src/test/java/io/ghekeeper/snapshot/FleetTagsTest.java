package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTagsTest {
    private static FleetTags of(String key, String value) {
        return FleetTags.of(Map.of(key, value));
    }

    @Test
    void withoutTagsTheConfigurationDecides() {
        FleetTags none = FleetTags.of(Map.of("Name", "data"));

        assertThat(none.never()).isFalse();
        assertThat(none.hours()).isEmpty();
        assertThat(none.keepFor()).isEmpty();
        assertThat(none.problems()).isEmpty();
    }

    @Test
    void aScheduleIsHoursOfTheDay() {
        assertThat(of(FleetTags.SCHEDULE, "00 08 16").hours()).containsExactly(0, 8, 16);
        assertThat(of(FleetTags.SCHEDULE, " 23,7,  7 ").hours()).containsExactly(7, 23);
        assertThat(of(FleetTags.SCHEDULE, "00 08 16").problems()).isEmpty();
    }

    @Test
    void goodHoursHoldBesideBadOnesWhichAreNamed() {
        FleetTags some = of(FleetTags.SCHEDULE, "08 24 noon");

        assertThat(some.hours()).containsExactly(8);
        assertThat(some.problems()).singleElement().asString().contains("08 24 noon", "only its hours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "24", "-1", "never", "8h", "08:00", "100", "\u0660\u0661", "\u001b[31m"})
    void aScheduleOfOnlyBadHoursFallsBackAndNeverMeansNever(String value) {
        FleetTags bad = of(FleetTags.SCHEDULE, value);

        assertThat(bad.hours()).isEmpty();
        assertThat(bad.never()).isFalse();
        assertThat(bad.problems())
                .singleElement()
                .asString()
                .contains("native.schedule holds")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "YES", " 1 "})
    void neverIsSaidInWordsThatMeanYes(String value) {
        assertThat(of(FleetTags.NEVER, value).never()).isTrue();
        assertThat(of(FleetTags.NEVER, value).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "No", "0"})
    void neverIsDeniedInWordsThatMeanNo(String value) {
        assertThat(of(FleetTags.NEVER, value).never()).isFalse();
        assertThat(of(FleetTags.NEVER, value).problems()).isEmpty();
    }

    @Test
    void aNeverThatCannotBeReadTakesSnapshotsAndIsNamed() {
        FleetTags odd = of(FleetTags.NEVER, "maybe");

        assertThat(odd.never()).isFalse();
        assertThat(odd.problems()).singleElement().asString().contains("maybe", "snapshots are taken");
    }

    @Test
    void retentionIsWholeDays() {
        assertThat(of(FleetTags.RETENTION_DAYS, "14").keepFor()).contains(Duration.ofDays(14));
        assertThat(of(FleetTags.RETENTION_DAYS, " 3650 ").keepFor()).contains(Duration.ofDays(3650));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-3", "3651", "14d", "1e3", "99999999999"})
    void aRetentionThatCannotBeReadFallsBackAndIsNamed(String value) {
        FleetTags bad = of(FleetTags.RETENTION_DAYS, value);

        assertThat(bad.keepFor()).isEmpty();
        assertThat(bad.problems()).singleElement().asString().contains("native.keep-for holds");
    }

    @Test
    void aLongValueIsCutWhereItIsShown() {
        assertThat(of(FleetTags.SCHEDULE, "x".repeat(256)).problems())
                .singleElement()
                .asString()
                .hasSizeLessThan(140);
    }
}
