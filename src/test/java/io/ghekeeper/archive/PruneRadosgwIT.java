package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Prune on a store with real versions, delete markers and locks. */
@Order(10)
class PruneRadosgwIT extends PrunedBucket {
    private static final String PACK = "packs/aa/" + "a".repeat(64) + ".tar.zst";

    private PruneBox given;

    @BeforeEach
    void archive() throws IOException {
        given = new PruneBox(folder, box -> moved());
    }

    @Test
    void versionsAndMarkersOfAGivenUpSnapshotGoAndNothingElse() throws IOException {
        given.giveUp(FIRST);
        radosgw.asOwner(owner ->
                owner.deleteObject(request -> request.bucket(bucket).key(prefix + "/snapshots/" + SECOND + ".json")));

        assertThat(given.run().found()).isEqualTo(PruneReport.Amount.NONE);
        ahead = Duration.ofHours(25);
        PruneReport found = given.run();
        ahead = Duration.ofHours(50);
        PruneReport done = given.run();

        assertThat(found.found().versions()).isGreaterThan(3);
        assertThat(done.deleted()).isEqualTo(found.found());
        assertThat(given.hasRoot(FIRST)).isFalse();
        assertThat(s3.find(new ObjectKey("snapshots/" + SECOND + ".json"))).isPresent();
        assertThat(given.versions())
                .hasSize((int) given.plan().live().versions() + 4) // format.json, how to restore, the tombstone
                .noneMatch(version -> version.deleteMarker());
        assertThat(given.lost()).isEmpty();
    }

    @Test
    void aLockIsWaitedForAndWhatTheStoreRefusesStays() {
        byte[] bytes = {1, 2, 3};
        Instant end = Instant.now().plus(Duration.ofDays(16)).truncatedTo(ChronoUnit.SECONDS);
        s3.putIfAbsent(
                new ObjectKey(PACK),
                new ObjectContent(bytes.length, Sha256.digest().digest(bytes), () -> new ByteArrayInputStream(bytes)),
                Optional.of(end));

        ahead = Duration.ofDays(15);
        assertThat(given.run().locks()).contains(new PruneReport.LockSpan(end, end));
        ahead = Duration.ofDays(17);
        assertThat(given.run().found().versions()).isEqualTo(1);
        ahead = Duration.ofDays(19);

        PruneReport refused = given.run();

        assertThat(refused.refused()).isEqualTo(1);
        assertThat(refused.deleted()).isEqualTo(PruneReport.Amount.NONE);
        assertThat(s3.find(new ObjectKey(PACK))).isPresent();
        assertThat(given.keys()).anyMatch(key -> key.startsWith("prune/"));
    }
}
