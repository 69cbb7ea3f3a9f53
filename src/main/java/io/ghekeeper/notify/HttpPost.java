package io.ghekeeper.notify;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Posts to a web server that may be anything: slow, endless, or at another place than it says. */
final class HttpPost {
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Duration limit;

    /** @param limit for all of it, to the last byte of the answer */
    @SuppressWarnings("MissingSummary")
    HttpPost(Duration limit) {
        this.limit = limit;
    }

    /**
     * Posts.
     *
     * @return how the answer begins
     * @throws Undelivered unless it was taken
     */
    String send(URI url, String contentType, String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", contentType)
                .header("User-Agent", "ghe-keeper")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        CompletableFuture<HttpResponse<String>> answer = client().sendAsync(request, info -> new Beginning());
        try {
            return taken(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw silent();
        } catch (ExecutionException e) {
            throw broken(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Undelivered(Undelivered.Chance.CAN_PASS, "interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    /** A new one each time: messages are rare, and one that is kept has a thread and buffers. */
    private HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private static String taken(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= OK && status < REDIRECTION) {
            return answer.body();
        }
        // What it says besides may repeat the address.
        String words =
                "it answered " + status + (status < CLIENT_ERROR ? ", which leads elsewhere and is not followed" : "");
        boolean canPass = status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY;
        throw new Undelivered(
                canPass ? Undelivered.Chance.CAN_PASS : Undelivered.Chance.STAYS,
                words,
                answer.headers().firstValue("Retry-After").flatMap(HttpPost::wait));
    }

    private static Optional<Duration> wait(String header) {
        try {
            return Optional.of(
                    header.matches("\\d{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(header))
                            : Duration.between(
                                    Instant.now(),
                                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant()));
        } catch (DateTimeException senseless) {
            return Optional.empty();
        }
    }

    private Undelivered silent() {
        return new Undelivered(Undelivered.Chance.CAN_PASS, "no whole answer came in " + limit.toSeconds() + " s");
    }

    private Undelivered broken(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
                return new Undelivered(Undelivered.Chance.CAN_PASS, "its name is not known here");
            }
            if (each instanceof HttpTimeoutException) {
                return silent();
            }
            if (each instanceof SSLException) {
                return new Undelivered(Undelivered.Chance.STAYS, "no TLS with it: " + each.getMessage());
            }
        }
        return new Undelivered(
                Undelivered.Chance.CAN_PASS,
                cause instanceof ConnectException
                        ? "nobody answers there"
                        : "the connection broke (" + cause.getClass().getSimpleName() + ")");
    }

    /** The first kibibyte; the rest is not waited for. */
    private static final class Beginning implements HttpResponse.BodySubscriber<String> {
        private static final int MOST = 1024;

        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] piece = new byte[Math.min(buffer.remaining(), MOST - bytes.size())];
                buffer.get(piece);
                bytes.writeBytes(piece);
            }
            if (bytes.size() < MOST) {
                subscription.request(1);
            } else {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable broken) {
            text.completeExceptionally(broken);
        }

        @Override
        public void onComplete() {
            text.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
