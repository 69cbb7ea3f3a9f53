package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.BucketPolicy;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

/** Each story of the archive by the role of docs/iam that is meant for it, and by no other: the policies have all that it needs. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RolesRadosgwIT {
    private static final String KEEPER = "archive.json";
    private static final String RESTORE = "archive-restore.json";
    private static final String PRUNE = "archive-prune.json";

    private static Radosgw radosgw;

    @TempDir
    private Path volume;

    private final String archive = "roles-" + UUID.randomUUID();
    private final String offsite = "offsite-" + UUID.randomUUID();
    private ArchiveBox box;
    private S3Store store;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
    }

    @BeforeEach
    void archive() throws IOException {
        radosgw.properties(true).forEach(System::setProperty);
        for (String bucket : List.of(archive, offsite)) {
            radosgw.makeBucket(bucket, true);
            BucketPolicy.give(radosgw, bucket, KEEPER);
        }
        store = bucket(archive);
        box = new ArchiveBox(volume.resolve("box"));
        box.clock.set(Instant.now());
        box.twoSealed();
        archive(FIRST);
        archive(SECOND);
    }

    @AfterEach
    void close() {
        store.close();
        radosgw.properties(true).keySet().forEach(System::clearProperty);
    }

    private static S3Store bucket(String name) {
        return new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(name, BucketPolicy.PREFIX, S3Settings.LockMode.GOVERNANCE));
    }

    private Archiver archiver(S3Store to, String name) {
        ArchiveOptions options = new ArchiveOptions(
                "s3://" + name,
                Optional.empty(),
                2,
                OptionalLong.empty(),
                Optional.of(new LockPolicy(Duration.ofDays(2), Duration.ofDays(20))));
        return new Archiver(box.state, box.disk, box.clock, to, box.encryption, options, box.warnings::add);
    }

    private void archive(String id) {
        archiver(store, archive).archive(box.snapshotOf(id), "20261120T120000Z-archive-0001", box.progress);
    }

    private List<CopiedSnapshot> copy() {
        List<CopiedSnapshot> copied = new ArrayList<>();
        try (S3Store to = bucket(offsite)) {
            archiver(store, archive).copyTo(archiver(to, offsite)).copy(List.of(), box.progress, copied::add);
        }
        return copied;
    }

    private void requireFetched(S3Store from) throws IOException {
        FetchBox fetch = new FetchBox(volume.resolve("fetched-" + UUID.randomUUID()), from);
        fetch.toVolume(box.disk, FIRST, SECOND);
        for (String id : List.of(FIRST, SECOND)) {
            assertThat(ArchiveBox.differences(box.snapshot(id), fetch.snapshot(id)))
                    .isEmpty();
        }
    }

    /** By a clock by which the locks of the snapshot that was given up are over. */
    private PruneReport prune() {
        PruneBox.Hooked later = new PruneBox.Hooked(store, () -> {}) {
            @Override
            public Instant now() {
                return super.now().plus(Duration.ofDays(15));
            }
        };
        return new StorePrune(later, box.disk, volume, words -> {})
                .run(ArchiveBox.UUID, PruneOptions.NONE, report -> true);
    }

    private void giveUpTheFirst() {
        new StoreSnapshots(store).giveUp(FIRST, ArchiveBox.UUID, "20261120T120000Z-retention-0001", "a test");
    }

    private List<String> announcements() {
        List<String> keys = new ArrayList<>();
        store.list("prune/", object -> keys.add(object.key().text()));
        return keys;
    }

    private static void requireDenied(Runnable deed) {
        assertThat(catchThrowableOfType(Failure.class, deed::run).kind()).isEqualTo(FailureKind.STORE_DENIED);
    }

    @Test
    void theKeeperArchivesFetchesAndCopies() throws IOException {
        requireFetched(store);

        assertThat(copy()).extracting(CopiedSnapshot::root).containsExactly(1, 1);

        try (S3Store copied = bucket(offsite)) {
            requireFetched(copied);
        }
        assertThat(copy()).extracting(CopiedSnapshot::sent).containsExactly(0L, 0L);
    }

    @Test
    void aRestoreFetchesAndNeitherArchivesNorAnnounces() throws IOException {
        BucketPolicy.give(radosgw, archive, RESTORE);
        requireFetched(store);
        copy(); // by the keeper's role there

        BucketPolicy.give(radosgw, offsite, RESTORE);
        try (S3Store copied = bucket(offsite)) {
            requireFetched(copied);
        }
        box.share(FIRST, THIRD);
        box.seal(THIRD);
        requireDenied(() -> archive(THIRD));
        BucketPolicy.give(radosgw, archive, KEEPER);
        giveUpTheFirst();
        BucketPolicy.give(radosgw, archive, RESTORE);
        requireDenied(this::prune);
    }

    @Test
    void pruneReadsRootsAndAnnouncesAndCopiesNothing() throws IOException {
        giveUpTheFirst();
        BucketPolicy.give(radosgw, archive, PRUNE);

        PruneReport report = prune();

        assertThat(report.found().versions()).isPositive();
        assertThat(announcements()).isNotEmpty();
        BucketPolicy.give(radosgw, offsite, PRUNE);
        requireDenied(this::copy);
    }
}
