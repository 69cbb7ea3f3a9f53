package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A store with real locks is compacted, and pruned. A lock of seconds is waited for. */
@Order(10)
class CompactedRadosgwIT extends PrunedBucket {
    private CompactBox compacted;

    @BeforeAll
    static void requireAws() {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "aws"))),
                "NOT RUN with aws: install Debian's awscli");
    }

    @BeforeEach
    void archive() throws IOException {
        compacted = new CompactBox(folder, this::locked, new NoEncryption());
    }

    private ObjectStore locked(ArchiveBox box) {
        box.clock.pass(Duration.between(box.clock.instant(), Instant.now()));
        box.storeName = Optional.of("s3://" + bucket + "/" + prefix);
        box.lock = Optional.of(new LockPolicy(Duration.ofSeconds(20), Duration.ofSeconds(25)));
        return moved();
    }

    private PruneReport prune(Duration later) {
        ahead = later;
        return new StorePrune(compacted.store, compacted.box.disk, folder, words -> {})
                .run(ArchiveBox.UUID, new PruneOptions(false, true, true), report -> true);
    }

    private Instant lock(String key) {
        return s3.find(new ObjectKey(key)).orElseThrow().retainedUntil().orElseThrow();
    }

    @Test
    void theOldPackGoesWhenItsLockIsOverAndAllComesBackByteForByte() throws IOException {
        CompactPlan held = compacted.plan(SECOND, THIRD);
        assertThat(held.isEmpty()).isTrue();
        String old = held.passedOver().get(0).pack().key();
        assertThat(held.passedOver().get(0).words()).contains("it is locked until ");

        CompactedStore done =
                compacted.run(compacted.compaction(compacted.box.disk, Optional.empty(), true), SECOND, THIRD);
        assertThat(done.packs()).isEqualTo(1);
        assertThat(done.snapshots()).isEqualTo(2);
        Instant end = lock(old);
        compacted.box.lock = Optional.of(new LockPolicy(Duration.ofDays(1), Duration.ofDays(30)));
        assertThat(compacted
                        .box
                        .archiver(compacted.store, compacted.box.disk)
                        .extendLocks(compacted.box.snapshotOf(THIRD), Optional.empty(), compacted.box.progress))
                .containsOnlyKeys(SECOND, THIRD);
        assertThat(lock(old)).as("nothing needs it any more").isEqualTo(end);
        assertThat(lock("snapshots/" + THIRD + ".2.json")).isAfter(end);

        PruneReport found = prune(Duration.ofHours(25));
        assertThat(found.earlier()).hasSize(2).allMatch(EarlierRoot::isSuperseded);
        assertThat(found.found().versions()).isPositive();
        await().atMost(TestTimeouts.LONG).until(() -> Instant.now().isAfter(end.plusSeconds(1)));
        PruneReport gone = prune(Duration.ofHours(50));

        assertThat(gone.refused()).isZero();
        assertThat(gone.deleted()).isEqualTo(found.found());
        s3.versions("packs/", version -> assertThat(version.key().text()).isNotEqualTo(old));
        assertThat(s3.find(new ObjectKey("snapshots/" + SECOND + ".json"))).isEmpty();
        ahead = Duration.ZERO;
        for (String id : List.of(SECOND, THIRD)) {
            compacted.assertComesBack(id);
            assertScriptRestores(id);
        }
    }

    private void assertScriptRestores(String id) throws IOException {
        Path script = folder.resolve("restore.sh");
        Files.write(script, RestoreInstructions.text("restore.sh"));
        Path to = folder.resolve("by-script-" + id);
        Tool.run(
                "env",
                "AWS_ENDPOINT_URL=" + radosgw.endpoint(),
                "AWS_ACCESS_KEY_ID=owner",
                "AWS_SECRET_ACCESS_KEY=secret",
                "AWS_DEFAULT_REGION=us-east-1",
                "bash",
                script.toString(),
                "s3://" + bucket + "/" + prefix,
                id,
                to.toString());
        assertThat(ArchiveBox.differences(compacted.box.snapshot(id), to)).isEmpty();
    }
}
