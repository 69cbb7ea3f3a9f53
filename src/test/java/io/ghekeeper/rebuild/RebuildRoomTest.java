package io.ghekeeper.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The room that a snapshot takes that could not be had whole. */
class RebuildRoomTest {
    private final List<String> dropped = new ArrayList<>();

    /** Full until something is dropped. */
    private final RebuildSource full = new RebuildSource() {
        @Override
        public Optional<RebuildReason> reason(int most) {
            throw new AssertionError();
        }

        @Override
        public List<String> candidates() {
            throw new AssertionError();
        }

        @Override
        public Optional<String> newestGood() {
            throw new AssertionError();
        }

        @Override
        public boolean bring(String id) {
            if (dropped.isEmpty()) {
                throw new Failure(FailureKind.VOLUME_FULL, "full", "Enlarge it.");
            }
            return true;
        }

        @Override
        public void dropUnfinished(String id) {
            dropped.add(id);
        }

        @Override
        public void makeCurrent() {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    };

    @Test
    void itIsGivenToTheNextSnapshotThatNeedsIt() {
        assertThat(RebuildRun.bring("20261120T031700", Set.of("20261121T031700"), full))
                .isTrue();

        assertThat(dropped).containsExactly("20261121T031700");
    }

    @Test
    void aVolumeThatIsFullOfOtherThingsIsFull() {
        assertThatThrownBy(() -> RebuildRun.bring("20261120T031700", Set.of(), full))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL));
        assertThat(dropped).isEmpty();
    }
}
