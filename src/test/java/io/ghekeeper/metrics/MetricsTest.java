package io.ghekeeper.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusInputs;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.UsageTrend;
import io.ghekeeper.monitor.VerifiedStore;
import io.ghekeeper.release.Advice;
import io.ghekeeper.snapshot.RebuildAdvice;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the figures say, and above all what they never say. */
class MetricsTest {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final String LAST_GOOD = "ghe_keeper_last_good_backup_timestamp_seconds";
    private static final String LAST_SUCCESS = "ghe_keeper_last_success_timestamp_seconds{kind=\"backup\"}";
    private static final String LAST_OUTCOME = "ghe_keeper_last_run_outcome";
    private static final String LAST_FAILURE = "ghe_keeper_last_run_failure";
    private static final double GOOD_BEGIN = Observed.GOOD_BEGIN.getEpochSecond();
    private static final double GOOD_END =
            Observed.GOOD_BEGIN.plus(Observed.TOOK).getEpochSecond();

    private static String outcome(String value) {
        return "{kind=\"backup\",outcome=\"" + value + "\"}";
    }

    @ParameterizedTest
    @EnumSource
    void aFailureShowsItsKindAndNoSuccess(FailureKind kind) {
        Scrape scrape = Scrape.of(new Observed().withGood().failedWith(kind.code()));

        assertThat(scrape.all(LAST_FAILURE))
                .containsExactly(Map.entry("{failure=\"" + kind.metricLabel() + "\",kind=\"backup\"}", 1.0));
        assertThat(scrape.value(LAST_SUCCESS)).contains(GOOD_END);
        assertThat(scrape.value(LAST_GOOD)).contains(GOOD_BEGIN);
        assertThat(scrape.value(LAST_OUTCOME + outcome("succeeded"))).contains(0.0);
        assertThat(scrape.value(LAST_OUTCOME + outcome("failed"))).contains(1.0);
        assertThat(scrape.text()).doesNotContain("\"success\"");
    }

    @ParameterizedTest
    @CsvSource({"succeeded, false", "suspect, true", "failed, true", "interrupted, true"})
    void anOutcomeIsTheOnlyOneThatHolds(String outcome, boolean trouble) {
        Optional<String> code = trouble ? Optional.of("run-interrupted") : Optional.empty();
        Scrape scrape = Scrape.of(new Observed().endedAs(outcome, code));

        assertThat(scrape.all(LAST_OUTCOME))
                .hasSize(5)
                .allSatisfy((labels, value) -> assertThat(value).isEqualTo(labels.equals(outcome(outcome)) ? 1 : 0));
        assertThat(scrape.all(LAST_FAILURE)).hasSize(trouble ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suspect", "failed", "interrupted"})
    void withoutAGoodBackupNoTimestampSaysThereIsOne(String outcome) {
        Scrape scrape = Scrape.of(new Observed().endedAs(outcome, Optional.of("run-interrupted")));

        assertThat(scrape.all(LAST_GOOD)).isEmpty();
        assertThat(scrape.all("ghe_keeper_last_success_timestamp_seconds")).isEmpty();
        assertThat(scrape.all("ghe_keeper_newest_good_snapshot_timestamp_seconds"))
                .isEmpty();
        assertThat(scrape.all("ghe_keeper_status"))
                .containsOnly(
                        Map.entry("{state=\"ok\"}", 0.0),
                        Map.entry("{state=\"failed\"}", 0.0),
                        Map.entry("{state=\"stopped\"}", 0.0),
                        Map.entry("{state=\"suspect\"}", 0.0),
                        Map.entry("{state=\"missing\"}", 0.0),
                        Map.entry("{state=\"late\"}", 0.0),
                        Map.entry("{state=\"none\"}", 1.0));
        assertThat(scrape.value("ghe_keeper_last_attempt_timestamp_seconds{kind=\"backup\"}"))
                .contains((double) Observed.NOW.minus(Duration.ofHours(1)).getEpochSecond());
    }

    /** Even if the observer were wrong. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUCCEEDED")
    void nothingButASuccessHasATimeOfSuccess(RunSummary.RunState state) {
        Observed observed = new Observed();
        observed.latestSuccess.put(Run.Kind.BACKUP, Observed.brief(Run.Kind.BACKUP, Observed.GOOD_BEGIN, state));

        assertThat(Scrape.of(observed).all("ghe_keeper_last_success_timestamp_seconds"))
                .isEmpty();
    }

    @Test
    void aSuspectRunThatAPersonAcceptedIsNoFailure() {
        Observed observed = new Observed();
        observed.latest.put(
                Run.Kind.BACKUP,
                Observed.ended(Run.Kind.BACKUP, Observed.GOOD_BEGIN, "accepted", Optional.of("snapshot-suspect")));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.value(LAST_OUTCOME + outcome("accepted"))).contains(1.0);
        assertThat(scrape.value(LAST_OUTCOME + outcome("suspect"))).contains(0.0);
        assertThat(scrape.all(LAST_FAILURE)).isEmpty();
    }

    @Test
    void aRestartChangesNothingButTheCountersAndTheProcess() {
        Observed before = Observed.full();
        before.tally.missed(ProcessCounters.JobName.BACKUP, 2);
        Observed after = Observed.full();
        after.tally = new ProcessCounters(Observed.NOW);

        Map<String, Double> then = Scrape.of(before).withoutTheProcess();
        Map<String, Double> now = Scrape.of(after).withoutTheProcess();

        assertThat(now.keySet()).isEqualTo(then.keySet());
        now.entrySet().removeIf(entry -> entry.getKey().contains("_total"));
        assertThat(then).containsAllEntriesOf(now).containsKey(LAST_SUCCESS);
    }

    @Test
    void reportsWhatTheTableOfReleasesAdvises() {
        Observed observed = new Observed();
        assertThat(Scrape.of(observed).all("ghe_keeper_release_advice").values())
                .hasSize(Advice.Code.values().length)
                .containsOnly(0.0);
        assertThat(Scrape.of(observed).all("ghe_keeper_appliance_support_end_timestamp_seconds"))
                .isEmpty();

        Scrape scrape = Scrape.of(Observed.full());

        assertThat(scrape.value("ghe_keeper_release_advice{advice=\"support_ended\"}"))
                .contains(1.0);
        assertThat(scrape.value("ghe_keeper_release_advice{advice=\"no_engine\"}"))
                .contains(0.0);
        assertThat(scrape.value("ghe_keeper_appliance_support_end_timestamp_seconds"))
                .contains((double) LocalDate.of(2026, 10, 14).toEpochDay() * 86_400);
    }

    @Test
    void aNeededRebuildIsReportedAndWhatIsNotKnownIsNot() {
        assertThat(rebuildNeeded(Optional.empty())).contains(0.0);
        assertThat(rebuildNeeded(Optional.of("empty"))).contains(1.0);
        assertThat(rebuildNeeded(Optional.of(RebuildAdvice.UNKNOWN))).isEmpty();
    }

    private static Optional<Double> rebuildNeeded(Optional<String> state) {
        Observed observed = new Observed();
        observed.archive = Optional.of(new EvidenceReport.ArchiveReport(
                "s3://bucket/prefix",
                true,
                Duration.ofDays(3),
                Optional.empty(),
                Optional.empty(),
                state.map(word -> new RebuildAdvice(Instant.EPOCH, word, "it has no snapshot"))));
        return Scrape.of(observed).value("ghe_keeper_rebuild_needed");
    }

    @Test
    void whatAVerificationOfTheStoreFoundIsReported() {
        Observed observed = new Observed();
        observed.archive = Optional.of(new EvidenceReport.ArchiveReport(
                "s3://bucket/prefix",
                true,
                Duration.ofDays(3),
                Optional.of(new EvidenceReport.NewestArchived(
                        "20261120T011700", Duration.ZERO, Instant.EPOCH, Optional.of(Instant.ofEpochSecond(99)))),
                Optional.of(new VerifiedStore(
                        Instant.ofEpochSecond(77),
                        5,
                        Optional.empty(),
                        List.of(new EvidenceReport.DamagedSnapshot("20261101T011700", "it is not whole")),
                        List.of("20261101T011700", "20261102T011700"))),
                Optional.empty()));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.value("ghe_keeper_archive_verification_timestamp_seconds"))
                .contains(77.0);
        assertThat(scrape.value("ghe_keeper_archive_damaged_snapshots")).contains(1.0);
        assertThat(scrape.value("ghe_keeper_archive_short_lock_snapshots")).contains(2.0);
        assertThat(scrape.value("ghe_keeper_archive_newest_lock_end_timestamp_seconds"))
                .contains(99.0);
        assertThat(scrape.value("ghe_keeper_archive_oldest_reading_timestamp_seconds"))
                .as("not all was read yet")
                .isEmpty();
        assertThat(Scrape.of(new Observed()).value("ghe_keeper_archive_damaged_snapshots"))
                .isEmpty();
    }

    @Test
    void countersBeginAtZeroForAllThatCanHappen() {
        Scrape scrape = Scrape.of(new Observed());

        long kinds = Run.Kind.values().length;
        long withoutEngine = kinds - 3;
        assertThat(scrape.all("ghe_keeper_runs_total")).hasSize(Math.toIntExact(5 * kinds));
        long ofOthers = Stream.of(FailureKind.values())
                .filter(FailureKind::isOfAnotherMachine)
                .count();
        long ofAws =
                Stream.of(FailureKind.values()).filter(FailureKind::isOfAws).count();
        long ofNative = Stream.of(FailureKind.values())
                .filter(FailureKind::isOfNativeSnapshots)
                .count();
        int all = FailureKind.values().length + 1;
        assertThat(ofOthers).isEqualTo(35);
        assertThat(scrape.all("ghe_keeper_run_failures_total"))
                .hasSize(Math.toIntExact(kinds * all - withoutEngine * ofOthers + 9 * ofAws - (kinds - 1) * ofNative));
        assertThat(scrape.value("ghe_keeper_run_failures_total{failure=\"aws_throttled\",kind=\"archive\"}"))
                .contains(0.0);
        assertThat(scrape.all("ghe_keeper_run_retries_total")).hasSize(Math.toIntExact(kinds));
        assertThat(scrape.all("ghe_keeper_ticks_missed_total")).hasSize(7);
        assertThat(scrape.all("ghe_keeper_markers_cleared_total")).hasSize(4 * 5);
        assertThat(scrape.all("ghe_keeper_runs_total").values()).containsOnly(0.0);
    }

    @Test
    void countsWhatHappened() {
        Observed observed = new Observed();
        observed.tally.missed(ProcessCounters.JobName.DRILL, 3);
        observed.tally.cleared("in-progress-restore", "pid-reused");
        observed.tally.cleared("in-progress", "a \"proof\"\nunknown");
        observed.tally.cleared("in-progress", "another unknown one");

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.value("ghe_keeper_ticks_missed_total{kind=\"drill\"}"))
                .contains(3.0);
        assertThat(scrape.value(
                        "ghe_keeper_markers_cleared_total{marker=\"in-progress-restore\",reason=\"pid_reused\"}"))
                .contains(1.0);
        assertThat(scrape.value("ghe_keeper_markers_cleared_total{marker=\"in-progress\",reason=\"other\"}"))
                .contains(2.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no-such-kind", "connection-lost\"} 1\nup 1", "é\u202e💥", "connection_lost", "../../etc"})
    void anUnknownCodeIsOther(String hostile) {
        assertThat(Scrape.of(new Observed().failedWith(hostile)).all(LAST_FAILURE))
                .containsExactly(Map.entry("{failure=\"other\",kind=\"backup\"}", 1.0));
    }

    @Test
    void unknownStepsAreOtherAndSummed() {
        Observed observed = new Observed()
                .withGood()
                .withSteps(
                        step("Git repositories", 600),
                        step("a \"quoted\" one", 1),
                        step("two\nlines} 1", 2),
                        step("\u202egolatnac 💥", 4));

        assertThat(Scrape.of(observed).all("ghe_keeper_last_run_step_duration_seconds"))
                .containsOnly(
                        Map.entry("{kind=\"backup\",step=\"Git repositories\"}", 600.0),
                        Map.entry("{kind=\"backup\",step=\"other\"}", 7.0));
    }

    private static RunDetails.StepTime step(String title, long seconds) {
        return new RunDetails.StepTime(title, Observed.GOOD_BEGIN, Duration.ofSeconds(seconds));
    }

    @Test
    void markersAreThoseThreeOrOther() {
        Observed observed = new Observed();
        observed.markers = List.of(
                new StatusInputs.MarkerState("in-progress", false, "alive"),
                new StatusInputs.MarkerState("in-progress\"", true, "dead"));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.all("ghe_keeper_markers_present")).hasSize(4 * 2);
        assertThat(scrape.value("ghe_keeper_markers_present{marker=\"in-progress\",state=\"alive\"}"))
                .contains(1.0);
        assertThat(scrape.value("ghe_keeper_markers_present{marker=\"in-progress\",state=\"stale\"}"))
                .contains(0.0);
        assertThat(scrape.value("ghe_keeper_markers_present{marker=\"other\",state=\"stale\"}"))
                .contains(1.0);
    }

    @Test
    void snapshotsAreCountedAndTheNewestGoodOneIsMeasured() {
        Observed observed = new Observed();
        observed.snapshots = List.of(
                Observed.snapshot("20261120T151700", Observed.NOW, SnapshotEntry.SnapshotState.BEING_WRITTEN),
                Observed.snapshot("20261120T091700", Observed.NOW.minusSeconds(9), SnapshotEntry.SnapshotState.SUSPECT),
                Observed.snapshot("20261120T011700", Observed.GOOD_BEGIN, SnapshotEntry.SnapshotState.GOOD),
                Observed.snapshot(
                        "20261119T011700", Observed.GOOD_BEGIN.minusSeconds(9), SnapshotEntry.SnapshotState.GOOD));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.value("ghe_keeper_snapshots{state=\"good\"}")).contains(2.0);
        assertThat(scrape.value("ghe_keeper_snapshots{state=\"suspect\"}")).contains(1.0);
        assertThat(scrape.value("ghe_keeper_snapshots{state=\"incomplete\"}")).contains(0.0);
        assertThat(scrape.value("ghe_keeper_snapshots_proven{proof=\"captured\"}"))
                .contains(2.0);
        assertThat(scrape.value("ghe_keeper_snapshots_proven{proof=\"restored\"}"))
                .contains(0.0);
        assertThat(scrape.value("ghe_keeper_newest_good_snapshot_timestamp_seconds"))
                .contains(GOOD_BEGIN);
        assertThat(scrape.value("ghe_keeper_newest_good_snapshot_hard_linked_ratio"))
                .contains(0.75);
        assertThat(scrape.value("ghe_keeper_newest_good_snapshot_new_bytes")).contains(1e6);
    }

    @Test
    void timeIsLeftWithoutEndOrUnknownOrASpan() {
        String left = "ghe_keeper_volume_left_seconds";
        assertThat(leftOf(new UsageTrend(UsageTrend.Trend.SHRINKING, 1, 2)).value(left + "{resource=\"bytes\"}"))
                .contains(2 * 86400.0);
        assertThat(leftOf(new UsageTrend(UsageTrend.Trend.UNKNOWN, 0, Double.POSITIVE_INFINITY))
                        .all(left))
                .containsOnlyKeys("{resource=\"inodes\"}");
        assertThat(leftOf(new UsageTrend(UsageTrend.Trend.NOT_SHRINKING, 0, Double.POSITIVE_INFINITY))
                        .text())
                .contains(left + "{resource=\"bytes\"} +Inf\n");
        assertThat(Scrape.of(new Observed()).all(left)).isEmpty();
    }

    private static Scrape leftOf(UsageTrend bytes) {
        Observed observed = new Observed();
        observed.volume = Optional.of(Observed.volume(bytes));
        return Scrape.of(observed);
    }

    @Test
    void aSealIsActiveBesideABackup() {
        Observed observed = new Observed().withGood();
        observed.running = Optional.of(Observed.running(Run.Kind.BACKUP));
        observed.runningInKeepLane = Optional.of(Observed.running(Run.Kind.SEAL));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.value("ghe_keeper_run_active{kind=\"backup\"}")).contains(1.0);
        assertThat(scrape.value("ghe_keeper_run_active{kind=\"seal\"}")).contains(1.0);
    }

    @Test
    void theRunInProgressIsReported() {
        Observed observed = new Observed().withGood();
        observed.running = Optional.of(Observed.running(Run.Kind.BACKUP));

        Scrape scrape = Scrape.of(observed);

        assertThat(scrape.all("ghe_keeper_run_active"))
                .containsOnly(
                        Map.entry("{kind=\"backup\"}", 1.0),
                        Map.entry("{kind=\"restore\"}", 0.0),
                        Map.entry("{kind=\"drill\"}", 0.0),
                        Map.entry("{kind=\"archive\"}", 0.0),
                        Map.entry("{kind=\"archive_verify\"}", 0.0),
                        Map.entry("{kind=\"read_back\"}", 0.0),
                        Map.entry("{kind=\"fetch\"}", 0.0),
                        Map.entry("{kind=\"attach\"}", 0.0),
                        Map.entry("{kind=\"native\"}", 0.0),
                        Map.entry("{kind=\"copy\"}", 0.0),
                        Map.entry("{kind=\"compact\"}", 0.0),
                        Map.entry("{kind=\"rebuild\"}", 0.0),
                        Map.entry("{kind=\"retention\"}", 0.0),
                        Map.entry("{kind=\"seal\"}", 0.0),
                        Map.entry("{kind=\"verify\"}", 0.0));
        double begin = Observed.NOW.minus(Duration.ofMinutes(17)).getEpochSecond();
        assertThat(scrape.value("ghe_keeper_run_begin_timestamp_seconds{kind=\"backup\"}"))
                .contains(begin);
        assertThat(scrape.value("ghe_keeper_last_attempt_timestamp_seconds{kind=\"backup\"}"))
                .contains(begin);
        assertThat(scrape.value("ghe_keeper_run_progress_ratio{kind=\"backup\"}"))
                .contains(0.25);
        assertThat(scrape.value("ghe_keeper_run_cancel_requested{kind=\"backup\"}"))
                .contains(1.0);
        assertThat(scrape.value(LAST_SUCCESS)).contains(GOOD_END);
    }

    @ParameterizedTest
    @EnumSource
    void theLeaseIsInOneState(Observation.LeaseState state) {
        Observed observed = new Observed();
        observed.lease = state;

        assertThat(Scrape.of(observed).all("ghe_keeper_lease"))
                .hasSize(4)
                .containsEntry("{state=\"" + Label.word(state) + "\"}", 1.0)
                .satisfies(all -> assertThat(
                                all.values().stream().mapToDouble(v -> v).sum())
                        .isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void theStateIsTheReports(StatusReport.StatusState state) {
        Observed observed = new Observed();
        observed.state = state;

        assertThat(Scrape.of(observed).all("ghe_keeper_status"))
                .hasSize(StatusReport.StatusState.values().length)
                .containsEntry("{state=\"" + Label.word(state) + "\"}", 1.0);
    }

    @Test
    void timesAreExactToTheMillisecondAndNeverRounded() {
        Observed observed = new Observed().withGood();
        observed.keySince = Optional.of(Instant.parse("2026-11-20T15:17:00.123456Z"));

        assertThat(Scrape.of(observed).text())
                .contains("\nghe_keeper_key_first_used_timestamp_seconds 1.795187820123E9\n");
    }

    @Test
    void whatCannotBeSeenIsSaidAndNothingElseOfTheVolume() {
        Scrape scrape = Scrape.of(Scrape.metrics().writeUnseen(FailureKind.JOURNAL_UNREADABLE, null));

        assertThat(scrape.all("ghe_keeper_observation_failure"))
                .containsExactly(Map.entry("{failure=\"journal_unreadable\"}", 1.0));
        assertThat(scrape.names())
                .filteredOn(name -> name.startsWith("ghe_keeper_"))
                .containsExactly(
                        "ghe_keeper_appliance_info",
                        "ghe_keeper_build_info",
                        "ghe_keeper_observation_failure",
                        "ghe_keeper_ready");
    }

    @Test
    void readinessIsAskedEachTime() {
        boolean[] ready = {true};
        Metrics metrics = new Metrics(new Build("1", Optional.empty(), "17"), "ghes.example.com", () -> ready[0]);
        Observation observation = new Observed().observation();

        assertThat(Scrape.of(metrics.write(observation, "")).value("ghe_keeper_ready"))
                .contains(1.0);
        ready[0] = false;
        assertThat(Scrape.of(metrics.write(observation, "")).value("ghe_keeper_ready"))
                .contains(0.0);
    }

    @Test
    void speaksOpenMetricsToWhoAsksForThat() {
        Metrics metrics = Scrape.metrics();
        String asked = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2";
        Observation observation = Observed.full().observation();

        assertThat(metrics.contentType(asked)).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(new String(metrics.write(observation, asked), StandardCharsets.UTF_8))
                .contains("# UNIT " + LAST_GOOD + " seconds\n")
                .endsWith("# EOF\n");
        for (String other : Arrays.asList(null, "", "text/plain", "*/*", "application/vnd.google.protobuf")) {
            assertThat(metrics.contentType(other)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(new String(metrics.write(observation, other), StandardCharsets.UTF_8))
                    .startsWith("# HELP ");
        }
    }

    /** What is not Linux, or hides /proc, is no reason to fail. */
    @Test
    void aProcessThatCannotBeLookedAtIsLeftOut() {
        Metrics metrics = new Metrics(
                new Build("1", Optional.empty(), "17"), "ghes.example.com", () -> true, Path.of("/nowhere"));

        assertThat(Scrape.of(metrics.write(new Observed().observation(), null)).names())
                .contains("process_start_time_seconds")
                .doesNotContain("process_resident_memory_bytes", "process_open_fds", "process_max_fds");
    }

    @Test
    void isQuickWithYearsOfRuns() {
        Metrics metrics = Scrape.metrics();
        Observation observation = Observed.large().observation();

        long best = LongStream.range(0, 40)
                .map(i -> {
                    long begin = THREAD.getCurrentThreadCpuTime(); // on a busy machine, others' work does not count
                    assertThat(metrics.write(observation, null)).hasSizeGreaterThan(10_000);
                    return THREAD.getCurrentThreadCpuTime() - begin;
                })
                .min()
                .orElseThrow();

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }
}
