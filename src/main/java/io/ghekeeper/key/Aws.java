package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of AWS, made when they are needed: they cost a start-up second and tens of megabytes. */
final class Aws {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(60);

    private final KmsSettings settings;
    private final Map<String, String> environment;

    Aws(KmsSettings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    KmsSettings settings() {
        return settings;
    }

    KmsClient kms() {
        var builder = KmsClient.builder();
        settings.endpoint().ifPresent(builder::endpointOverride);
        return prepared(builder).build();
    }

    /** Where a stand-in for S3 is named in the SDK's own way, buckets are parts of the path and not of the host. */
    S3Client s3() {
        boolean standIn = environment.containsKey("AWS_ENDPOINT_URL_S3")
                || environment.containsKey("AWS_ENDPOINT_URL")
                || System.getProperty("aws.endpointUrlS3") != null;
        return prepared(S3Client.builder().forcePathStyle(standIn).crossRegionAccessEnabled(!standIn))
                .build();
    }

    private <
                    B extends
                            AwsClientBuilder<B, C>
                                    & software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<B, C>,
                    C>
            B prepared(B builder) {
        return builder.region(region())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ATTEMPT))
                .overrideConfiguration(options -> options.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(RetryMode.STANDARD));
    }

    private Region region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException none) {
            return settings.region()
                    .map(Region::of)
                    .or(() -> settings.endpoint().map(Aws::anyRegion))
                    .orElseThrow(() -> new Failure(
                            FailureKind.AWS_REGION_MISSING,
                            "no AWS region is known",
                            "Set kms.region, or AWS_REGION in the environment.",
                            none));
        }
    }

    /** At an endpoint of its own, the region only goes into the signature. */
    private static Region anyRegion(URI endpoint) {
        return Region.US_EAST_1;
    }
}
