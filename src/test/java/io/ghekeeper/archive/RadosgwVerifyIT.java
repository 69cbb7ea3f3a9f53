package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

/** Verification of a store with real versions and delete markers. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RadosgwVerifyIT {
    private static final String BUCKET = "verified";

    private static Radosgw radosgw;

    @TempDir
    private Path volume;

    private final String prefix = "ghe-" + UUID.randomUUID() + "/";
    private ArchiveBox box;
    private ObjectStore store;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    @BeforeEach
    void archive() throws IOException {
        radosgw.properties(false).forEach(System::setProperty);
        store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(BUCKET, prefix, S3Settings.LockMode.GOVERNANCE));
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        box.clock.set(Instant.now());
        box.archive(FIRST, store, new LocalDisk());
    }

    @AfterEach
    void close() {
        store.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }

    private String pack() {
        List<String> packs = new ArrayList<>();
        store.list("packs/", object -> packs.add(object.key().text()));
        return packs.get(0);
    }

    private StoredCopy verify() {
        Instant now = box.clock.instant();
        StoreVerifyOptions options = new StoreVerifyOptions(
                "s3://" + BUCKET,
                2,
                OptionalLong.empty(),
                Optional.of(new ReadingWindow(Duration.ofDays(30), now.plus(Duration.ofDays(1)))),
                Optional.empty(),
                true,
                Set.of(FIRST));
        StoreVerification found = new StoreVerifier(
                        box.state, new LocalDisk(), box.clock, store, options, box.warnings::add)
                .verify("20261120T120000Z-archive-verify-0001", box.progress)
                .verification();
        assertThat(found.keepsChecksums()).as("it keeps none").contains(false);
        return found.of(FIRST).orElseThrow();
    }

    @Test
    void whatIsThereIsWhole() {
        StoredCopy copy = verify();

        assertThat(copy.damage()).isEmpty();
        assertThat(copy.readAt()).isPresent();
    }

    @Test
    void aDeleteMarkerIsFoundAndWhatItHidesIsRead() {
        String pack = pack();
        radosgw.asOwner(s3 -> s3.deleteObject(request -> request.bucket(BUCKET).key(prefix + pack)));

        StoredCopy copy = verify();

        assertThat(copy.damage().orElseThrow()).contains(pack, "a delete marker hides it");
        assertThat(copy.readAt()).isPresent();

        removeMarker(pack);
        assertThat(verify().damage()).isEmpty();
    }

    private void removeMarker(String key) {
        List<String> markers = new ArrayList<>();
        store.versions(key, version -> {
            if (version.deleteMarker()) {
                markers.add(version.version().orElseThrow());
            }
        });
        markers.forEach(marker -> radosgw.asOwner(s3 -> s3.deleteObject(
                request -> request.bucket(BUCKET).key(prefix + key).versionId(marker))));
    }

    @Test
    void aLostVersionIsMissing() {
        String pack = pack();
        ObjectKey key = new ObjectKey(pack);
        store.delete(key, store.find(key).orElseThrow().version());

        assertThat(verify().damage().orElseThrow()).contains(pack, "the store does not have it any more");
    }

    @Test
    void theSameObjectPutTwiceIsWhole() {
        radosgw.asOwner(s3 -> s3.copyObject(request -> request.sourceBucket(BUCKET)
                .sourceKey(prefix + pack())
                .destinationBucket(BUCKET)
                .destinationKey(prefix + pack())
                .metadataDirective("REPLACE")));

        assertThat(verify().damage()).isEmpty();
    }
}
