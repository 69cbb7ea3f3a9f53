package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Inbox;
import io.ghekeeper.lab.TestTimeouts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingsIT {
    private static final Duration LONG = TestTimeouts.LONG;
    private static final UUID RUN = UUID.fromString("728b3763-ea80-4113-9fc0-f99b3adb226a");

    private final List<Duration> pauses = new ArrayList<>();
    private Inbox inbox;
    private Ping ping;
    private Pings pings;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
        ping = new Ping(new Secret.Given(inbox.check()), new HttpSender(Duration.ofSeconds(10)));
        pings = new Pings(ping, new Retries(pauses::add));
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private static Run run(String id, Run.Kind kind, Optional<Run.Outcome> outcome) {
        return new Run(
                id,
                kind,
                new Run.Cause(Run.Trigger.SCHEDULE, Optional.empty()),
                Samples.NOW,
                ProcessIdentity.thisProcess(),
                List.of(new Run.Event(Samples.NOW, RunEvent.of("step", Map.of()))),
                outcome.filter(Run.Outcome.SUCCEEDED::equals).map(any -> "20261120T093000"),
                outcome.map(how -> new Run.End(
                        Samples.NOW,
                        how,
                        how == Run.Outcome.SUCCEEDED
                                ? Optional.empty()
                                : Optional.of(new Run.Reason("volume-full", "it is full", "Make it larger.")))));
    }

    private void finish(String id, Run.Kind kind, Run.Outcome outcome) {
        pings.changed(run(id, kind, Optional.empty()));
        pings.changed(run(id, kind, Optional.empty()));
        pings.changed(run(id, kind, Optional.of(outcome)));
    }

    @Test
    void reportsTheBeginAndTheEndOfEachBackupWithOneId() throws Exception {
        finish("a-backup-1", Run.Kind.BACKUP, Run.Outcome.SUCCEEDED);
        finish("a-backup-2", Run.Kind.BACKUP, Run.Outcome.FAILED);
        pings.end(LONG);

        String first = "?rid=" + UUID.nameUUIDFromBytes("a-backup-1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String second =
                "?rid=" + UUID.nameUUIDFromBytes("a-backup-2".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(inbox.pings()).containsExactly("/start" + first, first, "/start" + second, "/fail" + second);
        assertThat(inbox.pingBodies())
                .containsExactly(
                        "run a-backup-1 has begun",
                        "run a-backup-1 succeeded, snapshot 20261120T093000",
                        "run a-backup-2 has begun",
                        "run a-backup-2 failed (volume-full): it is full. Make it larger.");
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED,''", "FAILED,/fail", "SUSPECT,/fail", "INTERRUPTED,/fail"})
    void onlyAGoodEndIsASuccess(Run.Outcome outcome, String path) throws Exception {
        finish("a-backup-1", Run.Kind.BACKUP, outcome);
        pings.end(LONG);

        assertThat(inbox.pings()).hasSize(2).last().asString().startsWith(path + "?rid=");
    }

    @Test
    void ofSkippedTicksRestoresAndRunsOfOtherProcessesItSaysNothing() throws Exception {
        pings.changed(run("a-backup-1", Run.Kind.BACKUP, Optional.of(Run.Outcome.SKIPPED)));
        pings.changed(run("a-backup-2", Run.Kind.BACKUP, Optional.of(Run.Outcome.INTERRUPTED)));
        finish("a-restore-3", Run.Kind.RESTORE, Run.Outcome.SUCCEEDED);
        finish("a-drill-4", Run.Kind.DRILL, Run.Outcome.FAILED);
        pings.end(LONG);

        assertThat(inbox.requests()).isZero();
    }

    @Test
    void isTriedAgainAndStaysInOrder() throws Exception {
        inbox.answerAtFirst(2, WireMock.aResponse().withStatus(503));

        finish("a-backup-1", Run.Kind.BACKUP, Run.Outcome.SUCCEEDED);
        pings.end(LONG);

        assertThat(inbox.pings()).hasSize(4).last().asString().startsWith("?rid=");
        assertThat(inbox.pings().subList(0, 3)).allMatch(each -> each.startsWith("/start"));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aRunIsNeverKeptWaitingAndTheEndNotForLong() throws Exception {
        inbox.answer(WireMock.ok().withFixedDelay(5000));
        long begin = System.nanoTime();

        for (int i = 0; i < 1000; i++) {
            finish("a-backup-" + i, Run.Kind.BACKUP, Run.Outcome.SUCCEEDED);
        }
        pings.end(Duration.ofMillis(300));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hc.example.com/ping/u, https://hc.example.com/ping/u/start?rid=",
        "https://hc.example.com/ping/u/, https://hc.example.com/ping/u/start?rid=",
        "https://hc.example.com:8443/k/slug?create=1, https://hc.example.com:8443/k/slug/start?create=1&rid=",
        "https://hc.example.com, https://hc.example.com/start?rid=",
        "https://hc.example.com/a%2Fb/?, https://hc.example.com/a%2Fb/start?rid="
    })
    void theSignalComesBelowTheCheckWhateverItsUrlIs(String check, String address) {
        assertThat(Ping.address(URI.create(check), Ping.Signal.START, Optional.of(RUN)))
                .hasToString(address + RUN);
    }

    @Test
    void aCheckThatItDoesNotKnowIsAFailureThoughItAnswers200() {
        inbox.answer(WireMock.ok("OK (not found)"));

        assertThatThrownBy(() -> ping.signal(Ping.Signal.SUCCESS, Optional.empty(), ""))
                .isInstanceOf(DeliveryException.class)
                .hasMessage("it knows no such check");
    }

    @Test
    void aTestIsOnlyNotedThere() {
        ping.deliver(Samples.notice("a test", "Nothing is to be done."));

        assertThat(inbox.pings()).containsExactly("/log");
    }
}
