package io.ghekeeper.notify;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Posts to a web server that may be anything: slow, endless, or at another place than it says. */
final class HttpSender {
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Duration limit;

    /** @param limit for all of it, to the last byte of the answer */
    @SuppressWarnings("MissingSummary")
    HttpSender(Duration limit) {
        this.limit = limit;
    }

    /**
     * Posts.
     *
     * @return how the answer begins
     * @throws DeliveryException unless it was taken
     */
    String send(URI url, String contentType, String body) {
        try {
            HttpRequest posting = new HttpRequest(url, contentType, body, limit);
            return taken(answer(posting));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** In a thread that lives as long as the post: to find a name, too, may take longer than there is time. */
    private HttpRequest.HttpReply answer(HttpRequest posting) {
        FutureTask<HttpRequest.HttpReply> answer = new FutureTask<>(posting);
        Thread thread = new Thread(answer, "post");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            posting.breakOff();
            throw silent();
        } catch (ExecutionException e) {
            throw broken(e.getCause());
        } catch (InterruptedException e) {
            posting.breakOff();
            Thread.currentThread().interrupt();
            throw new DeliveryException(DeliveryException.RetryChance.CAN_PASS, "interrupted");
        }
    }

    private static String taken(HttpRequest.HttpReply answer) {
        if (answer.taken()) {
            return answer.text();
        }
        int status = answer.status();
        // What it says besides may repeat the address.
        String words =
                "it answered " + status + (status < CLIENT_ERROR ? ", which leads elsewhere and is not followed" : "");
        boolean canPass = status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY;
        throw new DeliveryException(
                canPass ? DeliveryException.RetryChance.CAN_PASS : DeliveryException.RetryChance.STAYS,
                words,
                answer.retryAfter().flatMap(HttpSender::wait));
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

    private DeliveryException silent() {
        return new DeliveryException(
                DeliveryException.RetryChance.CAN_PASS, "no whole answer came in " + limit.toSeconds() + " s");
    }

    private DeliveryException broken(Throwable failure) {
        if (cause(failure, UnknownHostException.class).isPresent()) {
            return new DeliveryException(DeliveryException.RetryChance.CAN_PASS, "its name is not known here");
        }
        // Before TLS: what it says may be that nothing came.
        if (cause(failure, SocketTimeoutException.class).isPresent()) {
            return silent();
        }
        return cause(failure, SSLException.class)
                .map(tls -> new DeliveryException(
                        DeliveryException.RetryChance.STAYS, "no TLS with it: " + tls.getMessage()))
                .orElseGet(() -> new DeliveryException(
                        DeliveryException.RetryChance.CAN_PASS,
                        failure instanceof ConnectException || failure instanceof NoRouteToHostException
                                ? "no server answers there"
                                : "the connection broke"));
    }

    private static Optional<Throwable> cause(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
                .filter(kind::isInstance)
                .findFirst();
    }
}
