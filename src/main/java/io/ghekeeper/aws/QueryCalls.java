package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.text.FileError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Calls of a query API of AWS (EC2, RDS): a form that is posted, an answer in XML. They are signed by the SDK's own signer, and
 * need none of the services' clients, which have tens of megabytes.
 *
 * <p>A {@link Question} is sent up to three times where its cause can pass, as the SDK does it. A {@link Deed} is sent once: a
 * request in streaming mode is not repeated by the JDK either.
 */
final class QueryCalls implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    /** Of a question with all its attempts; of one attempt of a deed. */
    private static final Duration WHOLE = Duration.ofSeconds(60);

    /** For EC2 of another Region, which begins a copy with it. */
    private static final Duration PRESIGNED = Duration.ofHours(1);

    private static final int LONGEST_ANSWER = 16 << 20;
    private static final int PIECE = 1 << 13;

    private final ApiEndpoint place;
    private final DefaultCredentialsProvider credentials;
    private final SdkHttpClient client;

    /**
     * Where the calls go.
     *
     * @param service in the signature, as {@code ec2}
     * @param region in the signature
     * @param version of the API, as {@code 2016-11-15}
     */
    record ApiEndpoint(URI endpoint, String service, String region, String version) {}

    QueryCalls(ApiEndpoint place) {
        this.place = place;
        this.credentials = DefaultCredentialsProvider.builder().build();
        this.client = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .build();
    }

    /**
     * An answer.
     *
     * @param date the header Date: AWS' clock
     */
    record QueryAnswer(XmlElement root, Optional<String> date) {}

    /** What a call asked for was not done, or it is not known whether. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SdkException cause;

        private Refusal(SdkException cause) {
            super(cause);
            this.cause = cause;
        }

        /** AWS's own code; empty where it did not answer. */
        String code() {
            return cause instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                    ? String.valueOf(answer.awsErrorDetails().errorCode())
                    : "";
        }

        /** For a person. */
        Failure failure(AwsCall call) {
            return AwsFailures.of(cause, call, isCertain());
        }

        /** Whether it is certain that nothing was done. Who is asked to slow down was not served, whatever the status. */
        boolean isCertain() {
            return AwsFailures.isRefused(cause)
                    || (cause instanceof AwsServiceException answer && answer.isThrottlingException());
        }
    }

    /** Sends a call and returns its answer. */
    QueryAnswer send(AwsCall call, String action, Map<String, String> parameters) throws Refusal {
        byte[] form = form(action, parameters);
        long end = System.nanoTime() + WHOLE.toNanos();
        try {
            return call instanceof Deed ? once(call, action, form, end) : repeated(call, action, form, end);
        } catch (SdkException e) {
            throw new Refusal(e);
        }
    }

    String region() {
        return place.region();
    }

    /**
     * The address of a call, which who has it may send for an hour: a secret for so long.
     *
     * @throws Failure of an AWS kind where there are no credentials
     */
    String presigned(String action, Map<String, String> parameters) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(place.endpoint())
                .encodedPath("/")
                .appendRawQueryParameter("Action", action)
                .appendRawQueryParameter("Version", place.version());
        parameters.forEach(request::appendRawQueryParameter);
        try {
            return AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(credentials.resolveCredentials())
                            .request(request.build())
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, place.service())
                            .putProperty(AwsV4HttpSigner.REGION_NAME, place.region())
                            .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                            .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, PRESIGNED))
                    .request()
                    .getUri()
                    .toString();
        } catch (SdkException e) {
            throw AwsFailures.of(e, new Question("signing a call of " + action, CallFailures.ofEc2("")));
        }
    }

    private QueryAnswer repeated(AwsCall call, String action, byte[] form, long end) {
        RetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy();
        RetryToken token = strategy.acquireInitialToken(AcquireInitialTokenRequest.create(call.doing()))
                .token();
        while (true) {
            try {
                return once(call, action, form, end);
            } catch (SdkException e) {
                try {
                    var next = strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                            .token(token)
                            .failure(e)
                            .suggestedDelay(Duration.ZERO)
                            .build());
                    token = next.token();
                    pause(next.delay(), end, e);
                } catch (TokenAcquisitionFailedException enough) {
                    throw e;
                }
            }
        }
    }

    private static void pause(Duration delay, long end, SdkException last) {
        if (System.nanoTime() + delay.toNanos() > end) {
            throw last;
        }
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw last;
        }
    }

    private QueryAnswer once(AwsCall call, String action, byte[] form, long end) {
        try {
            SignedRequest signed = signed(form);
            HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(() -> new ByteArrayInputStream(form)))
                            .build())
                    .call();
            byte[] body = body(response, end);
            return answer(call, action, response.httpResponse(), body);
        } catch (IOException e) {
            throw RetryableException.builder()
                    .message(FileError.words(e))
                    .cause(e)
                    .build();
        }
    }

    private SignedRequest signed(byte[] form) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(place.endpoint())
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", String.valueOf(form.length))
                .build();
        ContentStreamProvider content = () -> new ByteArrayInputStream(form);
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, place.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, place.region()));
    }

    private static byte[] body(HttpExecuteResponse response, long end) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in = response.responseBody().get()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                body.write(piece, 0, count);
                if (body.size() > LONGEST_ANSWER) {
                    throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
                }
                if (System.nanoTime() > end) {
                    throw ApiCallTimeoutException.create(WHOLE.toMillis());
                }
            }
        }
        return body.toByteArray();
    }

    /** A page of a proxy may be XML, too: it would be a list of nothing, or a deed that was done. */
    private static QueryAnswer answer(AwsCall call, String action, SdkHttpResponse http, byte[] body) {
        if (!http.isSuccessful()) {
            throw refused(call, http, body);
        }
        String stranger = "what answered is not " + call.failures().service() + ": ";
        try {
            XmlElement root = XmlElement.read(body);
            if (!root.name().equals(action + "Response")) {
                throw SdkClientException.create(stranger + "its document is a " + root.name());
            }
            return new QueryAnswer(root, http.firstMatchingHeader("Date"));
        } catch (XMLStreamException e) {
            throw SdkClientException.create(stranger + "no XML came", e);
        }
    }

    /** EC2 has {@code <Response><Errors><Error>}, RDS {@code <ErrorResponse><Error>}. */
    private static AwsServiceException refused(AwsCall call, SdkHttpResponse http, byte[] body) {
        Optional<XmlElement> error = Optional.empty();
        try {
            XmlElement root = XmlElement.read(body);
            error = root.find("Errors").or(() -> Optional.of(root)).flatMap(found -> found.find("Error"));
        } catch (XMLStreamException noXml) {
            // Of a proxy: the status is all there is.
        }
        return AwsServiceException.builder()
                .statusCode(http.statusCode())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(call.failures().service())
                        .errorCode(error.flatMap(found -> found.text("Code")).orElse(null))
                        .errorMessage(
                                error.flatMap(found -> found.text("Message")).orElse(null))
                        .sdkHttpResponse(http)
                        .build())
                .build();
    }

    private byte[] form(String action, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", place.version());
        return all.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        credentials.close();
    }
}
