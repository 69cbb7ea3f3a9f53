package io.ghekeeper.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.rebuild.RebuildReason;
import io.ghekeeper.rebuild.RebuildReason.DirectoryState;
import io.ghekeeper.rebuild.RebuildSettings.RebuildChoice;
import io.ghekeeper.snapshot.RebuildAdvice;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The look at the store when the supervisor starts: what it holds up, and what it does not. */
class RebuildAtStartTest {
    private static final RebuildReason EMPTY = new RebuildReason(DirectoryState.EMPTY, "it has no snapshot");

    private final Look look = new Look();
    private final Starter starter = new Starter();
    private final AtomicInteger keepLane = new AtomicInteger();
    private RebuildAtStart rebuild;

    /** Instead of a store. */
    private static final class Look implements RebuildAtStart.StartLook {
        private final AtomicInteger asked = new AtomicInteger();
        private final List<Optional<RebuildAdvice>> noted = new CopyOnWriteArrayList<>();
        private final CountDownLatch answer = new CountDownLatch(1);
        private volatile Optional<RebuildReason> reason = Optional.of(EMPTY);
        private volatile Failure failure;
        private volatile boolean hangs;
        private volatile boolean unreadable;

        @Override
        public Optional<RebuildReason> reason(Consumer<String> faults) {
            asked.incrementAndGet();
            if (hangs) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
            return reason;
        }

        @Override
        public void requireReadable() {
            if (unreadable) {
                throw new Failure(FailureKind.CONFIGURATION_INVALID, "a plain one is refused", "Encrypt it.");
            }
        }

        @Override
        public void note(Optional<RebuildAdvice> seen) {
            noted.add(seen);
        }

        private Optional<String> state() {
            return noted.isEmpty()
                    ? Optional.of("nothing")
                    : noted.get(noted.size() - 1).map(RebuildAdvice::state);
        }
    }

    /** Instead of a process. */
    private static final class Starter implements KeepJob.KeepStarter {
        private final List<List<String>> begun = new CopyOnWriteArrayList<>();
        private volatile boolean alive;

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public void begin(KeepWork work, Runnable done) {
            alive = true;
            begun.add(work.arguments());
        }

        @Override
        public void end() {
            alive = false;
        }
    }

    private void start(RebuildChoice choice) {
        start(choice, Duration.ofMinutes(1));
    }

    private void start(RebuildChoice choice, Duration longestLook) {
        rebuild = new RebuildAtStart(choice, look, starter, keepLane::incrementAndGet, Clock.systemUTC(), longestLook);
        rebuild.keepLane();
    }

    @AfterEach
    void stop() {
        look.answer.countDown();
        rebuild.stop();
    }

    private void awaitNoted(String... states) {
        Awaitility.await().until(() -> look.noted.size() >= states.length);
        assertThat(look.noted)
                .extracting(seen -> seen.map(RebuildAdvice::state).orElse("fine"))
                .startsWith(states);
    }

    @Test
    void offAsksNoStoreAndForgetsWhatWasSeenBefore() {
        start(RebuildChoice.OFF);

        assertThat(look.noted).containsExactly(Optional.empty());
        assertThat(look.asked).hasValue(0);
        assertThat(rebuild.await()).isTrue();
        assertThat(keepLane).hasValue(1);
    }

    @Test
    void askSaysWhatItSawAndBackupsGoOn() {
        start(RebuildChoice.ASK);

        awaitNoted("empty");
        assertThat(rebuild.await()).isTrue();
        assertThat(keepLane).hasValue(1);
        assertThat(starter.begun).isEmpty();
    }

    @Test
    void aStoreThatHangsHoldsUpNeitherTheStartNorABackupWhereOneIsAsked() {
        look.hangs = true;

        start(RebuildChoice.ASK);

        assertThat(rebuild.await()).isTrue();
        assertThat(keepLane).hasValue(1);
    }

    @Test
    void whatCannotBeSeenIsUnknownAndNotFine() {
        look.failure = new Failure(FailureKind.STORE_FAILED, "the store is away", "Wait.");

        start(RebuildChoice.ASK);

        awaitNoted("unknown");
        assertThat(look.noted.get(0))
                .hasValueSatisfying(
                        advice -> assertThat(advice.words()).contains("it is not known", "the store is away"));
    }

    @Test
    void autoFillsTheDirectoryBeforeTheFirstBackupAndBeforeTheKeepLane() {
        start(RebuildChoice.AUTO);
        CompletableFuture<Boolean> backup = CompletableFuture.supplyAsync(rebuild::await);
        Awaitility.await().until(() -> starter.alive);
        rebuild.keepLane();

        assertThat(starter.begun).containsExactly(List.of("rebuild", "--scheduled", "1"));
        assertThat(backup).isNotDone();
        assertThat(keepLane).hasValue(0);

        look.reason = Optional.empty();
        starter.alive = false;

        assertThat(backup.join()).isTrue();
        awaitNoted("empty", "fine");
        Awaitility.await().until(() -> keepLane.get() > 0);
    }

    @Test
    void aRebuildThatFailedLeavesWhatItWasFor() {
        start(RebuildChoice.AUTO);
        Awaitility.await().until(() -> starter.alive);

        starter.alive = false;

        assertThat(rebuild.await()).isTrue();
        awaitNoted("empty", "empty");
        assertThat(starter.begun).hasSize(1);
    }

    @Test
    void nothingBeginsByItselfWhereAPersonIsNeededToReadTheArchive() {
        look.unreadable = true;

        start(RebuildChoice.AUTO);

        assertThat(rebuild.await()).isTrue();
        assertThat(starter.begun).isEmpty();
        assertThat(look.state()).contains("empty");
        Awaitility.await().until(() -> keepLane.get() > 0);
    }

    @Test
    void aBackupDoesNotWaitForeverForAStoreThatHangsAndNoRebuildComesBesideIt() {
        look.hangs = true;
        start(RebuildChoice.AUTO, Duration.ofMillis(20));

        assertThat(rebuild.await()).isTrue();

        look.answer.countDown();
        awaitNoted("empty");
        Awaitility.await().until(() -> keepLane.get() > 0);
        assertThat(starter.begun).isEmpty();
    }

    @Test
    void aStoreThatIsAwayForAMomentIsAskedAgainBeforeTheFirstBackup() {
        look.failure = new Failure(FailureKind.STORE_FAILED, "the store is away", "Wait.");
        start(RebuildChoice.AUTO, Duration.ofSeconds(20));
        CompletableFuture<Boolean> backup = CompletableFuture.supplyAsync(rebuild::await);
        awaitNoted("unknown");
        assertThat(keepLane).hasValue(0);

        look.failure = null;

        Awaitility.await().until(() -> starter.alive);
        assertThat(backup).isNotDone();
        look.reason = Optional.empty();
        starter.alive = false;
        assertThat(backup.join()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CONFIGURATION_INVALID", "STORE_DENIED", "AWS_CREDENTIALS_MISSING", "VOLUME_UNUSABLE"})
    void whatDoesNotPassByItselfHoldsUpNoBackup(FailureKind kind) {
        look.failure = new Failure(kind, "it is of a newer format", "Use a newer ghe-keeper.");

        start(RebuildChoice.AUTO);

        Awaitility.await().until(() -> keepLane.get() > 0);
        assertThat(rebuild.await()).isTrue();
        assertThat(look.asked).hasValue(1);
        assertThat(starter.begun).isEmpty();
        assertThat(look.state()).contains("unknown");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"STORE_FAILED", "AWS_UNREACHABLE", "AWS_THROTTLED", "AWS_CREDENTIALS_EXPIRED"})
    void whatMayPassIsAskedAgain(FailureKind kind) {
        look.failure = new Failure(kind, "the store is away", "Wait.");

        start(RebuildChoice.AUTO);

        Awaitility.await().until(() -> look.asked.get() > 1);
        assertThat(keepLane).hasValue(0);
    }

    /** In the first seconds of a pod, what gives it its role does not answer yet. */
    @Test
    void credentialsThatAreNotThereYetAreAskedForAgain() {
        look.failure = Failure.passing(FailureKind.AWS_CREDENTIALS_MISSING, "there is no token yet", "Wait.", null);

        start(RebuildChoice.AUTO);

        Awaitility.await().until(() -> look.asked.get() > 1);
        assertThat(keepLane).hasValue(0);
    }

    @Test
    void aBackupDoesNotWaitForeverForAStoreThatStaysAway() {
        look.failure = new Failure(FailureKind.STORE_FAILED, "the store is away", "Wait.");

        start(RebuildChoice.AUTO, Duration.ofMillis(60));

        assertThat(rebuild.await()).isTrue();
        Awaitility.await().until(() -> keepLane.get() > 0);
        assertThat(look.asked.get()).isGreaterThan(1);
        assertThat(starter.begun).isEmpty();
    }

    @Test
    void aDrillAsABackupBeginsWhenTheDirectoryIsFilled() {
        AtomicInteger drills = new AtomicInteger();
        start(RebuildChoice.AUTO);
        CompletableFuture<Void> drill = CompletableFuture.runAsync(
                () -> rebuild.first(cause -> drills.incrementAndGet()).accept(Run.Cause.HAND));
        Awaitility.await().until(() -> starter.alive);
        assertThat(drills).hasValue(0);

        starter.alive = false;

        drill.join();
        assertThat(drills).hasValue(1);
        rebuild.stop();
        rebuild.first(cause -> drills.incrementAndGet()).accept(Run.Cause.HAND);
        assertThat(drills).as("where the supervisor ends, none begins").hasValue(1);
    }

    @Test
    void theEndOfTheSupervisorEndsItAndLetsNoBackupBegin() {
        start(RebuildChoice.AUTO);
        CompletableFuture<Boolean> backup = CompletableFuture.supplyAsync(rebuild::await);
        Awaitility.await().until(() -> starter.alive);

        rebuild.stop();

        assertThat(backup.join()).isFalse();
        assertThat(starter.alive).isFalse();
        assertThat(keepLane).hasValue(0);
    }
}
