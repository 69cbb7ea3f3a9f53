package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PlantedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which runs, snapshots and lines of a log a person asks for, and gets. */
class ListingIT extends OneDeployment {
    private static final String LOG = """
            2026-01-03T00:00:01Z  KEEPER  appliance reached: github.example.com
            2026-01-03T00:00:02Z  KEEPER  step 1/12 GitHub secrets
            2026-01-03T00:00:02Z  INFO  Backing up GitHub secrets ...
            repositories/a/b/failed-error.git
            2026-01-03T00:00:03Z  WARN  storage is slow
            2026-01-03T00:00:04Z  KEEPER  step 2/12 MySQL
            ghe-export-mysql: access denied
            2026-01-03T00:00:05Z  KEEPER  failed: these steps failed: mysql
            """;

    private Journal journal;

    @BeforeEach
    void aPast() throws IOException {
        journal = HandMade.journal(deployment);
        journal.acquireCapture().close();
        PlantedRuns planted = new PlantedRuns(deployment.state());
        planted.plant("20260101T000000Z-backup-aaaa", "succeeded");
        planted.plant("20260102T000000Z-backup-bbbb", "interrupted");
        planted.plant("20260103T000000Z-backup-cccc", "failed");
        Files.writeString(journal.output("20260103T000000Z-backup-cccc"), LOG);
        Path damaged = Files.createDirectory(deployment.state().resolve("runs/20260102T120000Z-drill-dddd"));
        Files.writeString(damaged.resolve("run.json"), "{");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--since 2026-01-02 | cccc,bbbb,dddd",
                "--since 2026-01-03T00:00:00Z | cccc",
                "--since 1h | ''",
                "--outcome failed | cccc,dddd",
                "--outcome failed,interrupted --kind backup | cccc,bbbb",
                "--outcome FAILED --outcome succeeded --kind backup | cccc,aaaa",
                "--kind restore | ''",
                "--kind drill | dddd",
                "--kind backup --last 1 | cccc"
            })
    void runsAreChosenByTimeKindAndOutcome(String options, String runs) {
        Deployment.Result result = typed(("runs " + options).split(" "));

        assertThat(result.status()).as(result.err()).isZero();
        List<String> expected =
                Stream.of(runs.split(",")).filter(run -> !run.isEmpty()).toList();
        assertThat(result.out().lines().filter(line -> line.contains("-backup-") || line.contains("-drill-")))
                .as(result.out())
                .hasSameSizeAs(expected);
        expected.forEach(run -> assertThat(result.out()).contains(run));
        assertThat(result.out().startsWith("no such run")).isEqualTo(!runs.matches(".*[abc].*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--since tomorrow", "--kind backups", "--outcome good", "--since \u001b[2J"})
    void whatIsNoTimeKindOrOutcomeIsNamedWithWhatIs(String options) {
        Deployment.Result result = typed(("runs " + options).split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).containsPattern("(is none of .*(restore|failed)|is not a duration as 24h)");
        assertThat(result.err()).doesNotContain("\u001b").hasLineCount(2);
    }

    @Test
    void aRunAndASnapshotAreShownWithAllThatIsRecorded() throws IOException {
        Path snapshot = Files.createDirectories(deployment.data().resolve("20260104T000000"));
        Files.writeString(snapshot.resolve("version"), "v3.12.1\n");
        String id;
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot("20260104T000000");
            run.record(RunEvent.of("step", Map.of("number", "1", "total", "2", "title", "Git\u001b[2J repositories")));
            run.record(
                    RunEvent.of("captured", Map.of("files", "8", "linked", "6", "bytes", "40960", "new-bytes", "512")));
            run.record(RunEvent.of("loss", Map.of("what", "pages: 3 instead of 12")));
            run.end(Run.Outcome.SUSPECT, Optional.of(new Run.Reason("snapshot-suspect", "holds less", "Look.")));
            id = run.run().id();
        }

        assertThat(typed("runs", "show", "last").out())
                .contains("run         " + id, "backup, begun by schedule", "outcome     suspect", "snapshot-suspect: ")
                .contains("lacks       pages: 3 instead of 12", "steps       Git repositories: ", "snapshot    2026")
                .contains("ghe-keeper logs " + id)
                .doesNotContain("\u001b");
        assertThat(typed("snapshots", "show", "20260104").out())
                .contains("snapshot    20260104T000000", "begun       2026-01-04 00:00:00 UTC, ")
                .contains("state       suspect", "8 files, 40.0 KiB", "lacks       pages: 3 instead of 12", id);
        refused("snapshots show 20010101T000000", 80, "snapshot-unknown");
        refused("snapshots show x\u001b[2J", 80, "snapshot-unknown");
        refused("runs show nosuch", 58, "run-unknown");
        refused("runs show dddd", journalUnreadable(), "journal-unreadable");
    }

    private static int journalUnreadable() {
        return FailureKind.JOURNAL_UNREADABLE.exitStatus();
    }

    private void refused(String command, int status, String code) {
        Deployment.Result result = typed(command.split(" "));

        assertThat(result.status()).as(command).isEqualTo(status);
        assertThat(result.err()).startsWith("ERROR [" + code + "]").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tail 1 | 8",
                "--tail=2 | 7,8",
                "--tail 0 | ''",
                "--tail 99 | 1,2,3,4,5,6,7,8",
                "--steps | 1,2,6,8",
                "--failures | 5,7,8",
                "--steps --failures | 1,2,5,6,7,8",
                "--steps --tail 2 | 6,8",
                "--failures --tail 1 -f | 8"
            })
    void aLogIsPrintedInPart(String options, String lines) {
        String out = typed(("logs last " + options).split(" ")).out();

        List<String> all = LOG.lines().toList();
        assertThat(out.lines())
                .containsExactlyElementsOf(Stream.of(lines.split(","))
                        .filter(line -> !line.isEmpty())
                        .map(line -> all.get(Integer.parseInt(line) - 1))
                        .toList());
    }

    @Test
    void withoutARunTheLogIsThatOfTheRunningOneElseOfTheLast() throws IOException {
        assertThat(typed("logs").out()).isEqualTo(LOG);
        assertThat(typed("logs", "--tail", "-1").status()).isEqualTo(2);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            Files.writeString(run.output(), "it goes on\n");

            assertThat(typed("logs").out()).isEqualTo("it goes on\n");
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        }
    }

    @Test
    void aFollowedLogIsFilteredLineByLineUntilTheEnd() throws Exception {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            Files.writeString(run.output(), "an error\nfine\nerror two\n");
            Path seen = folder.resolve("followed");
            Process follower = deployment.start(seen, "logs", "-f", "--failures", "--tail=1");

            Awaitility.await().untilAsserted(() -> assertThat(seen).hasContent("error two"));
            Files.writeString(run.output(), "an error\nfine\nerror two\nfine\nerror three");
            run.end(Run.Outcome.SUCCEEDED, Optional.empty());

            assertThat(follower.waitFor()).isZero();
            assertThat(seen).hasContent("error two\nerror three");
        }
    }

    @Test
    void helpAndVersionNeedNoConfiguration() {
        assertThat(typed("help", "snapshots", "accept").out()).startsWith("Usage: ghe-keeper snapshots accept ");
        assertThat(typed("help").out()).startsWith("Usage: ghe-keeper ");
        assertThat(typed("version").out()).isEqualTo(typed("--version").out());
        Deployment.Result unknown = typed("help", "snapshots", "nosuch");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("ERROR: ghe-keeper snapshots has no command 'nosuch'\n");
    }

    private Deployment.Result typed(String... arguments) {
        return Typed.at(deployment, arguments);
    }
}
