package io.ghekeeper.archive;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A bucket with real versions, delete markers and locks. Only its clock is moved, as days cannot be waited for. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
abstract class PrunedBucket {
    static Radosgw radosgw;

    @TempDir
    Path folder;

    final String bucket = "pruned-" + UUID.randomUUID();
    final String prefix = "ghe";
    Duration ahead = Duration.ZERO;
    S3Store s3;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
    }

    @BeforeEach
    void makeBucket() {
        radosgw.makeBucket(bucket, true);
        radosgw.properties(false).forEach(System::setProperty);
        Aws aws = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
        s3 = new S3Store(aws, new S3Settings(bucket, prefix + "/", S3Settings.LockMode.COMPLIANCE));
    }

    /** The bucket, whose clock is ahead. */
    ObjectStore moved() {
        return new PruneBox.Hooked(s3, () -> {}) {
            @Override
            public Instant now() {
                return super.now().plus(ahead);
            }
        };
    }

    @AfterEach
    void close() {
        s3.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }
}
