package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import io.ghekeeper.journal.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueNotificationsTest {
    private static final String FIRST = "20261120T081700Z-backup-0002";
    private static final String SECOND = "20261120T091700Z-backup-0003";
    private static final String RESTORE = "20261120T090000Z-restore-000a";
    private static final String LATER_RESTORE = "20261120T092000Z-restore-000b";
    private static final String DRILL = "20261120T060000Z-drill-000c";

    private final DueNotifications notices = new DueNotifications(Samples.HOST, 14);
    private final Map<Topic, String> delivered = new EnumMap<>(Topic.class);
    private Optional<Instant> noneSince = Optional.empty();

    /** What this report sends, as {@code topic state}; it counts as delivered. */
    private List<String> sends(Samples.Report report) {
        return look(report).stream()
                .map(notice -> notice.topic().word() + " " + notice.state())
                .toList();
    }

    private List<Notification> look(Samples.Report report) {
        List<DueNotifications.DueNotification> due = notices.due(report.report(), delivered, noneSince);
        due.forEach(each -> delivered.put(each.topic(), each.mark()));
        return due.stream().map(DueNotifications.DueNotification::notice).toList();
    }

    @Test
    void eachMessageNamesTheAppliance() {
        Notification notice = new Notification(
                Topic.TEST,
                "test",
                "a test",
                List.of("It arrives."),
                "ghes.example.com",
                Optional.empty(),
                Instant.EPOCH);

        assertThat(notice.text()).isEqualTo("It arrives.\nThe appliance is ghes.example.com.");
        assertThat(Webhook.body(notice)).contains("\"appliance\":\"ghes.example.com\"");
    }

    @Test
    void whatWasNeverBadIsNotReportedAsGood() {
        assertThat(sends(Samples.fine().daysLeft(100, 100).drilled(DRILL, Run.Outcome.SUCCEEDED, null)))
                .isEmpty();
    }

    @Test
    void aStateIsReportedOnceHoweverManyRunsFailInIt() {
        assertThat(sends(Samples.fine().failed(FIRST, "connection-lost"))).containsExactly("backup failing");
        assertThat(sends(Samples.fine().failed(FIRST, "connection-lost"))).isEmpty();
        assertThat(sends(Samples.fine().failed(SECOND, "volume-full"))).isEmpty();
        assertThat(sends(Samples.fine())).containsExactly("backup fine");
        assertThat(sends(Samples.fine())).isEmpty();
        assertThat(sends(Samples.fine().failed(SECOND, "volume-full"))).containsExactly("backup failing");
    }

    @Test
    void aFailureSaysWhatHappenedAndWhatToDo() {
        Notification notice =
                look(Samples.fine().failed(SECOND, "connection-lost")).get(0);

        assertThat(notice.subject()).isEqualTo("backups of github.example.com fail: connection-lost");
        assertThat(notice.run()).contains(SECOND);
        assertThat(notice.sentences())
                .containsExactly(
                        "Run " + SECOND + " failed at 2026-11-20 09:20 UTC (connection-lost): the connection broke.",
                        "What to do: Look at the network.",
                        "The last good backup is 20261120T073000, begun at 2026-11-20 07:30 UTC, 2 h ago. Since then 3"
                                + " backups began.",
                        "You hear of it again when a backup is good.",
                        "More: ghe-keeper logs " + SECOND);
    }

    @Test
    void damageIsReportedOnceAndDamageInANewerSnapshotAgain() {
        assertThat(sends(Samples.fine().damaged("20261119T073000"))).containsExactly("damage damaged");
        assertThat(sends(Samples.fine().damaged("20261119T073000"))).isEmpty();
        assertThat(sends(Samples.fine().damaged("20261119T073000", "20261118T073000")))
                .isEmpty();
        assertThat(sends(Samples.fine().damaged("20261120T073000", "20261119T073000")))
                .containsExactly("damage damaged");
        assertThat(sends(Samples.fine().damaged("20261118T073000"))).isEmpty();
        assertThat(sends(Samples.fine())).containsExactly("damage fine");
        assertThat(sends(Samples.fine())).isEmpty();
    }

    @Test
    void damageSaysWhereItIsAndWhatIsLeftToRelyOn() {
        Notification notice = look(Samples.fine().damaged("20261119T073000")).get(0);

        assertThat(notice.subject()).isEqualTo("1 snapshot of github.example.com is damaged");
        assertThat(notice.sentences())
                .containsExactly(
                        "Snapshot 20261119T073000: run 20261120T060000Z-verify-000d found 1 difference from its seal;"
                                + " pages/1a/site: its content is not the one that was sealed.",
                        "The newest restorable snapshot is 20261120T073000, 2 h ago: sealed, not verified.",
                        "What to do: check the volume with dmesg, then fetch the damaged files again: ghe-keeper backup",
                        "More: ghe-keeper snapshots");
        delivered.clear();
        assertThat(look(Samples.fine()
                                .none()
                                .damaged("20261119T073000", "20261118T073000", "20261117T073000", "20261116T073000"))
                        .get(0)
                        .sentences())
                .contains("1 more snapshot is damaged.")
                .hasSize(7);
    }

    private static Samples.Report evidence(int verifiedDays, int restoredDays) {
        return Samples.fine()
                .evidence(Map.of(
                        EvidenceRung.VERIFIED, Duration.ofDays(verifiedDays),
                        EvidenceRung.RESTORED, Duration.ofDays(restoredDays)));
    }

    @Test
    void proofThatIsTooOldIsReportedOnceAndItsEndToo() {
        assertThat(sends(evidence(30, 90))).isEmpty();
        assertThat(sends(evidence(31, 90))).containsExactly("evidence old");
        assertThat(sends(evidence(32, 91))).isEmpty();
        assertThat(sends(evidence(1, 92))).isEmpty();
        assertThat(sends(evidence(2, 1))).containsExactly("evidence fresh");
        assertThat(sends(evidence(3, 2))).isEmpty();
    }

    @Test
    void anArchiveThatIsTooOldNamesItsBoundAndItsRuns() {
        Notification notice = look(Samples.fine().evidence(Map.of(EvidenceRung.ARCHIVED, Duration.ofDays(4))))
                .get(0);

        assertThat(notice.sentences())
                .containsExactly(
                        "The newest archived snapshot is 4 d old. It may be 3 d old at most (archive.max-age).",
                        "What to do: ghe-keeper runs --kind archive shows how the last archive runs ended.");
    }

    @Test
    void aDataDirectoryThatHasToBeFilledIsSaidOnceAndWhatIsNotKnownIsNoNews() {
        assertThat(sends(Samples.fine().rebuild(""))).isEmpty();
        assertThat(sends(Samples.fine().rebuild("unknown"))).isEmpty();
        assertThat(sends(Samples.fine().rebuild("empty"))).containsExactly("rebuild needed");
        assertThat(sends(Samples.fine().rebuild("empty"))).isEmpty();
        assertThat(sends(Samples.fine().rebuild("unknown"))).isEmpty();
        assertThat(sends(Samples.fine().rebuild(""))).containsExactly("rebuild fine");
    }

    @Test
    void aStoreThatLosesASnapshotAndHasItAgainIsTwoMessages() {
        assertThat(sends(Samples.fine().verifiedStore(List.of()))).isEmpty();
        assertThat(sends(Samples.fine().verifiedStore(List.of(), "20261119T031700")))
                .containsExactly("archive damaged");
        assertThat(sends(Samples.fine().verifiedStore(List.of(), "20261119T031700")))
                .isEmpty();
        assertThat(sends(Samples.fine().verifiedStore(List.of("20261119T031700"))))
                .isEmpty();
        assertThat(sends(Samples.fine().verifiedStore(List.of()))).containsExactly("archive fine");
    }

    @Test
    void aMessageOfTheStoreNamesWhatIsNotWhole() {
        Notification notice = look(Samples.fine()
                        .verifiedStore(List.of("20261117T031700"), "20261119T031700", "20261118T031700"))
                .get(0);

        assertThat(notice.sentences())
                .contains(
                        "The store s3://bucket/prefix does not have 2 snapshots whole. They do not count as archived any"
                                + " more.",
                        "Snapshot 20261119T031700: 1 object of it is not whole.",
                        "Objects of 1 snapshot are locked for a shorter time than promised.");
    }

    @Test
    void whereNoSnapshotHasTheProofYetItIsNotCalledOld() {
        assertThat(sends(Samples.fine().evidence(Map.of()))).isEmpty();
        assertThat(sends(Samples.fine().evidence(Map.of(EvidenceRung.CAPTURED, Duration.ofDays(400)))))
                .isEmpty();
        assertThat(sends(Samples.fine().evidence(Map.of(EvidenceRung.RESTORED, Duration.ofDays(91)))))
                .containsExactly("evidence old");
    }

    @Test
    void proofThatIsTooOldIsNamedWithItsBound() {
        Notification notice = look(evidence(31, 1)).get(0);

        assertThat(notice.subject()).isEqualTo("the proof of the snapshots of github.example.com is too old");
        assertThat(notice.sentences())
                .containsExactly(
                        "The newest verified snapshot is 31 d old. It may be 30 d old at most (status.verified-within).",
                        "What to do: ghe-keeper runs shows how the last verifications and drills ended.");
    }

    @Test
    void anEndThatAPersonAskedForChangesNothing() {
        Samples.Report cancelled =
                Samples.fine().trouble(FIRST, Run.Outcome.INTERRUPTED, "run-cancelled", Samples.NOW.minusSeconds(7200));
        assertThat(sends(cancelled)).isEmpty();

        sends(Samples.fine().failed(FIRST, "connection-lost"));

        assertThat(sends(cancelled)).as("nor is it a recovery").isEmpty();
    }

    @Test
    void anInterruptedRunIsGivenTimeToBeCaughtUp() {
        Instant end = Samples.NOW.minus(Duration.ofMinutes(9));
        assertThat(sends(Samples.fine().trouble(FIRST, Run.Outcome.INTERRUPTED, "run-interrupted", end)))
                .isEmpty();

        Instant longAgo = Samples.NOW.minus(Duration.ofMinutes(11));
        assertThat(sends(Samples.fine()
                        .trouble(FIRST, Run.Outcome.INTERRUPTED, "run-interrupted", longAgo)
                        .running(SECOND, Run.Kind.BACKUP, null)))
                .isEmpty();
        assertThat(sends(Samples.fine().trouble(FIRST, Run.Outcome.INTERRUPTED, "run-interrupted", longAgo)))
                .containsExactly("backup failing");
    }

    @Test
    void aSuspectSnapshotIsAFailureOfItsOwn() {
        List<Notification> notices =
                look(Samples.fine().failed(FIRST, "connection-lost").suspect(SECOND, "20261120T091700"));

        assertThat(notices).hasSize(1);
        assertThat(notices.get(0).subject())
                .isEqualTo("the last backup of github.example.com is suspect: it lacks content");
        assertThat(notices.get(0).text())
                .contains("90 of 100 repositories are gone", "ghe-keeper snapshots accept 20261120T091700");
    }

    @Test
    void noGoodBackupAtAllIsNoRecovery() {
        sends(Samples.fine().none().failed(FIRST, "connection-lost"));

        assertThat(sends(Samples.fine().none())).isEmpty();
    }

    @Test
    void anAgeBeyondItsBoundIsReportedAndItsEndToo() {
        Samples.Report late = Samples.fine().good(Duration.ofHours(31));

        assertThat(look(late).get(0).subject()).isEqualTo("no good backup of github.example.com for 31 h");
        assertThat(sends(late)).isEmpty();
        assertThat(sends(Samples.fine())).containsExactly("age fresh");
    }

    @Test
    void aNewInstallationIsNotLate() {
        assertThat(sends(Samples.fine().none())).isEmpty();

        noneSince = Optional.of(Samples.NOW.minus(Duration.ofHours(26)));
        assertThat(sends(Samples.fine().none())).isEmpty();

        noneSince = Optional.of(Samples.NOW.minus(Duration.ofHours(27)));
        assertThat(sends(Samples.fine().none())).containsExactly("age late");
    }

    /** The limit is 14 days. */
    @ParameterizedTest
    @CsvSource({"14, '', ''", "13.9, '', filling", "17.4, filling, ''", "17.6, filling, fine", "13, fine, filling"})
    void theVolumeGoesToAndFroOnlyWithSomeDaysBetween(double days, String before, String said) {
        if (!before.isEmpty()) {
            delivered.put(Topic.VOLUME, before);
        }
        List<String> expected = said.isEmpty() ? List.of() : List.of("volume " + said);

        assertThat(sends(Samples.fine().daysLeft(days, 1000))).isEqualTo(expected);
    }

    @Test
    void inodesCountAsBytesDo() {
        Notification notice = look(Samples.fine().daysLeft(1000, 9)).get(0);

        assertThat(notice.subject())
                .isEqualTo("the backup volume of github.example.com will be out of inodes in 9 days");
    }

    @Test
    void whereTheGrowthIsNotKnownNothingIsSaidOfIt() {
        sends(Samples.fine().daysLeft(9, 1000));

        assertThat(sends(Samples.fine().growthUnknown())).isEmpty();
        assertThat(sends(Samples.fine().daysLeft(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)))
                .containsExactly("volume fine");
    }

    @Test
    void eachRestoreIsReportedAtItsBeginAndAtItsEnd() {
        Samples.Report running = Samples.fine().running(RESTORE, Run.Kind.RESTORE, "github-new.example.com");

        assertThat(look(running).get(0).subject()).isEqualTo("a restore onto github-new.example.com has begun");
        assertThat(sends(running)).isEmpty();
        assertThat(sends(Samples.fine().restored(RESTORE, Run.Outcome.SUCCEEDED, Duration.ZERO)))
                .containsExactly("restore succeeded");
        assertThat(sends(Samples.fine().restored(RESTORE, Run.Outcome.SUCCEEDED, Duration.ofHours(1))))
                .isEmpty();
        assertThat(sends(running.running(LATER_RESTORE, Run.Kind.RESTORE, null)
                        .restored(RESTORE, Run.Outcome.SUCCEEDED, Duration.ofHours(1))))
                .containsExactly("restore begun");
        assertThat(sends(Samples.fine().restored(LATER_RESTORE, Run.Outcome.FAILED, Duration.ZERO)))
                .containsExactly("restore failed");
    }

    @Test
    void aRestoreWhoseProcessIsGoneIsReportedOnce() {
        sends(Samples.fine().running(RESTORE, Run.Kind.RESTORE, null));

        assertThat(sends(Samples.fine().cutOff(RESTORE))).containsExactly("restore interrupted");
        assertThat(sends(Samples.fine().restored(RESTORE, Run.Outcome.INTERRUPTED, Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void aRestoreOfLongAgoIsNoNews() {
        assertThat(sends(Samples.fine().restored(RESTORE, Run.Outcome.SUCCEEDED, Duration.ofHours(25))))
                .isEmpty();
    }

    @Test
    void aRestoreFromBeforeTheReportedOneIsNoNews() {
        sends(Samples.fine().running(LATER_RESTORE, Run.Kind.RESTORE, null));

        assertThat(sends(Samples.fine().restored(RESTORE, Run.Outcome.SUCCEEDED, Duration.ofHours(1))))
                .isEmpty();
    }

    @Test
    void aRestoreThatWasDatedInTheFutureHidesNoLaterOne() {
        String future = "20990101T000000Z-restore-0fff";
        assertThat(sends(Samples.fine().running(future, Run.Kind.RESTORE, null).future(future)))
                .containsExactly("restore begun");
        assertThat(sends(Samples.fine().running(future, Run.Kind.RESTORE, null).future(future)))
                .isEmpty();

        assertThat(sends(Samples.fine().running(RESTORE, Run.Kind.RESTORE, null).future(future)))
                .containsExactly("restore begun");
        assertThat(sends(Samples.fine().running(RESTORE, Run.Kind.RESTORE, null).future(future)))
                .isEmpty();
    }

    @Test
    void ofDrillsOnlyFailureAndRecoveryAreReported() {
        assertThat(sends(Samples.fine().running(DRILL, Run.Kind.DRILL, "scratch")))
                .isEmpty();
        assertThat(sends(Samples.fine().drilled(DRILL, Run.Outcome.FAILED, "drill-failed")))
                .containsExactly("drill failing");
        assertThat(sends(Samples.fine().drilled(DRILL, Run.Outcome.INTERRUPTED, "run-cancelled")))
                .isEmpty();
        assertThat(sends(Samples.fine().drilled(DRILL, Run.Outcome.SUCCEEDED, null)))
                .containsExactly("drill fine");
    }

    @Test
    void aDrillThatDidNotRunIsReportedOnceAndHidesNoFailure() {
        String why = "the drill of 2026-11-20T06:00:00Z waited 7 d for another process, and did not run";
        assertThat(sends(Samples.fine().drilled(DRILL, Run.Outcome.FAILED, "drill-failed")))
                .containsExactly("drill failing");
        assertThat(sends(Samples.fine()
                        .drilled(DRILL, Run.Outcome.FAILED, "drill-failed")
                        .drillSkipped("20261120T070000Z-drill-000d", why)))
                .isEmpty();
        Samples.Report skipped = Samples.fine()
                .drilled(DRILL, Run.Outcome.SUCCEEDED, null)
                .drillSkipped("20261120T070000Z-drill-000d", why);
        assertThat(sends(skipped)).containsExactly("drill skipped");
        assertThat(sends(skipped)).isEmpty();
        assertThat(sends(Samples.fine().drilled(DRILL, Run.Outcome.SUCCEEDED, null)))
                .containsExactly("drill fine");
    }

    @Test
    void aStateThatCannotBeReadIsReportedAsAFailure() {
        Failure failure = new Failure(FailureKind.VOLUME_UNUSABLE, "cannot list /data", "Look at the volume.");
        List<DueNotifications.DueNotification> due = notices.due(failure, Samples.NOW, delivered);

        assertThat(due).hasSize(1);
        assertThat(due.get(0).notice().text()).contains("cannot list /data.", "Look at the volume.");
        assertThat(notices.due(failure, Samples.NOW, Map.of(Topic.BACKUP, "failing")))
                .isEmpty();
    }

    @Test
    void whateverARecordSaysAMessageIsOfOneFormAndOfSomeThousandCharactersAtMost() {
        String wild = "\u001b[31mred\r\nBcc: x\u202e".repeat(5000);
        Notification notice = new Notification(
                Topic.BACKUP,
                "failing",
                wild,
                java.util.Collections.nCopies(100, wild),
                wild,
                Optional.of(wild),
                Samples.NOW);

        assertThat(notice.subject()).hasSizeLessThanOrEqualTo(150).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        assertThat(notice.text()).hasSizeLessThan(8000).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
        assertThat(notice.appliance()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }
}
