package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Calls of AWS. A client is made when it is first needed: it costs a start-up second and tens of megabytes.
 *
 * <p>A {@link Question} is sent up to three times, with backoff and jitter, where its cause can pass. A {@link Deed} is
 * sent once.
 */
public final class Aws {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Duration QUESTION = Duration.ofSeconds(60);

    /** The body of a deed may be 64 MiB, which a slow way out needs minutes for. */
    private static final Duration DEED = Duration.ofMinutes(15);

    private final KmsSettings settings;
    private final Map<String, String> environment;
    private final S3AccessSettings access;

    public Aws(KmsSettings settings, Map<String, String> environment) {
        this(settings, environment, S3AccessSettings.OWN);
    }

    /** One that reaches S3 in another way. */
    public Aws(KmsSettings settings, Map<String, String> environment, S3AccessSettings access) {
        this.settings = settings;
        this.environment = environment;
        this.access = access;
    }

    KmsSettings settings() {
        return settings;
    }

    public Kms kms() {
        return new Kms(this);
    }

    /**
     * A bucket of S3; nothing is sent yet.
     *
     * @param ifDenied the hint where AWS refuses
     * @param otherwise the kind of an answer whose code is unknown here
     */
    public Bucket bucket(String name, String ifDenied, FailureKind otherwise) {
        return new Bucket(name, ifDenied, otherwise, this);
    }

    /**
     * EC2 of one Region; nothing is sent yet. A stand-in may be named in the SDK's own way: AWS_ENDPOINT_URL_EC2.
     *
     * @param region nothing for the one that KMS has
     * @param endpoint nothing for the Region's own
     */
    public Ec2 ec2(Optional<String> region, Optional<URI> endpoint) {
        Region named = region.map(Region::of).orElseGet(this::region);
        URI place = endpoint.or(() -> variable("AWS_ENDPOINT_URL_EC2"))
                .or(() -> variable("AWS_ENDPOINT_URL"))
                .orElseGet(() -> URI.create("https://ec2." + named.id() + "."
                        + PartitionMetadata.of(named).dnsSuffix()));
        return new Ec2(
                new Ec2Calls(new QueryCalls(new QueryCalls.ApiEndpoint(place, "ec2", named.id(), Ec2Calls.VERSION))));
    }

    private Optional<URI> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(value -> address(name, value));
    }

    private static URI address(String name, String value) {
        try {
            return new URI(value.strip());
        } catch (URISyntaxException e) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID, name + " is no address", "Correct it, or remove it.", e);
        }
    }

    <T> T kms(Question question, Function<KmsClient, T> call) {
        var builder = KmsClient.builder();
        settings.endpoint().ifPresent(builder::endpointOverride);
        try (KmsClient client = prepared(builder, question).build()) {
            return call.apply(client);
        } catch (SdkException e) {
            throw AwsFailures.of(e, question);
        }
    }

    /** Where a stand-in for S3 is named in the SDK's own way, buckets are parts of the path, unless the options differ. */
    S3Client s3(AwsCall type, BucketOptions options) {
        boolean standIn = access.endpoint().isPresent()
                || environment.containsKey("AWS_ENDPOINT_URL_S3")
                || environment.containsKey("AWS_ENDPOINT_URL")
                || System.getProperty("aws.endpointUrlS3") != null;
        S3ClientBuilder builder = prepared(S3Client.builder(), type);
        access.endpoint().ifPresent(builder::endpointOverride);
        access.profile().ifPresent(name -> builder.credentialsProvider(ProfileCredentialsProvider.create(name)));
        access.region().map(Region::of).ifPresent(builder::region);
        if (options.md5()) {
            builder.addPlugin(LegacyMd5Plugin.create());
        }
        return builder.forcePathStyle(options.pathStyle().orElse(standIn))
                .crossRegionAccessEnabled(!standIn)
                // Stores beside AWS know neither trailers nor signed chunks; where S3 wants a checksum, it is sent.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B prepared(B builder, AwsCall type) {
        boolean once = type instanceof Deed;
        return builder.region(region())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ATTEMPT))
                .overrideConfiguration(options -> {
                    options.apiCallAttemptTimeout(once ? DEED : ATTEMPT).apiCallTimeout(once ? DEED : QUESTION);
                    if (once) {
                        options.retryStrategy(AwsRetryStrategy.doNotRetry()).addExecutionInterceptor(new SentOnce());
                    } else {
                        options.retryStrategy(RetryMode.STANDARD);
                    }
                });
    }

    private Region region() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException none) {
            return access.region()
                    .or(settings::region)
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
