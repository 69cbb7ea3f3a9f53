package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does that locks objects. */
abstract class LockingStoreContract extends ObjectStoreContract {
    private final Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @Override
    Optional<Instant> retained() {
        return Optional.of(later);
    }

    @Override
    void lock(ObjectStore store, ObjectKey key) {
        store.putIfAbsent(key, content("whole"), retained());
        store.retain(key, later.plusSeconds(1));
    }

    @Test
    void aRetainedObjectStaysAndItsTimeIsNeverShortened() {
        store().putIfAbsent(KEY, content("kept"));
        store().retain(KEY, later);
        store().retain(KEY, later.minusSeconds(3600));

        assertThatThrownBy(() -> store().delete(KEY))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));

        assertThat(store().find(KEY).orElseThrow().retainedUntil()).contains(later);
    }

    @Test
    void anObjectCanBePutWithItsRetention() {
        store().putIfAbsent(KEY, content("kept"), Optional.of(later));

        assertThat(store().find(KEY).orElseThrow().retainedUntil()).contains(later);
        assertThatThrownBy(() -> store().delete(KEY))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));

        store().retain(KEY, later.plusSeconds(3600));

        assertThat(store().find(KEY).orElseThrow().retainedUntil()).contains(later.plusSeconds(3600));
    }
}
