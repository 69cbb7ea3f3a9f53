package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.SetClock;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.schedule.Backoff;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationPassTest {
    /** The middle of what chance may give. */
    private static final RandomGenerator NO_JITTER = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound / 2;
        }
    };

    private static final String RUN = "20261120T091700Z-backup-0003";

    @TempDir
    private Path state;

    private final Hearer hearer = new Hearer("webhook");
    private Duration limit = TestTimeouts.LONG;
    private Samples.Report present = Samples.fine();
    private final SetClock clock = new SetClock(Samples.NOW);

    /** Somebody who hears, or does not. */
    private static final class Hearer implements Receiver {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private final String name;
        volatile boolean deaf;
        final AtomicInteger tries = new AtomicInteger();
        volatile CountDownLatch hanging = new CountDownLatch(0);

        Hearer(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String place() {
            return "here";
        }

        @Override
        public void deliver(Notification notice) {
            tries.incrementAndGet();
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (deaf) {
                throw new DeliveryException(DeliveryException.RetryChance.CAN_PASS, "no server answers there");
            }
            heard.add(notice.topic().word() + " " + notice.state());
        }
    }

    /** What a new process has. */
    private NotificationPass started(Disk disk, Supplier<StatusReport> report, Receiver... receivers) {
        return new NotificationPass(
                new DueNotifications(Samples.HOST, 14),
                report,
                new DeliveredStatesFile(disk, state),
                List.of(receivers).stream()
                        .map(receiver -> new DeliveryQueue(
                                receiver,
                                new Retries(pause -> {}),
                                new Backoff(Duration.ofMinutes(1), NO_JITTER),
                                clock,
                                limit))
                        .toList(),
                clock);
    }

    private NotificationPass started() {
        return started(new LocalDisk(), this::report, hearer);
    }

    private StatusReport report() {
        return present.at(clock.instant()).report();
    }

    private void later(Duration duration) {
        clock.pass(duration);
    }

    @Test
    void aRestartRepeatsNothing() throws Exception {
        present.failed(RUN, "volume-full");
        started().look(false);
        started().look(false);

        assertThat(hearer.heard).containsExactly("backup failing");

        present = Samples.fine();
        started().look(false);
        started().look(false);

        assertThat(hearer.heard).containsExactly("backup failing", "backup fine");
    }

    @Test
    void whileNothingChangesNothingIsWritten() throws Exception {
        FaultyDisk disk = FaultyDisk.sound();
        NotificationPass teller = started(disk, this::report, hearer);
        teller.look(false);
        teller.look(false);

        assertThat(disk.operations()).as("the lock is opened").isEqualTo(2);
        assertThat(state.resolve("told.json")).doesNotExist();
    }

    @Test
    void whoWasOutOfReachForLongHearsOnlyHowItIsNow() throws Exception {
        NotificationPass teller = started();
        hearer.deaf = true;
        present.failed(RUN, "volume-full").good(Duration.ofHours(31));
        teller.look(false);
        present = Samples.fine();
        later(Duration.ofDays(1));
        teller.look(false);
        present = Samples.fine().daysLeft(3, 1000);
        hearer.deaf = false;
        later(Duration.ofDays(1));
        teller.look(false);

        assertThat(hearer.heard).containsExactly("volume filling");
    }

    @Test
    void whoIsOutOfReachIsAskedEverLessOften() throws Exception {
        NotificationPass teller = started();
        hearer.deaf = true;
        present.failed(RUN, "volume-full");
        int day = 24 * 60;
        for (int minute = 0; minute < day; minute++) {
            teller.look(false);
            later(Duration.ofMinutes(1));
        }

        assertThat(hearer.tries.get() / 3).as("each look tries three times").isBetween(20, 32);
        hearer.deaf = false;
        later(Duration.ofHours(1));
        teller.look(false);
        assertThat(hearer.heard).containsExactly("backup failing");
    }

    @Test
    void theLastPassSkipsNoReceiver() throws Exception {
        NotificationPass teller = started();
        hearer.deaf = true;
        present.failed(RUN, "volume-full");
        teller.look(false);
        hearer.deaf = false;
        teller.look(false);
        assertThat(hearer.heard).isEmpty();

        teller.look(true);

        assertThat(hearer.heard).containsExactly("backup failing");
    }

    @Test
    void oneReceiverThatHangsKeepsNoOtherFromHearing() throws Exception {
        Hearer mail = new Hearer("mail");
        limit = Duration.ofMillis(400);
        hearer.hanging = new CountDownLatch(1);
        NotificationPass teller = started(new LocalDisk(), this::report, hearer, mail);
        present.failed(RUN, "volume-full");

        teller.look(false);
        later(Duration.ofHours(2));
        teller.look(false);

        assertThat(mail.heard).containsExactly("backup failing");
        assertThat(hearer.heard).isEmpty();
        assertThat(hearer.tries.get())
                .as("it is left to hang, and nothing is added")
                .isEqualTo(1);
        hearer.hanging.countDown();
        Awaitility.await().until(() -> !hearer.heard.isEmpty());
        later(Duration.ofHours(2));
        teller.look(false);
        assertThat(hearer.heard).as("it has arrived after all").containsExactly("backup failing");
        assertThat(Files.readString(state.resolve("told.json"))).contains("\"webhook\"");
    }

    @Test
    void aNewReceiverHearsWhatIsBad() throws Exception {
        present.failed(RUN, "volume-full");
        started().look(false);
        Hearer mail = new Hearer("mail");
        started(new LocalDisk(), this::report, hearer, mail).look(false);

        assertThat(hearer.heard).containsExactly("backup failing");
        assertThat(mail.heard).containsExactly("backup failing");
    }

    @Test
    void aNewInstallationIsLateOnlyAfterItsFirstDay() throws Exception {
        present.none();
        started().look(false);
        later(Duration.ofHours(26));
        started().look(false);
        assertThat(hearer.heard).isEmpty();

        later(Duration.ofMinutes(1));
        started().look(false);

        assertThat(hearer.heard).containsExactly("age late");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"format\": 99, \"receivers\": []}",
                "{\"format\": 1, \"noneSince\": \"soon\", \"receivers\": {\"webhook\": {\"backup\": 3, \"new\": \"x\"}}}"
            })
    void aFileThatIsDamagedOrNewerIsNoFailure(String content) throws Exception {
        Files.writeString(state.resolve("told.json"), content);
        present.failed(RUN, "volume-full");

        started().look(false);
        started().look(false);

        assertThat(hearer.heard).containsExactly("backup failing");
    }

    @Test
    void aFileThatIsNoFileIsNoFailure() throws Exception {
        Files.createDirectory(state.resolve("told.json"));
        present.failed(RUN, "volume-full");

        NotificationPass teller = started();
        teller.look(false);
        teller.look(false);

        assertThat(hearer.heard).containsExactly("backup failing");
    }

    /** The lock, and what an atomic write is made of. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whereverTheVolumeFailsPeopleHearOfItOnce(int operation) throws Exception {
        present.failed(RUN, "volume-unusable");
        for (Disk disk : List.of(FaultyDisk.failingOnce(operation), FaultyDisk.failingFrom(operation))) {
            hearer.heard.clear();
            Files.deleteIfExists(state.resolve("told.json"));
            NotificationPass teller = started(disk, this::report, hearer);
            teller.look(false);
            teller.look(false);

            assertThat(hearer.heard).containsExactly("backup failing");
        }
    }

    @Test
    void aStateThatCannotBeReadIsReported() throws Exception {
        NotificationPass teller = started(
                new LocalDisk(),
                () -> {
                    throw new Failure(FailureKind.VOLUME_NOT_MOUNTED, "nothing is mounted at /data", "Mount it.");
                },
                hearer);
        teller.look(false);
        teller.look(false);

        assertThat(hearer.heard).containsExactly("backup failing");
    }

    @Test
    void noCallerWaitsWhileAnotherOneReads() throws Exception {
        present.failed(RUN, "volume-full");
        try (DeliveredStatesFile.Lock other =
                new DeliveredStatesFile(new LocalDisk(), state).lock().orElseThrow()) {
            assertThat(other.held()).isPresent();
            assertThat(started().look(false)).isFalse();
        }

        assertThat(hearer.heard).isEmpty();
        assertThat(started().look(false)).isTrue();
        assertThat(hearer.heard).hasSize(1);
    }

    @Test
    void whatIsKeptIsForItsOwnerOnly() throws Exception {
        present.failed(RUN, "volume-full");
        started().look(false);

        assertThat(Files.getPosixFilePermissions(state.resolve("told.json"))).hasSize(2);
        assertThat(Files.readString(state.resolve("told.json"))).contains("\"backup\" : \"failing\"");
    }
}
