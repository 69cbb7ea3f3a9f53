package io.ghekeeper.archive;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.FakeS3;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Order(6)
class KeptLocksIT extends KeptLocksContract {
    private FakeS3 s3;
    private Map<String, String> properties;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        s3 = new FakeS3("archive");
        properties = Map.of(
                "aws.endpointUrlS3", s3.endpoint(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
        store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings("archive", "ghe/", S3Settings.LockMode.COMPLIANCE));
    }

    @AfterEach
    void stop() {
        store.close();
        properties.keySet().forEach(System::clearProperty);
        s3.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }
}
