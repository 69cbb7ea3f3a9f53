package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    private long now = -5 * SECOND;
    private final List<Long> pauses = new ArrayList<>();
    private final RateLimit limit = new RateLimit(1000, () -> now, nanos -> {
        pauses.add(nanos);
        now += nanos;
    });

    @Test
    void soManyBytesASecondAreReadAtMost() {
        long begin = now;

        for (int i = 0; i < 30; i++) {
            limit.take(500, () -> {});
        }

        assertThat(now - begin).isEqualTo(15 * SECOND);
    }

    @Test
    void readersThatAreSlowerAreNotHeldBack() {
        for (int i = 0; i < 30; i++) {
            now += SECOND;
            limit.take(100, () -> {});
        }

        assertThat(pauses).allMatch(nanos -> nanos <= SECOND / 10);
    }

    @Test
    void timeThatWasNotUsedIsNotMadeUpFor() {
        now += 3600 * SECOND;
        long begin = now;

        limit.take(1000, () -> {});
        limit.take(1000, () -> {});

        assertThat(now - begin).isEqualTo(2 * SECOND);
    }

    @Test
    void aReaderThatWaitsEndsWithTheRun() {
        RuntimeException end = new IllegalStateException("cancelled");

        assertThatThrownBy(() -> limit.take(1_000_000_000, () -> {
                    if (pauses.size() == 3) {
                        throw end;
                    }
                }))
                .isSameAs(end);

        assertThat(pauses).hasSize(3).allMatch(nanos -> nanos <= SECOND / 10);
    }

    @Test
    void readersWaitForEachOther() {
        long begin = now;
        limit.take(1000, () -> {});
        now = begin; // another thread, at the same time

        limit.take(1000, () -> {});

        assertThat(now - begin).isEqualTo(2 * SECOND);
    }
}
