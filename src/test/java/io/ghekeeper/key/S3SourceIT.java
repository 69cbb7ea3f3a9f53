package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 is stood in for at the endpoint that the SDK's own setting names. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3SourceIT {
    private final WireMockServer s3 =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private Map<String, String> properties;

    @BeforeEach
    void start() {
        s3.start();
        properties = Map.of(
                "aws.endpointUrlS3", "http://127.0.0.1:" + s3.port(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        properties.keySet().forEach(System::clearProperty);
        s3.stop();
    }

    @Test
    void readsTheObject() {
        answer(WireMock.ok("aws:kms:AAAA"));

        assertThat(source("s3://mint/ghe/key").read()).isEqualTo("aws:kms:AAAA");
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, S3_OBJECT_UNREADABLE",
        "404, NoSuchBucket, S3_OBJECT_UNREADABLE",
        "403, AccessDenied, KMS_ACCESS_DENIED",
        "400, ExpiredToken, AWS_CREDENTIALS_EXPIRED",
        "403, InvalidAccessKeyId, AWS_CREDENTIALS_MISSING",
        "503, SlowDown, AWS_THROTTLED",
        "500, InternalError, AWS_FAILED"
    })
    void everyAnswerHasItsKindAndNamesTheObject(int status, String code, FailureKind kind) {
        answer(WireMock.aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/xml")
                .withBody("<Error><Code>" + code + "</Code><Message>set to fail</Message></Error>"));

        assertThatThrownBy(() -> source("s3://mint/ghe/key").read())
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind))
                .hasMessageContaining("s3://mint/ghe/key");
    }

    @Test
    void anObjectThatIsNoKeyIsNotReadToItsEnd() {
        answer(WireMock.ok("x".repeat(1_000_000)));

        assertThatThrownBy(() -> source("s3://mint/ghe/key").read()).hasMessageContaining("larger than 64 KiB");
    }

    private void answer(ResponseDefinitionBuilder response) {
        s3.stubFor(WireMock.get(WireMock.urlPathEqualTo("/mint/ghe/key")).willReturn(response));
    }

    private static S3Source source(String uri) {
        KmsSettings settings = new KmsSettings(Optional.empty(), Optional.empty(), Map.of());
        return new S3Source(uri, new Aws(settings, Map.of()));
    }
}
