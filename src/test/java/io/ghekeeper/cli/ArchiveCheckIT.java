package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeS3;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code archive check} at a bucket. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ArchiveCheckIT extends OneDeployment {
    private FakeS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new FakeS3("archive");
        properties().forEach(System::setProperty);
        deployment.sections(
                "archive: {store: \"s3://archive/ghe\", encryption: none, lock-mode: governance, lock-for: 9d}");
        deployment.configure("");
    }

    private Map<String, String> properties() {
        return Map.of(
                "aws.endpointUrlS3", s3.endpoint(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
    }

    @AfterEach
    void stop() {
        properties().keySet().forEach(System::clearProperty);
        s3.close();
    }

    @Test
    void eachResultIsNamedAndASoundBucketIsFit() throws IOException {
        Deployment.Result sound = Typed.at(deployment, "archive", "check");

        assertThat(sound.status()).as(sound.err()).isZero();
        assertThat(sound.out()).containsPattern("object-lock +passed").containsPattern("deletion +warning");
        JsonNode checks = new ObjectMapper()
                .readTree(Typed.at(deployment, "archive", "check", "--json").out())
                .path("checks");
        assertThat(checks.findValuesAsText("check")).contains("clock", "versioning", "lock");
    }

    @Test
    void aBucketThatLocksByItselfIsRefusedWithWhatToDo() {
        s3.answerWith(FakeS3.Lie.DEFAULT_RETENTION);

        Deployment.Result unfit = Typed.at(deployment, "archive", "check");

        assertThat(unfit.status()).isEqualTo(67);
        assertThat(unfit.out()).contains("default-retention: Remove the default retention");
        assertThat(unfit.err()).contains("s3://archive/ghe is not fit for the archive: default-retention");
    }
}
