package io.ghekeeper.monitor;

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

class FreshTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void manyWhoAskAtOnceGetOneLook() throws Exception {
        Fresh<Integer> fresh = new Fresh<>(Duration.ofHours(1), looks::incrementAndGet);
        ExecutorService many = Executors.newFixedThreadPool(20);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(many.submit(fresh::get));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(1);
        }
        many.shutdown();
    }

    @Test
    void whatIsOldIsLookedAtAnew() {
        Fresh<Integer> fresh = new Fresh<>(Duration.ZERO, looks::incrementAndGet);

        assertThat(fresh.get()).isEqualTo(1);
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void aFailureIsNotKept() {
        Fresh<Integer> fresh = new Fresh<>(Duration.ofHours(1), () -> {
            if (looks.incrementAndGet() == 1) {
                throw new Failure(FailureKind.VOLUME_UNUSABLE, "the volume is away", "Wait.");
            }
            return looks.get();
        });

        assertThatThrownBy(fresh::get).hasMessage("the volume is away");
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void aLookThatHangsHoldsNobodyElseForLong() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Fresh<Integer> fresh = new Fresh<>(Duration.ofHours(1), Duration.ofMillis(50), () -> {
            begun.countDown();
            await(hangs);
            return 7;
        });
        ExecutorService other = Executors.newSingleThreadExecutor();
        other.execute(() -> assertThatThrownBy(fresh::get).isInstanceOf(Failure.class));
        begun.await();

        assertThatThrownBy(fresh::get)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE));

        hangs.countDown();
        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(fresh.get()).isEqualTo(7));
        other.shutdown();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLookThatHangsHoldsNotEvenTheFirstWhoAsks() {
        CountDownLatch hangs = new CountDownLatch(1);
        Fresh<Integer> fresh = new Fresh<>(Duration.ofHours(1), Duration.ofMillis(50), () -> {
            await(hangs);
            return looks.incrementAndGet();
        });

        assertThatThrownBy(fresh::get).hasMessageContaining("took longer than");
        assertThatThrownBy(fresh::get).hasMessageContaining("took longer than");
        hangs.countDown();

        Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(fresh.get()).isEqualTo(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
