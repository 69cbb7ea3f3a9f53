package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodRunTest {
    private static final Instant NOW = Instant.parse("2026-11-20T03:17:00Z");

    @TempDir
    private Path directory;

    @Test
    void behindTenThousandFailuresOnlyTheNewestAreRead() throws IOException {
        Run good = run(Run.Outcome.SUCCEEDED, NOW);
        List<String> ids = Stream.concat(
                        IntStream.range(0, 10_000).mapToObj(i -> "20261121T00-" + (99_999 - i)), Stream.of(good.id()))
                .toList();
        List<String> asked = new ArrayList<>();

        Optional<Run> found = new LastGoodRun(new LocalDisk(), pointer()).find(ids, id -> {
            asked.add(id);
            return Optional.of(good).filter(run -> run.id().equals(id));
        });

        assertThat(found).contains(good);
        assertThat(asked).hasSizeLessThan(200);
    }

    @Test
    void aGoodRunThatItsProcessDiedBeforeNamingIsFoundAndNamedByTheNext() throws IOException {
        run(Run.Outcome.SUCCEEDED, NOW.minusSeconds(3600));
        String stale = Files.readString(pointer());
        Run newer = run(Run.Outcome.SUCCEEDED, NOW.minusSeconds(60));
        Files.writeString(pointer(), stale);

        assertThat(journal(NOW).lastGood()).contains(newer);

        closeAbandoned();

        assertThat(pointer()).hasContent(newer.id());
    }

    @Test
    void aPointerThatIsLostOrNamesNoGoodRunIsWrittenAgain() throws IOException {
        Run good = run(Run.Outcome.SUCCEEDED, NOW.minusSeconds(3600));
        Run failed = run(Run.Outcome.FAILED, NOW.minusSeconds(60));
        for (String content : List.of("", failed.id(), "../..", "\0")) {
            Files.writeString(pointer(), content);

            assertThat(journal(NOW).lastGood()).as(content).contains(good);
        }
        Files.delete(pointer());
        assertThat(journal(NOW).lastGood()).contains(good);

        closeAbandoned();

        assertThat(pointer()).hasContent(good.id());
    }

    @Test
    void acceptingAnOlderSnapshotNeverHidesANewerGoodOne() {
        Run suspect = run(Run.Outcome.SUSPECT, NOW.minusSeconds(3600));
        Run newer = run(Run.Outcome.SUCCEEDED, NOW.minusSeconds(60));
        Journal journal = journal(NOW);

        try (CaptureLease lease = journal.acquireCapture()) {
            journal.accept(lease, suspect.id());
        }

        assertThat(journal.lastGood()).contains(newer);
        assertThat(pointer()).hasContent(newer.id());
    }

    private Path pointer() {
        return directory.resolve("ghe-keeper/last-good");
    }

    private void closeAbandoned() {
        Journal journal = journal(NOW);
        try (CaptureLease lease = journal.acquireCapture()) {
            journal.closeAbandoned(lease);
        }
    }

    private Run run(Run.Outcome outcome, Instant at) {
        Journal journal = journal(at);
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            run.end(outcome, Optional.empty());
            return run.run();
        }
    }

    private Journal journal(Instant now) {
        return new Journal(
                new JournalSettings(directory.resolve("ghe-keeper"), 1000, Duration.ofDays(400)),
                new LocalDisk(),
                Clock.fixed(now, ZoneOffset.UTC),
                run -> {});
    }
}
