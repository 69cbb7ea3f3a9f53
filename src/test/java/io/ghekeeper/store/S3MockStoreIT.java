package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.StoreProgram;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The contract on a bucket with versions that enforces conditions and compares checksums, as S3 does. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3MockStoreIT extends ObjectStoreContract {
    @TempDir
    static Path folder;

    private static final Aws AWS = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());

    private static StoreProgram s3mock;
    private final String prefix = "ghe-" + UUID.randomUUID() + "/";
    private ObjectStore store;

    @BeforeAll
    static void run() throws IOException {
        s3mock = StoreProgram.s3mock(folder);
        s3mock.asOwner(s3 -> s3.putBucketVersioning(request -> request.bucket(StoreProgram.BUCKET)
                .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED))));
    }

    @AfterAll
    static void end() {
        s3mock.close();
    }

    @BeforeEach
    void open() {
        s3mock.properties().forEach(System::setProperty);
        store = another();
    }

    @AfterEach
    void close() {
        store.close();
        s3mock.properties().keySet().forEach(System::clearProperty);
    }

    private ObjectStore another() {
        return new S3Store(AWS, settings());
    }

    private S3Settings settings() {
        return new S3Settings(StoreProgram.BUCKET, prefix, S3Settings.LockMode.GOVERNANCE);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    ObjectStore failingAt(int n) {
        return new FailingStore(another(), n);
    }

    @Override
    String named(ObjectKey key) {
        return "s3://" + StoreProgram.BUCKET + "/" + prefix + key.text();
    }

    @Override
    void plantForeign() {
        s3mock.asOwner(s3 -> s3.putObject(
                request -> request.bucket(StoreProgram.BUCKET).key(prefix + "of another \u00fc program"),
                RequestBody.fromString("x")));
    }

    /** It looks for the object first, and puts it then. */
    @Override
    boolean refusesOneAtTheSameTime() {
        return false;
    }

    @Test
    void theCheckSeesThatItKeepsConditionsAndChecksums() {
        assertThat(new StoreCheck(AWS, settings(), false, Clock.systemUTC()).run())
                .extracting(StoreCheckResult::name, StoreCheckResult::verdict)
                .contains(
                        tuple("if-none-match", StoreVerdict.PASSED),
                        tuple("checksum", StoreVerdict.PASSED),
                        tuple("versioning", StoreVerdict.PASSED));
    }
}
