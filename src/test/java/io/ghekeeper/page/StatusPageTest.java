package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page says, in which words and in which order. */
class StatusPageTest {
    @Test
    void answersFirst() throws Exception {
        assertThat(answer(Parsed.of(Observations.healthy())))
                .isEqualTo("OK: Last good backup 6 h 11 min ago; next at 21:17");
        assertThat(answer(Parsed.of(Observations.late())))
                .isEqualTo("LATE: Late by 16 h 11 min: last good backup 42 h 11 min ago; next tomorrow at 03:17");
        assertThat(answer(Parsed.of(Observations.fresh())))
                .isEqualTo("NONE: There is no good backup yet; the first one comes at 21:17");
    }

    @Test
    void namesTheAppliance() throws Exception {
        Parsed page = Parsed.of(Observations.healthy());

        assertThat(page.one("header").getTextContent()).contains("backups of ghes.example.com");
        assertThat(page.one("title").getTextContent()).endsWith(" - ghes.example.com - ghe-keeper");
    }

    @Test
    void whereNothingCanBeSeenAStyledPageSaysWhyAndWhatToDo() throws Exception {
        Failure why = new Failure(FailureKind.VOLUME_NOT_MOUNTED, "/data is on the <root> file system", "Mount it.");

        String html = new StatusPage("ghe-keeper 1")
                .unseen(Instant.parse("2026-11-20T09:28:00Z"), ZoneId.of("UTC"), "ghes.example.com", why);

        Parsed page = Parsed.of(html);
        assertThat(page.one("h1").getTextContent())
                .isEqualTo("The state of the backups cannot be seen: /data is on the <root> file system");
        assertThat(page.part("answer-part")).contains("UNKNOWN", "Mount it.");
        assertThat(page.one("header").getTextContent()).contains("ghes.example.com");
        assertThat(page.one("style").getTextContent()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "SUSPECT", "STOPPED", "FAILED"})
    void aStateThatNeedsAPersonIsNoGreenOkAndComesWithTheCommandToType(StatusReport.StatusState state)
            throws Exception {
        Parsed page = Parsed.of(Observations.in(state));

        assertThat(answer(page)).startsWith(state + ": ").contains("last good backup 6 h 11 min ago");
        assertThat(page.one("title").getTextContent()).startsWith(state + ": ");
        assertThat(page.part("answer-part"))
                .contains("What to do: ", "ghe-keeper ")
                .doesNotContain("Nothing needs");
        assertThat(page.elements("section").findFirst().orElseThrow().getAttribute("class"))
                .isEqualTo("answer "
                        + (List.of(StatusReport.StatusState.SUSPECT, StatusReport.StatusState.FAILED)
                                        .contains(state)
                                ? "warn"
                                : "bad"));
    }

    @Test
    void lateLooksAsSeriousAsItsAlert() throws Exception {
        assertThat(Parsed.of(Observations.late())
                        .elements("section")
                        .findFirst()
                        .orElseThrow()
                        .getAttribute("class"))
                .isEqualTo("answer bad");
    }

    @Test
    void theRestFollowsInTheOrderInWhichItIsAskedFor() throws Exception {
        assertThat(Parsed.of(Observations.healthy())
                        .elements("section")
                        .map(section -> section.getAttribute("id"))
                        .skip(1))
                .containsExactly(
                        "running",
                        "running-keep",
                        "days",
                        "growth",
                        "snapshots",
                        "troubles",
                        "markers",
                        "schedule",
                        "volume",
                        "rehearsals",
                        "releases",
                        "warnings");
    }

    @Test
    void aRunInProgressSaysItsStepAndHowLongItTakes() throws Exception {
        assertThat(Parsed.of(Observations.healthy()).part("running"))
                .contains("Running now: backup", "Step 7 of 12: Git repositories", "56 % done, about 8 min left")
                .contains("by the schedule, attempt 1");
        assertThat(Parsed.of(Observations.late()).text()).doesNotContain("Running now");
    }

    @Test
    void onAGoodDayNothingNeedsAttention() throws Exception {
        assertThat(Parsed.of(Observations.healthy()).part("answer-part")).endsWith("Nothing needs attention.");
    }

    @Test
    void onABadDayTheAnswerSaysWhatHappenedAndWhatToDo() throws Exception {
        assertThat(Parsed.of(Observations.late()).part("answer-part"))
                .contains("It may be at most 26 h old. What was pushed since Wed 18 Nov 22:06 is in no good snapshot.")
                .contains("it was suspect, and a person accepted it")
                .contains("no SSH connection to github.example.com port 122: connection timed out after 30 s")
                .contains("What to do: Is the appliance up")
                .contains("lacks:storage: empty instead of 41,233 files")
                .contains("3 failed, 1 interrupted since then", "1 stale marker in the way", "4 warnings")
                .contains("GitHub's support of GHES 3.18 ended on 2026-10-14")
                .contains("The volume has room for 7.4 days", "The last drill was no success");
    }

    @Test
    void onTheFirstDayItSaysWhatComesNext() throws Exception {
        Parsed page = Parsed.of(Observations.fresh());

        assertThat(page.part("answer-part"))
                .contains("check whether this is the right volume", "The first backup begins in 4 h 59 min")
                .contains("ghe-keeper backup", "ghe-keeper doctor")
                .doesNotContain("Nothing needs attention");
        assertThat(page.part("days")).contains("No run yet");
        assertThat(page.part("growth")).contains("Nothing yet. It begins after the first backup.");
        assertThat(page.part("troubles")).contains("None: no run has failed");
        assertThat(page.part("rehearsals")).contains("that a restore works here is not proven");
        assertThat(page.part("volume")).contains("known after a day of backups", "Inodes without a limit");
    }

    @Test
    void snapshotsSayHowFarTheyAreProven() throws Exception {
        assertThat(Parsed.of(Observations.healthy()).part("snapshots"))
                .contains("39 complete, 1 incomplete")
                .contains("being written", "not yet: a run is writing it", "captured")
                .contains("restored in a drill, 3 d 13 h ago, in 41 min 5 s, onto ghe-scratch.example.com")
                .contains("restored in a restore", "no: unknown to the journal", "good, current");
        assertThat(Parsed.of(Observations.late()).part("snapshots"))
                .contains("suspect", "repositories: 812 instead of 1,004", "incomplete", "no: what a dead run left");
    }

    @Test
    void aSuspectRunSaysHowToAcceptIt() throws Exception {
        assertThat(Parsed.of(Observations.late()).part("troubles"))
                .contains("Backup suspect", "ghe-keeper snapshots accept 20261120T030604")
                .contains("Backup failed: appliance-unreachable", ", in 3 attempts")
                .contains("Backup interrupted: terminated");
    }

    @Test
    void whatWasNeverRestoredIsSaidInOneSentence() throws Exception {
        Observation late = Observations.late();
        SnapshotEntry unproven = late.snapshots().get(0);

        assertThat(Parsed.of(Observations.observation(late.status(), List.of(), List.of(), List.of(unproven)))
                        .part("snapshots"))
                .contains("None of them was restored yet: a drill proves that it can be done.")
                .doesNotContain("..");
    }

    @Test
    void aDrillThatFailedSaysWhatToDo() throws Exception {
        Observation late = Observations.late();
        Observation seen = new Observation(
                late.status(),
                late.runs(),
                Map.of(Run.Kind.DRILL, late.troubles().get(0)),
                late.latestSuccess(),
                late.troubles(),
                late.snapshots(),
                late.schedule(),
                late.zone(),
                late.lease(),
                late.keySince(),
                late.counts());

        assertThat(Parsed.of(seen).part("rehearsals"))
                .startsWith("Last restore and drillRestoreNone is recorded.Drill")
                .contains("connection refusedWhat to do: Is the appliance up");
    }

    @Test
    void theTableOfReleasesAdvisesInItsOwnPart() throws Exception {
        assertThat(Parsed.of(Observations.late()).part("releases"))
                .contains("The appliance had GHES 3.18.2 on ")
                .contains("GitHub supports it until 2026-10-14. Installed: backup-utils 3.18.4.")
                .contains("bad, support-ended: GitHub's support of GHES 3.18 ended on 2026-10-14.")
                .contains("What to do: Upgrade the appliance to GHES 3.20.")
                .contains("attention, engine-unfit-for-next: the installed backup-utils 3.18.4 does not serve");
        assertThat(Parsed.of(Observations.healthy()).part("releases"))
                .contains("No run has recorded the appliance's release yet.");
    }

    @Test
    void whatIsOddIsWarnedOf() throws Exception {
        assertThat(Parsed.of(Observations.late()).part("warnings"))
                .contains("Snapshot 20261119T021700, the last that a run called good, is not whole on the volume.")
                .contains("20261119T201700Z-backup-9e9e", "Its process is gone; the next run closes its record.")
                .contains("1 run is dated in the future and not counted: the clock was wrong, or is.")
                .contains("cannot be read: unexpected end of the document")
                .contains("20261101-before-upgrade", "2fa-notes");
        assertThat(Parsed.of(Observations.healthy()).part("warnings")).isEqualTo("WarningsNone.");
    }

    @Test
    void timesAreThoseOfTheSchedulesZoneAndOnceInUtc() throws Exception {
        assertThat(Parsed.of(Observations.healthy()).one("footer").getTextContent())
                .contains("ghe-keeper 0.1.0")
                .contains("As of Fri 20 Nov 2026, 16:17:04 Europe/Berlin (Fri 20 Nov 2026, 15:17:04 UTC)")
                .contains("The SSH key has been the same since Mon 2 Mar 09:00");
        assertThat(Parsed.of(Observations.healthy()).one("header").getTextContent())
                .contains("As of 16:17, Europe/Berlin; the ids of runs and snapshots are in UTC");
    }

    @Test
    void theScheduleSaysItsLinesItsZoneAndWhatComesNext() throws Exception {
        assertThat(Parsed.of(Observations.late()).part("schedule"))
                .contains("17 3,9,15,21 * * 1-6", "55 * * * *", "Sat 21 Nov 03:17in 10 h 59 min", "Drillnever")
                .contains("Time zone Europe/Berlin. Each backup begins up to 5 min later, by chance.");
    }

    @Test
    void runsWithoutAGoodOneAreNoNewInstallation() throws Exception {
        Observation fresh = Observations.fresh();
        Parsed page = Parsed.of(Observations.observation(
                fresh.status(), Observations.late().runs(), Observations.late().troubles(), List.of()));

        assertThat(answer(page)).isEqualTo("NONE: There is no good backup yet; next at 21:17");
        assertThat(page.part("answer-part"))
                .contains("none has left a snapshot to rely on", "The next backup begins in 4 h 59 min")
                .doesNotContain("new installation");
    }

    /** A restore proves what is there; it does not bring back what is not. */
    @Test
    void whatASnapshotLacksIsSaidEvenWhereItWasRestoredOrAccepted() throws Exception {
        for (SnapshotEntry.SnapshotState state :
                List.of(SnapshotEntry.SnapshotState.GOOD, SnapshotEntry.SnapshotState.SUSPECT)) {
            Observation late = Observations.late();
            SnapshotEntry entry = new SnapshotEntry(
                    "20261118T210604",
                    Observations.NOW,
                    state,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of("storage: empty instead of 3 files"),
                    Optional.of(new SnapshotEntry.ProvenRestore(
                            "run",
                            Run.Kind.DRILL,
                            Observations.NOW,
                            "host",
                            Duration.ofMinutes(9),
                            Optional.empty(),
                            SnapshotEntry.Checks.NONE)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    SnapshotRemarks.NONE,
                    Evidence.NONE);

            assertThat(Parsed.of(Observations.observation(late.status(), List.of(), List.of(), List.of(entry)))
                            .part("snapshots"))
                    .contains("restored in a drill", "storage: empty instead of 3 files");
        }
    }

    @Test
    void aSnapshotThatFailedItsDrillIsNeverCalledProven() throws Exception {
        for (Run.Kind kind : List.of(Run.Kind.DRILL, Run.Kind.RESTORE)) {
            SnapshotEntry entry = new SnapshotEntry(
                    "20261118T210604",
                    Observations.NOW,
                    SnapshotEntry.SnapshotState.FAILED_ITS_DRILL,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.of(new SnapshotEntry.FailedRestore(
                            "20261119T000000Z-drill-0001",
                            kind,
                            Observations.NOW,
                            "scratch.example.com",
                            List.of("storage: 0 are there, and the snapshot has 3"))),
                    Optional.empty(),
                    Optional.empty(),
                    SnapshotRemarks.NONE,
                    Evidence.NONE);

            String part = Parsed.of(Observations.observation(
                            Observations.late().status(), List.of(), List.of(), List.of(entry)))
                    .part("snapshots");

            assertThat(part)
                    .contains(
                            kind == Run.Kind.DRILL ? "failed its drill" : "failed its restore checks",
                            "scratch.example.com",
                            "storage: 0 are there, and the snapshot has 3")
                    .doesNotContain("restored in a");
        }
    }

    private static String answer(Parsed page) {
        return page.elements("p")
                        .filter(p -> p.getAttribute("class").equals("state"))
                        .findFirst()
                        .orElseThrow()
                        .getTextContent()
                + ": "
                + page.one("h1").getTextContent();
    }
}
