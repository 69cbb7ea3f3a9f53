package io.ghekeeper.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.cache.CachedValue;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path volume;

    private Past past;
    private ProcessCounters tally;
    private Observer observer;

    @BeforeEach
    void begin() {
        past = new Past(volume, NOW.minus(Duration.ofDays(2)));
        start(NOW.minus(HOUR));
    }

    /** Another process, which knows what is on the volume. */
    private void start(Instant at) {
        tally = new ProcessCounters(at);
        observer = observer(past.reader(), ObserverTest::surroundings);
    }

    private Observer observer(HistoryReader reader, Supplier<StatusInputs> surroundings) {
        return new Observer(
                past.journal(),
                reader,
                new StatusSettings(
                        Duration.ofHours(26),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "ghes.example.com",
                        true),
                new Observer.Outside(surroundings, List::of, ZoneOffset.UTC),
                tally);
    }

    private static StatusInputs surroundings() {
        return new StatusInputs(
                NOW,
                Optional.empty(),
                Past.ALIVE,
                List.of(),
                Optional.empty(),
                Volume.Condition.WRITABLE,
                Past.RELEASES,
                holder -> false);
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Shows that it was asked. */
    private static final class AskedClock extends Clock {
        private final CountDownLatch asked;

        AskedClock(CountDownLatch asked) {
            this.asked = asked;
        }

        @Override
        public Instant instant() {
            asked.countDown();
            return NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Observation look() {
        past.at(NOW);
        return observer.look();
    }

    @Test
    void theLastRunAndTheLastGoodOneAreDistinguished() {
        Run good = past.good(NOW.minus(HOUR.multipliedBy(9)), HOUR, run -> {});
        Run failed = past.failed(NOW.minus(HOUR.multipliedBy(3)));

        Observation seen = look();

        assertThat(seen.latest().get(Run.Kind.BACKUP).id()).isEqualTo(failed.id());
        assertThat(seen.latestSuccess().get(Run.Kind.BACKUP).id()).isEqualTo(good.id());
        assertThat(seen.troubles()).extracting(RunDetails::id).containsExactly(failed.id());
        assertThat(seen.runs()).extracting(RunSummary::id).containsExactly(failed.id(), good.id());
        assertThat(seen.latest()).doesNotContainKeys(Run.Kind.RESTORE, Run.Kind.DRILL);
    }

    @Test
    void aRowOfFailedSealsHidesNoFailedBackup() {
        Run failed = past.failed(NOW.minus(HOUR.multipliedBy(12)));
        for (int hours = 11; hours > 1; hours--) {
            past.failedSeal(NOW.minus(HOUR.multipliedBy(hours)));
        }
        Run newest = past.failedSeal(NOW.minus(HOUR));

        assertThat(look().troubles()).extracting(RunDetails::id).containsExactly(newest.id(), failed.id());
    }

    @Test
    void aSealThatSucceededEndsTheRowOfFailedOnes() {
        past.failedSeal(NOW.minus(HOUR.multipliedBy(2)));
        past.at(NOW.minus(HOUR));
        try (KeepLease lease = past.journal().acquireKeep()) {
            past.journal().begin(lease, Run.Kind.SEAL, Run.Trigger.HAND).end(Run.Outcome.SUCCEEDED, Optional.empty());
        }

        assertThat(look().troubles()).isEmpty();
    }

    @Test
    void aSkippedTickIsNotTheLastRun() {
        Run good = past.good(NOW.minus(HOUR.multipliedBy(9)), HOUR, run -> {});
        past.at(NOW.minus(HOUR));
        past.journal().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Past.REASON);

        assertThat(look().latest().get(Run.Kind.BACKUP).id()).isEqualTo(good.id());
    }

    @Test
    void theHistoryIsReadWhileTheSurroundingsWait() {
        past.good(NOW.minus(HOUR), HOUR.dividedBy(2), run -> {});
        CountDownLatch read = new CountDownLatch(1);
        HistoryReader reader = past.reader(new AskedClock(read));

        Observation seen = observer(reader, () -> {
                    assertThat(isReached(read)).isTrue();
                    return surroundings();
                })
                .look();

        assertThat(seen.status().lastGood()).isPresent();
    }

    @Test
    void aVolumeThatIsNotMountedIsNamedBeforeAJournalThatCannotBeRead() throws IOException {
        past.good(NOW.minus(HOUR), HOUR.dividedBy(2), run -> {});
        Files.move(past.journal().directory().resolve("runs"), volume.resolve("elsewhere"));
        Files.createFile(past.journal().directory().resolve("runs"));
        Failure missing = new Failure(FailureKind.VOLUME_NOT_MOUNTED, "no volume", "Mount it.");
        Observer unmounted = observer(past.reader(), () -> {
            throw missing;
        });

        assertThatThrownBy(this::look)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.JOURNAL_UNREADABLE));
        assertThatThrownBy(unmounted::look).isSameAs(missing);
    }

    @Test
    void anotherProcessReportsTheSameTimes() {
        past.good(NOW.minus(HOUR.multipliedBy(9)), HOUR, run -> {});
        past.failed(NOW.minus(HOUR.multipliedBy(3)));
        Observation before = look();

        start(NOW);

        Observation after = look();
        assertThat(after.latest()).isEqualTo(before.latest());
        assertThat(after.latestSuccess()).isEqualTo(before.latestSuccess());
        assertThat(after.status()).isEqualTo(before.status());
        assertThat(after.snapshots()).isEqualTo(before.snapshots());
    }

    @Test
    void countsEachRunOnceThatEndsSinceTheBegin() {
        past.failed(NOW.minus(HOUR.multipliedBy(3)));
        past.failed(NOW.minus(Duration.ofMinutes(30)));
        look();
        past.ended(NOW.minus(Duration.ofMinutes(20)), Duration.ofMinutes(1), Run.Outcome.SUSPECT, run -> {});

        look();
        ProcessCounters.CounterValues counts = look().counts();

        assertThat(counts.runs())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new ProcessCounters.Ended(Run.Kind.BACKUP, Run.Outcome.FAILED), 1L,
                        new ProcessCounters.Ended(Run.Kind.BACKUP, Run.Outcome.SUSPECT), 1L));
        assertThat(counts.failures())
                .containsExactly(Map.entry(new ProcessCounters.FailureLabel(Run.Kind.BACKUP, Past.REASON.code()), 1L));
    }

    @Test
    void countsRetriesAndMarkersOfARunAtItsEnd() {
        Run open = past.open(NOW.minus(Duration.ofMinutes(30)), run -> {
            run.record(RunEvent.of(
                    "marker cleared",
                    Map.of("marker", "in-progress", "proof", "no process has pid 7", "why", "no-process")));
            run.record(RunEvent.of("attempt failed", Map.of("wait", "1")));
            past.later(Duration.ofSeconds(2));
            run.record(RunEvent.of("step", Map.of("number", "1", "total", "1", "title", "x")));
        });
        assertThat(look().counts().markers()).isEmpty();

        past.at(NOW.minus(Duration.ofMinutes(1)));
        try (CaptureLease lease = past.journal().acquireCapture()) {
            past.journal().closeAbandoned(lease);
        }

        ProcessCounters.CounterValues counts = look().counts();
        assertThat(counts.retries()).containsExactly(Map.entry(Run.Kind.BACKUP, 1L));
        assertThat(counts.markers())
                .containsExactly(Map.entry(new ProcessCounters.Cleared("in-progress", "no-process"), 1L));
        assertThat(look().runs().get(0).id()).isEqualTo(open.id());
    }

    @Test
    void aRunThatGoesOnIsSeenToEnd() {
        try (CaptureLease lease = past.journal().acquireCapture()) {
            OpenRun run = past.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            assertThat(look().runs().get(0).state()).isEqualTo(RunSummary.RunState.RUNNING);

            run.end(Run.Outcome.SUCCEEDED, Optional.empty());

            assertThat(look().runs().get(0).state()).isEqualTo(RunSummary.RunState.SUCCEEDED);
        }
    }

    @Test
    void aSuspectOneIsSeenToBeAccepted() {
        Run suspect = past.ended(NOW.minus(HOUR), Duration.ofMinutes(1), Run.Outcome.SUSPECT, run -> {});
        assertThat(look().runs().get(0).state()).isEqualTo(RunSummary.RunState.SUSPECT);
        assertThat(look().snapshots().get(0).state()).isEqualTo(SnapshotEntry.SnapshotState.SUSPECT);

        try (CaptureLease lease = past.journal().acquireCapture()) {
            past.journal().accept(lease, suspect.id());
        }

        assertThat(look().runs().get(0).state()).isEqualTo(RunSummary.RunState.ACCEPTED);
        assertThat(look().snapshots().get(0).state()).isEqualTo(SnapshotEntry.SnapshotState.GOOD);
        assertThat(look().troubles()).isEmpty();
    }

    @Test
    void theKeyIsAsOldAsTheFirstRunThatOpenedIt() {
        opening("RSA 4096 bits SHA256:old", Duration.ofDays(1));
        opening("ED25519 256 bits SHA256:new", Duration.ofHours(20));
        past.failed(NOW.minus(Duration.ofHours(15)));
        opening("ED25519 256 bits SHA256:new", Duration.ofHours(10));

        assertThat(look().keySince()).contains(NOW.minus(Duration.ofHours(20)));
    }

    private void opening(String key, Duration ago) {
        past.good(
                NOW.minus(ago),
                Duration.ofMinutes(1),
                run -> run.record(RunEvent.of("key opened", Map.of("key", key))));
    }

    @Test
    void runsThatCannotBeReadDisturbNothing() throws IOException {
        Run broken = past.failed(NOW.minus(HOUR.multipliedBy(3)));
        Files.writeString(volume.resolve("ghe-keeper/runs").resolve(broken.id()).resolve("run.json"), "{");
        past.good(NOW.minus(HOUR.multipliedBy(9)), HOUR, run -> {});

        assertThat(look().runs()).hasSize(1);
        assertThat(look().status().unreadable()).hasSize(1);
    }

    @Test
    void aRecordThatCannotBeReadForAWhileIsSeenAndCountedOnce() throws IOException {
        Run run = past.good(NOW.minus(Duration.ofMinutes(30)), Duration.ofMinutes(1), open -> {});
        Path record = volume.resolve("ghe-keeper/runs").resolve(run.id()).resolve("run.json");
        Path aside = volume.resolve("aside");
        Files.move(record, aside);
        assertThat(look().latestSuccess()).isEmpty();

        Files.move(aside, record);

        assertThat(look().latestSuccess().get(Run.Kind.BACKUP).id()).isEqualTo(run.id());
        assertThat(look().counts().runs().values()).containsExactly(1L);
    }

    @Test
    void anOldRecordIsTriedAgainByAndBy() throws IOException {
        Run run = past.good(NOW.minus(Duration.ofMinutes(59)), Duration.ofSeconds(10), open -> {});
        for (int i = 0; i < 60; i++) {
            past.at(NOW.minus(Duration.ofMinutes(30)).plusSeconds(i));
            past.journal().skip(Run.Kind.BACKUP, new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()), Past.REASON);
        }
        Path record = volume.resolve("ghe-keeper/runs").resolve(run.id()).resolve("run.json");
        Path aside = volume.resolve("aside");
        Files.move(record, aside);
        assertThat(look().latestSuccess()).isEmpty();

        Files.move(aside, record);

        assertThat(IntStream.range(0, 30).mapToObj(i -> look().latestSuccess()).toList())
                .last()
                .satisfies(seen -> assertThat(seen.get(Run.Kind.BACKUP).id()).isEqualTo(run.id()));
    }

    @Test
    void countsNoRunAgainThatComesBackWithItsVolume() throws IOException {
        past.failed(NOW.minus(Duration.ofMinutes(30)));
        assertThat(look().counts().runs().values()).containsExactly(1L);

        Files.move(volume.resolve("ghe-keeper"), volume.resolve("away"));
        assertThat(look().runs()).isEmpty();
        Files.move(volume.resolve("away"), volume.resolve("ghe-keeper"));

        assertThat(look().runs()).hasSize(1);
        assertThat(look().counts().runs().values()).containsExactly(1L);
    }

    @Test
    void countsARunThatItSawEndWhateverTheClockSays() {
        start(NOW.plus(Duration.ofDays(1)));
        try (CaptureLease lease = past.journal().acquireCapture()) {
            OpenRun run = past.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND);
            assertThat(look().counts().runs()).isEmpty();

            run.end(Run.Outcome.SUCCEEDED, Optional.empty());
        }

        assertThat(look().counts().runs().values()).containsExactly(1L);
    }

    @Test
    void noRecordMakesAFailureAccepted() throws IOException {
        Run failed = past.failed(NOW.minus(HOUR));
        Path record = volume.resolve("ghe-keeper/runs").resolve(failed.id()).resolve("run.json");
        String accepted = "{\"at\": \"2026-11-20T11:30:00Z\", \"name\": \"accepted\"}";
        Files.writeString(record, Files.readString(record).replace("\"events\" : [", "\"events\" : [ " + accepted));

        assertThat(look().latest().get(Run.Kind.BACKUP).state()).isEqualTo(RunSummary.RunState.FAILED);
    }

    @Test
    void aRunOfTheFutureIsNotTheLastOne() {
        past.failed(NOW.plus(Duration.ofDays(300)));
        Run failed = past.failed(NOW.minus(HOUR.multipliedBy(12)));
        Run good = past.good(NOW.minus(HOUR.multipliedBy(9)), HOUR, run -> {});

        assertThat(look().latest().get(Run.Kind.BACKUP).id()).isEqualTo(good.id());
        assertThat(look().troubles()).extracting(RunDetails::id).containsExactly(failed.id());
    }

    @Test
    void aRestoreOfTheFutureIsNotTheLastOne() {
        for (Duration ago : List.of(Duration.ofDays(-300), HOUR)) {
            past.at(NOW.minus(ago));
            try (CaptureLease lease = past.journal().acquireCapture()) {
                past.journal()
                        .begin(lease, Run.Kind.RESTORE, Run.Trigger.HAND)
                        .end(Run.Outcome.FAILED, Optional.of(Past.REASON));
            }
        }

        Observation seen = look();

        assertThat(seen.status().lastRestore().orElseThrow().end()).isEqualTo(NOW.minus(HOUR));
        assertThat(seen.latest().get(Run.Kind.RESTORE).id())
                .isEqualTo(seen.status().lastRestore().orElseThrow().run());
    }

    @Test
    void aVolumeThatHangsIsAFailureThatNamesIt() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), Duration.ofMillis(50), () -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 7;
        });

        assertThatThrownBy(() -> Observer.inTime(value))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE));
        hangs.countDown();
    }

    @Test
    void readingDoesNotTakeTheLeaseFromTheRunInProgress() {
        try (CaptureLease lease = past.journal().acquireCapture()) {
            assertThat(look().lease()).isEqualTo(Observation.LeaseState.HELD_HERE);

            past.journal().begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND).end(Run.Outcome.FAILED, Optional.empty());
        }
        assertThat(look().lease()).isEqualTo(Observation.LeaseState.FREE);
    }
}
