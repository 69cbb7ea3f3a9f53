package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.nativesnapshot.ExpiryPlan.PlannedExpiry;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which native snapshots go, and which stay. */
class ExpiryPlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String OTHER_VOLUME = "vol-0123456789abcdef1";
    private static final String BACKUP = "20260102T030405";
    private static final ExpirySettings LAST_ONE = new ExpirySettings(1, Optional.empty());
    private static final ExpirySettings A_MONTH = new ExpirySettings(1, Optional.of(Duration.ofDays(30)));

    private final Map<String, SnapshotLock> locks = new HashMap<>();
    private final Map<String, List<String>> images = new HashMap<>();
    private final Map<String, Evidence> evidence = new HashMap<>();

    private static EbsSnapshot snapshot(int number, int days, String state, Map<String, String> more) {
        Map<String, String> tags = new HashMap<>(
                Map.of(NativeTags.LABEL, "ghe-backup", NativeTags.RUN, "run-" + number, NativeTags.BACKUP, BACKUP));
        tags.putAll(more);
        tags.values().removeIf("none"::equals);
        String volume = tags.getOrDefault("volume", VOLUME);
        tags.remove("volume");
        return new EbsSnapshot(
                String.format("snap-%017x", number),
                volume,
                state,
                NOW.minus(Duration.ofDays(days)),
                OptionalInt.of(100),
                200,
                "",
                tags);
    }

    private static EbsSnapshot completed(int days, String... more) {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            tags.put(more[i], more[i + 1]);
        }
        return snapshot(days, days, EbsSnapshot.COMPLETED, tags);
    }

    private ExpiryPlan plan(ExpirySettings settings, EbsSnapshot... snapshots) {
        return new ExpiryPlanner("ghe-backup", settings)
                .plan(new ExpiryFacts(List.of(snapshots), locks, images, evidence, NOW));
    }

    /** What is said of the oldest one, which would go but for what it has. */
    private PlannedExpiry oldest(ExpirySettings settings, EbsSnapshot old) {
        ExpiryPlan plan = plan(settings, completed(1, NativeTags.BACKUP, "20261127T000000"), old);
        assertThat(plan.snapshots().get(0).reason()).isEqualTo(ExpiryReason.NEWEST_COMPLETED);
        return plan.snapshots().get(1);
    }

    private ExpiryReason reason(ExpirySettings settings, EbsSnapshot old) {
        return oldest(settings, old).reason();
    }

    /** It replaces no backup: the volume of an appliance has a series of its own. */
    @Test
    void theWayBackOfAnApplianceIsCountedByItsOwnVolume() {
        String[] undo = {NativeTags.BACKUP, "none", "volume", OTHER_VOLUME, NativeTags.UNDO, "before-upgrade"};

        ExpiryPlan plan = plan(LAST_ONE, completed(5), completed(9), completed(1, undo), completed(3, undo));

        assertThat(plan.snapshots().stream()
                        .filter(one -> !one.isDeleted())
                        .map(one -> one.snapshot().id()))
                .containsExactly(String.format("snap-%017x", 1), String.format("snap-%017x", 5));
    }

    @Test
    void deletesWhatIsBeyondTheNewestAndOld() {
        PlannedExpiry old = oldest(LAST_ONE, completed(90));

        assertThat(old.reason()).isEqualTo(ExpiryReason.BEYOND_LIMITS);
        assertThat(old.words()).isEqualTo("number 2 of the newest, native.keep-last is 1");
    }

    @Test
    void neverDeletesTheNewestCompletedOneHoweverOldOrExpired() {
        ExpiryPlan plan = plan(LAST_ONE, completed(900, NativeTags.EXPIRY, "2025-01-01"));

        assertThat(plan.deleted()).isEmpty();
        assertThat(plan.snapshots().get(0).reason()).isEqualTo(ExpiryReason.NEWEST_COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {EbsSnapshot.PENDING, EbsSnapshot.ERROR, "recoverable", "recovering"})
    void whatIsNotCompletedIsNeverCountedAsTheNewest(String state) {
        ExpiryPlan plan = plan(LAST_ONE, snapshot(1, 1, state, Map.of()), completed(90), completed(91));

        assertThat(plan.snapshots().get(0).isDeleted()).isFalse();
        assertThat(plan.snapshots().get(1).reason()).isEqualTo(ExpiryReason.NEWEST_COMPLETED);
        assertThat(plan.deleted()).hasSize(1);
    }

    @Test
    void keepsAsManyOfTheNewestAsConfigured() {
        EbsSnapshot[] many = IntStream.rangeClosed(1, 9)
                .mapToObj(day -> completed(day * 100))
                .toArray(EbsSnapshot[]::new);

        ExpiryPlan plan = plan(new ExpirySettings(7, Optional.empty()), many);

        assertThat(plan.kept()).isEqualTo(7);
        assertThat(plan.deleted())
                .extracting(EbsSnapshot::started)
                .containsExactly(NOW.minus(Duration.ofDays(900)), NOW.minus(Duration.ofDays(800)));
    }

    @ParameterizedTest
    @CsvSource({"ghe-keeper-appliance,another", "volume," + OTHER_VOLUME})
    void eachApplianceAndEachVolumeKeepsItsOwnNewest(String key, String value) {
        ExpiryPlan plan = plan(LAST_ONE, completed(1), completed(2), completed(90, key, value));

        assertThat(plan.deleted()).hasSize(1);
        assertThat(plan.snapshots().get(2).reason()).isEqualTo(ExpiryReason.NEWEST_COMPLETED);
    }

    @Test
    void keepsWhatIsYoungerThanKeepFor() {
        assertThat(reason(A_MONTH, completed(29))).isEqualTo(ExpiryReason.KEEP_FOR);
        assertThat(reason(A_MONTH, completed(30))).isEqualTo(ExpiryReason.BEYOND_LIMITS);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29, NOT_EXPIRED",
        "2026-11-28, NOT_EXPIRED",
        "2026-11-27, EXPIRED",
        "2026-11-28T12:00:01Z, NOT_EXPIRED",
        "2026-11-28T12:00:00Z, EXPIRED",
        "2026-11-28T13:30:00+02:00, EXPIRED"
    })
    void anExpiryTagIsABoundInBothDirections(String value, ExpiryReason reason) {
        assertThat(reason(A_MONTH, completed(90, NativeTags.EXPIRY, value))).isEqualTo(reason);
        assertThat(reason(A_MONTH, completed(5, NativeTags.EXPIRY, value)))
                .as("a young one, too")
                .isEqualTo(reason);
    }

    @Test
    void keepLastHoldsForAnExpiredOne() {
        ExpiryPlan plan = plan(
                new ExpirySettings(2, Optional.empty()), completed(1), completed(90, NativeTags.EXPIRY, "2026-01-01"));

        assertThat(plan.snapshots().get(1).reason()).isEqualTo(ExpiryReason.KEEP_LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "never", "2026-13-01", "31.12.2026", "\u001b[31m", "<script>alert(1)</script>"})
    void anExpiryThatCannotBeReadKeepsAndIsNamed(String value) {
        PlannedExpiry odd = oldest(LAST_ONE, completed(90, NativeTags.EXPIRY, value));

        assertThat(odd.reason()).isEqualTo(ExpiryReason.EXPIRY_UNREADABLE);
        assertThat(odd.words()).contains("snapshot_expiry").doesNotContain("\u001b");
    }

    @Test
    void aLongValueIsCutWhereItIsNamed() {
        PlannedExpiry odd = oldest(LAST_ONE, completed(90, NativeTags.EXPIRY, "x".repeat(256)));

        assertThat(odd.words()).hasSizeLessThan(120).contains("xxx...");
    }

    @Test
    void keepsWhatAPersonPinned() {
        assertThat(reason(LAST_ONE, completed(90, NativeTags.PIN, ""))).isEqualTo(ExpiryReason.PINNED);
    }

    @Test
    void keepsTheBackupThatIsPinnedHere() {
        Pin pin = new Pin(NOW, Optional.of(NOW.plusSeconds(1)), Optional.of("the audit"));
        evidence.put(BACKUP, new Evidence(Optional.of(pin), Optional.empty(), Optional.empty()));
        PlannedExpiry held = oldest(LAST_ONE, completed(90));

        assertThat(held.reason()).isEqualTo(ExpiryReason.BACKUP_PINNED);
        assertThat(held.words()).contains(BACKUP, "the audit");
    }

    @Test
    void aPinThatHasEndedKeepsNothing() {
        Pin pin = new Pin(NOW, Optional.of(NOW), Optional.empty());
        evidence.put(BACKUP, new Evidence(Optional.of(pin), Optional.empty(), Optional.empty()));

        assertThat(reason(LAST_ONE, completed(90))).isEqualTo(ExpiryReason.BEYOND_LIMITS);
    }

    @Test
    void keepsWhereThePinsCannotBeRead() {
        evidence.put(BACKUP, new Evidence(Optional.empty(), Optional.empty(), Optional.of("cannot be read: it broke")));

        assertThat(reason(LAST_ONE, completed(90))).isEqualTo(ExpiryReason.PIN_UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "governance,LOCKED",
        "compliance,LOCKED",
        "compliance-cooloff,LOCKED",
        "of-tomorrow,LOCKED",
        "expired,BEYOND_LIMITS"
    })
    void keepsWhatIsLocked(String state, ExpiryReason reason) {
        EbsSnapshot old = completed(90);
        locks.put(old.id(), new SnapshotLock(state, Optional.empty()));

        assertThat(reason(LAST_ONE, old)).isEqualTo(reason);
    }

    @Test
    void keepsWhatAnImageUses() {
        EbsSnapshot old = completed(90);
        images.put(old.id(), List.of("ami-0123456789abcdef0", "ami-0123456789abcdef1"));
        PlannedExpiry used = oldest(LAST_ONE, old);

        assertThat(used.reason()).isEqualTo(ExpiryReason.USED_BY_IMAGE);
        assertThat(used.words()).isEqualTo("image ami-0123456789abcdef0 and 1 other needs it");
    }

    @ParameterizedTest
    @CsvSource({
        "aws:dlm:lifecycle-policy-id,MANAGED_BY_OTHERS",
        "aws:backup:source-resource,MANAGED_BY_OTHERS",
        "aws:cloudformation:stack-name,MANAGED_BY_OTHERS",
        "ebs.csi.aws.com/cluster,MANAGED_BY_OTHERS"
    })
    void neverDeletesWhatOthersManageAlsoWithOurTags(String key, ExpiryReason reason) {
        assertThat(reason(LAST_ONE, completed(90, key, "x"))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "ghe-keeper-run,none",
        "ghe-keeper-run,''",
        "ghe-keeper-label,none",
        "ghe-keeper-label,ghe-backup-test",
        "ghe-keeper-label,GHE-BACKUP",
        "ghe-keeper-label,ghe-"
    })
    void neverDeletesWhatHasNotExactlyOurTags(String key, String value) {
        assertThat(reason(LAST_ONE, completed(90, key, value))).isEqualTo(ExpiryReason.NO_RUN);
    }

    @Test
    void deletesAFailedOneAfterAWeek() {
        assertThat(reason(LAST_ONE, snapshot(6, 6, EbsSnapshot.ERROR, Map.of())))
                .isEqualTo(ExpiryReason.RECENT_ERROR);
        assertThat(reason(LAST_ONE, snapshot(7, 7, EbsSnapshot.ERROR, Map.of())))
                .isEqualTo(ExpiryReason.OLD_ERROR);
    }

    @Test
    void aFailedOneStaysWhereATagKeepsIt() {
        assertThat(reason(LAST_ONE, snapshot(90, 90, EbsSnapshot.ERROR, Map.of(NativeTags.PIN, "x"))))
                .isEqualTo(ExpiryReason.PINNED);
        assertThat(reason(LAST_ONE, snapshot(90, 90, EbsSnapshot.ERROR, Map.of(NativeTags.EXPIRY, "2027-01-01"))))
                .isEqualTo(ExpiryReason.NOT_EXPIRED);
    }

    @Test
    void whatGoesIsInTheOrderOfItsAge() {
        ExpiryPlan plan = plan(LAST_ONE, completed(20), completed(1), completed(40), completed(30));

        assertThat(plan.snapshots().stream().map(one -> one.snapshot().started()))
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(plan.deleted()).extracting(EbsSnapshot::started).isSorted().hasSize(3);
    }

    @Test
    void eachReasonSaysWhetherItDeletes() {
        assertThat(Stream.of(ExpiryReason.values()).filter(ExpiryReason::deletes))
                .containsExactly(ExpiryReason.EXPIRED, ExpiryReason.BEYOND_LIMITS, ExpiryReason.OLD_ERROR);
    }
}
