package io.ghekeeper.archive;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The same where locks are real. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RadosgwKeptLocksIT extends KeptLocksContract {
    private static final String BUCKET = "kept-" + UUID.randomUUID();

    private static Radosgw radosgw;
    private ObjectStore store;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    @BeforeEach
    void open() {
        radosgw.properties(false).forEach(System::setProperty);
        store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(BUCKET, "ghe-" + UUID.randomUUID() + "/", S3Settings.LockMode.GOVERNANCE));
    }

    @AfterEach
    void close() {
        store.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }

    @Override
    ObjectStore store() {
        return store;
    }
}
