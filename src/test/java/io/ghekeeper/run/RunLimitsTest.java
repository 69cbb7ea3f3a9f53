package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RunLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration HOURS = Duration.ofHours(6);

    private final AtomicInteger ends = new AtomicInteger();
    private volatile Optional<Failure> excess = Optional.empty();

    @Test
    void whatCannotBeSeenIsNoSignOfLife() {
        try (RunLimits watch = watch(HOURS, SHORT, () -> false, () -> {
            throw new IllegalStateException("cannot list the processes");
        })) {
            watch.workBegins();

            assertTrips(watch, FailureKind.RUN_SILENT);
        }
    }

    @Test
    void aSignOfLifeThatCannotBeSeenForAWhileEndsNothing() {
        AtomicInteger looks = new AtomicInteger();
        try (RunLimits watch = watch(HOURS, Duration.ofSeconds(10), () -> false, () -> {
            if (looks.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("cannot list the processes");
            }
            return looks.get();
        })) {
            watch.workBegins();

            Awaitility.await().until(() -> looks.get() >= 4);
            assertThat(watch.reason()).isEmpty();
        }
    }

    @Test
    void aRequestToCancelThatCannotBeSeenHoldsNoLimit() {
        BooleanSupplier unseen = () -> {
            throw new IllegalStateException("cannot be read");
        };
        try (RunLimits watch = watch(SHORT, SHORT, unseen, () -> 0)) {
            assertTrips(watch, FailureKind.RUN_OVERDUE);
        }
    }

    @Test
    void anEndThatFailsIsTriedAgain() {
        LimitSettings limits = limits(SHORT, SHORT);
        try (RunLimits watch = new RunLimits(limits, () -> false, () -> 0, Optional::empty, () -> {
            ends.incrementAndGet();
            throw new IllegalStateException("cannot list the processes");
        })) {
            Awaitility.await().until(() -> watch.reason().isPresent() && ends.get() > 2);
        }
    }

    @Test
    void workThatMindsNoInterruptHoldsNoRun() {
        CountDownLatch never = new CountDownLatch(1);
        try (RunLimits watch = watch(SHORT, SHORT, () -> false, () -> 0)) {
            assertThatThrownBy(() -> watch.await(() -> uninterruptibly(never)))
                    .isSameAs(watch.reason().orElseThrow());
        } finally {
            never.countDown();
        }
    }

    /** A key that AWS gives too late must not stay in memory. */
    @Test
    void whatComesAfterTheEndIsHandedToWhoTakesTheUnclaimed() {
        CountDownLatch late = new CountDownLatch(1);
        AtomicReference<String> unclaimed = new AtomicReference<>();
        try (RunLimits watch = watch(SHORT, SHORT, () -> false, () -> 0)) {
            assertThatThrownBy(() -> watch.await(() -> uninterruptibly(late) ? "key" : "", unclaimed::set))
                    .isSameAs(watch.reason().orElseThrow());
            assertThat(unclaimed.get()).isNull();

            late.countDown();

            Awaitility.await().until(() -> "key".equals(unclaimed.get()));
        } finally {
            late.countDown();
        }
    }

    @Test
    void theReasonCountsAndNotWhatTheWorkSaysThatWasEnded() {
        try (RunLimits watch = watch(SHORT, SHORT, () -> false, () -> 0)) {
            assertThatThrownBy(() -> watch.await(() -> {
                        try {
                            return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException("interrupted", e);
                        }
                    }))
                    .isSameAs(watch.reason().orElseThrow());
        }
    }

    @Test
    void whatTheWorkGivesOrThrowsIsHandedOn() {
        IllegalStateException fault = new IllegalStateException("a fault");
        try (RunLimits watch = watch(HOURS, HOURS, () -> false, () -> 0)) {
            assertThat(watch.await(() -> "done")).isEqualTo("done");
            assertThatThrownBy(() -> watch.await(() -> {
                        throw fault;
                    }))
                    .isSameAs(fault);
        }
    }

    @Test
    void whatIsTooMuchEndsTheRun() {
        try (RunLimits watch = watch(HOURS, Duration.ofSeconds(1), () -> false, System::nanoTime)) {
            excess = Optional.of(new Failure(FailureKind.OUTPUT_TOO_LONG, "too much", "Look."));

            assertTrips(watch, FailureKind.OUTPUT_TOO_LONG);
        }
    }

    private static boolean uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return true;
            } catch (InterruptedException deaf) {
                // As a name service is.
            }
        }
    }

    private void assertTrips(RunLimits watch, FailureKind kind) {
        Awaitility.await().until(() -> watch.reason().isPresent() && ends.get() > 0);
        assertThat(watch.reason().orElseThrow().kind()).isEqualTo(kind);
    }

    private RunLimits watch(Duration time, Duration silence, BooleanSupplier cancelled, LongSupplier signOfLife) {
        return new RunLimits(limits(time, silence), cancelled, signOfLife, () -> excess, ends::incrementAndGet);
    }

    private static LimitSettings limits(Duration time, Duration silence) {
        return new LimitSettings("backup", time, silence);
    }
}
