package io.ghekeeper.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.EvidenceReport;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.monitor.StatusReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Without a good backup, the page distinguishes a new installation from a loss. */
class NoGoodBackupTest {
    private static final RunSummary RUNNING =
            Observations.run(Observations.NOW.minusSeconds(600), Run.Kind.BACKUP, RunSummary.RunState.RUNNING, 0, 0);

    @Test
    void theFirstBackupInProgressIsNoAlarm() throws Exception {
        Parsed page = page(Observations.healthy().status().running(), Optional.empty(), List.of(), List.of(RUNNING));

        assertThat(page.one("h1").getTextContent()).isEqualTo("There is no good backup yet; next at 21:17");
        assertThat(tone(page)).isEqualTo("answer warn");
        assertThat(page.part("answer-part"))
                .contains("none has ended that could be good")
                .doesNotContain("none has left a snapshot", "To begin one now");
    }

    @Test
    void aGoodOneThatIsGoneWasThere() throws Exception {
        Parsed page = page(Optional.empty(), Optional.of("20261119T021700"), List.of(), List.of());

        assertThat(page.one("h1").getTextContent()).isEqualTo("There is no good backup any more; next at 21:17");
        assertThat(page.one("title").getTextContent()).startsWith("NONE: there is no good backup any more");
        assertThat(tone(page)).isEqualTo("answer bad");
        assertThat(page.part("answer-part")).contains("There was one").doesNotContain("new installation");
    }

    @Test
    void runsThatCannotBeReadAreNoNewInstallation() throws Exception {
        Parsed page = page(Optional.empty(), Optional.empty(), List.of("run.json is damaged"), List.of());

        assertThat(tone(page)).isEqualTo("answer bad");
        assertThat(page.part("answer-part"))
                .contains("their records cannot be read", "1 warning")
                .doesNotContain("new installation");
    }

    private static String tone(Parsed page) {
        return page.one("section").getAttribute("class");
    }

    private static Parsed page(
            Optional<StatusReport.Running> running,
            Optional<String> missing,
            List<String> unreadable,
            List<RunSummary> runs)
            throws Exception {
        StatusReport fresh = Observations.fresh().status();
        StatusReport report = new StatusReport(
                fresh.at(),
                fresh.state(),
                fresh.maxAge(),
                fresh.lastGood(),
                running,
                Optional.empty(),
                fresh.since(),
                fresh.next(),
                fresh.supervisor(),
                fresh.volume(),
                fresh.markers(),
                fresh.snapshots(),
                fresh.cutOff(),
                fresh.future(),
                unreadable,
                missing,
                fresh.lastRestore(),
                fresh.lastDrill(),
                fresh.releases(),
                "ghes.example.com",
                EvidenceReport.NONE,
                List.of(),
                Optional.empty());
        return Parsed.of(Observations.observation(report, runs, List.of(), List.of()));
    }
}
