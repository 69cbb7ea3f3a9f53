package io.ghekeeper.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.keep.OneKeepLane;
import io.ghekeeper.retention.RetentionPlan.PlannedSnapshot;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorePlanReaderTest {
    private static final String GONE = "20261110T090000";
    private static final String NEW = "20261120T090000";

    @TempDir
    private Path volume;

    @Test
    void aPinKeepsInTheStoreWhatTheVolumeHasNoMore() throws IOException {
        OneKeepLane lane = new OneKeepLane(volume);
        lane.good(NEW);
        assertThat(givenUp(lane)).containsExactly(GONE);

        lane.evidence().pin(new LocalDisk(), GONE, new Pin(lane.clock().instant(), Optional.empty(), Optional.empty()));
        assertThat(givenUp(lane)).isEmpty();

        lane.evidence().unpin(new LocalDisk(), GONE);
        assertThat(givenUp(lane)).containsExactly(GONE);
    }

    private static List<String> givenUp(OneKeepLane lane) {
        StorePlanReader plans = new StorePlanReader(
                new StorePlanner(
                        Given.settings(ZoneOffset.UTC, Given.last(1)),
                        new StoreRetentionSettings(List.of(Given.last(1)), Duration.ofDays(14))),
                lane.plans(1),
                lane.reader(),
                new StorePlanReader.StoreRecords() {
                    @Override
                    public Set<String> damaged() {
                        return Set.of();
                    }

                    @Override
                    public Evidence evidence(String snapshotId) {
                        return lane.evidence().of(snapshotId);
                    }
                });
        return plans.read(List.of(GONE, NEW), lane.clock().instant()).deleted().stream()
                .map(PlannedSnapshot::id)
                .toList();
    }
}
