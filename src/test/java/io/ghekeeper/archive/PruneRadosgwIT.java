package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Prune on a store with real versions, delete markers and locks. Only its clock is moved, as days cannot be waited for. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PruneRadosgwIT {
    private static final String BUCKET = "pruned";
    private static final String PACK = "packs/aa/" + "a".repeat(64) + ".tar.zst";

    private static Radosgw radosgw;

    @TempDir
    Path folder;

    private final String prefix = "ghe-" + UUID.randomUUID() + "/";
    private Duration ahead = Duration.ZERO;
    private S3Store s3;
    private PruneBox given;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    @BeforeEach
    void archive() throws IOException {
        radosgw.properties(false).forEach(System::setProperty);
        Aws aws = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
        s3 = new S3Store(aws, new S3Settings(BUCKET, prefix, S3Settings.LockMode.COMPLIANCE));
        given = new PruneBox(folder, box -> new PruneBox.Hooked(s3, () -> {}) {
            @Override
            public Instant now() {
                return super.now().plus(ahead);
            }
        });
    }

    @AfterEach
    void close() {
        s3.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }

    @Test
    void versionsAndMarkersOfAGivenUpSnapshotGoAndNothingElse() throws IOException {
        given.giveUp(FIRST);
        radosgw.asOwner(owner ->
                owner.deleteObject(request -> request.bucket(BUCKET).key(prefix + "snapshots/" + SECOND + ".json")));

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
