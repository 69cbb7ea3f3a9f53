package io.ghekeeper.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CachedValueTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AtomicInteger makings = new AtomicInteger();

    @Test
    void manyReadersAtOnceCostOneMaking() throws Exception {
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), TIMEOUT, makings::incrementAndGet);
        ExecutorService many = Executors.newFixedThreadPool(20);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(many.submit(value::get));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(1);
        }
        many.shutdown();
    }

    @Test
    void anOldValueIsMadeAgain() {
        CachedValue<Integer> value = new CachedValue<>(Duration.ZERO, TIMEOUT, makings::incrementAndGet);

        assertThat(value.get()).isEqualTo(1);
        assertThat(value.get()).isEqualTo(2);
    }

    @Test
    void aValueIsPreparedForTheReaderThatComesNext() throws InterruptedException {
        CountDownLatch made = new CountDownLatch(1);
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), TIMEOUT, () -> {
            made.countDown();
            return makings.incrementAndGet();
        });

        value.prepare();

        assertThat(made.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        value.prepare();
        assertThat(value.get()).isEqualTo(1);
    }

    @Test
    void aFailureIsNotKept() {
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), TIMEOUT, () -> {
            if (makings.incrementAndGet() == 1) {
                throw new Failure(FailureKind.VOLUME_UNUSABLE, "the volume is away", "Wait.");
            }
            return makings.get();
        });

        assertThatThrownBy(value::get).hasMessage("the volume is away");
        assertThat(value.get()).isEqualTo(2);
    }

    @Test
    void aSourceThatHangsHoldsNoOtherReader() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), Duration.ofMillis(50), () -> {
            begun.countDown();
            await(hangs);
            return 7;
        });
        ExecutorService other = Executors.newSingleThreadExecutor();
        other.execute(() -> assertThatThrownBy(value::get).isInstanceOf(CachedValue.Late.class));
        begun.await();

        assertThatThrownBy(value::get).isInstanceOf(CachedValue.Late.class);

        hangs.countDown();
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(value.get()).isEqualTo(7));
        other.shutdown();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSourceThatHangsDoesNotHoldTheFirstReader() {
        CountDownLatch hangs = new CountDownLatch(1);
        CachedValue<Integer> value = new CachedValue<>(Duration.ofHours(1), Duration.ofMillis(50), () -> {
            await(hangs);
            return makings.incrementAndGet();
        });

        assertThatThrownBy(value::get).isInstanceOf(CachedValue.Late.class);
        assertThatThrownBy(value::get).isInstanceOf(CachedValue.Late.class);
        hangs.countDown();

        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(value.get()).isEqualTo(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
