package io.ghekeeper.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextArchiveVerifyTest {
    private static final String SNAPSHOT = "20261120T031700";
    private static final Optional<URI> STORE = Optional.of(URI.create("s3://bucket/prefix"));

    @TempDir
    Path volume;

    private OneKeepLane lane;
    private Instant begin;

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
        lane.good(SNAPSHOT);
        begin = lane.clock().instant(); // 09:00
    }

    @Test
    void oneIsDueFromATickOnOnce() {
        assertThat(due(STORE)).isEmpty();

        lane.clock().pass(Duration.ofHours(4)); // behind 12:00
        assertThat(due(STORE).map(KeepWork::arguments)).contains(List.of("archive-verify", "--scheduled"));

        lane.ended(Run.Kind.ARCHIVE_VERIFY, SNAPSHOT, Run.Outcome.SUCCEEDED, Optional.empty());
        assertThat(due(STORE)).isEmpty();
        lane.clock().pass(Duration.ofDays(1));
        assertThat(due(STORE)).isPresent();
    }

    @Test
    void oneThatFoundDamageIsNotBegunAgainBeforeTheNextTick() {
        lane.clock().pass(Duration.ofHours(4));
        lane.ended(Run.Kind.ARCHIVE_VERIFY, SNAPSHOT, Run.Outcome.FAILED, Optional.of(FailureKind.ARCHIVE_DAMAGED));

        assertThat(due(STORE)).isEmpty();
    }

    @Test
    void anArchiveRunIsNoVerification() {
        lane.clock().pass(Duration.ofHours(4));
        lane.ended(Run.Kind.ARCHIVE, SNAPSHOT, Run.Outcome.SUCCEEDED, Optional.empty());

        assertThat(due(STORE)).isPresent();
    }

    @Test
    void aVerificationIsNoArchiveRun() {
        lane.ended(Run.Kind.ARCHIVE_VERIFY, SNAPSHOT, Run.Outcome.SUCCEEDED, Optional.empty());

        assertThat(lane.reader().read().runs(Run.Kind.ARCHIVE)).isEmpty();
        assertThat(lane.reader().read().runs(Run.Kind.ARCHIVE_VERIFY)).hasSize(1);
    }

    @Test
    void noneIsDueWithoutAStoreOrWithoutATick() {
        lane.clock().pass(Duration.ofHours(4));

        assertThat(due(Optional.empty())).isEmpty();
        assertThat(due(STORE, after -> Optional.empty())).isEmpty();
    }

    private Optional<KeepWork> due(Optional<URI> store) {
        return due(store, NextVerifyTest::noon);
    }

    private Optional<KeepWork> due(Optional<URI> store, Function<Instant, Optional<Instant>> ticks) {
        return new NextArchiveVerify(lane.reader(), NextArchiveTest.settings(store, List.of()), ticks, begin)
                .due(lane.clock().instant());
    }
}
