package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextRetentionTest {
    @TempDir
    private Path volume;

    private OneKeepLane lane;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
        lane.good("20261120T090000");
    }

    private Optional<List<String>> due(boolean storeHasPolicy) {
        return new NextRetention(lane.reader(), lane.plans(99), storeHasPolicy)
                .due(lane.clock().instant())
                .map(KeepWork::arguments);
    }

    @Test
    void aStoreWithAPolicyHasARunADayAlsoWhereTheVolumeLosesNothing() throws IOException {
        assertThat(due(false)).isEmpty();
        assertThat(due(true)).contains(List.of("retention", "--scheduled"));

        lane.retained();
        assertThat(due(true)).as("no backup came since").isEmpty();
        lane.good("20261120T100000");
        assertThat(due(true)).as("the last one is an hour ago").isEmpty();
        lane.clock().pass(Duration.ofHours(24));
        assertThat(due(true)).isPresent();
        assertThat(due(false)).isEmpty();
    }

    @Test
    void whatGaveUpALostSnapshotCarriedOutNoPlan() {
        lane.ended(Run.Kind.RETENTION, "20261101T090000", Run.Outcome.SUCCEEDED, Optional.empty());

        assertThat(due(true)).isPresent();
    }
}
