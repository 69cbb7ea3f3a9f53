package io.ghekeeper.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One POST, and the beginning of its answer. Java bounds the answer's head by itself ({@code jdk.http.maxHeaderSize}, 384
 * KiB), but each of its waits only alone: a server that drips would hold it for ever, so another thread has to call
 * {@link #breakOff}.
 */
final class HttpRequest implements Callable<HttpRequest.HttpReply> {
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    /** The rest is not waited for. */
    private static final int MOST = 1024;

    private final HttpURLConnection connection;
    private final byte[] body;
    private final long end;

    /** How it was answered; the text is there where it was taken. */
    record HttpReply(int status, Optional<String> retryAfter, String text) {
        boolean taken() {
            return status >= OK && status < REDIRECTION;
        }
    }

    HttpRequest(URI url, String contentType, String body, Duration limit) throws IOException {
        this.body = body.getBytes(StandardCharsets.UTF_8);
        this.end = System.nanoTime() + limit.toNanos();
        connection = (HttpURLConnection) address(url).openConnection();
        connection.setConnectTimeout((int) limit.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        // One that answers nothing, lest the one of the whole process is asked.
        connection.setAuthenticator(new Authenticator() {});
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        // Else Java says it all a second time where the first answer does not come.
        connection.setFixedLengthStreamingMode(this.body.length);
        connection.setRequestProperty("Content-Type", contentType);
        connection.setRequestProperty("User-Agent", "ghe-keeper");
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Connection", "close");
    }

    /** In letters that may be sent, and never with a user. */
    private static URL address(URI url) throws IOException {
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return new URL(ascii.getScheme(), ascii.getHost(), ascii.getPort(), path + query);
    }

    @Override
    public HttpReply call() throws IOException {
        try {
            connection.connect();
            // The caller may have stopped waiting; then nothing is sent.
            inTime();
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return answer();
        } catch (HttpRetryException login) {
            return new HttpReply(login.responseCode(), Optional.empty(), "");
        } finally {
            connection.disconnect();
        }
    }

    private HttpReply answer() throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new ProtocolException("no HTTP");
        }
        HttpReply answer = new HttpReply(status, Optional.ofNullable(connection.getHeaderField("Retry-After")), "");
        return answer.taken() ? new HttpReply(status, answer.retryAfter(), beginning()) : answer;
    }

    private String beginning() throws IOException {
        byte[] bytes = new byte[MOST];
        int size = 0;
        InputStream in = connection.getInputStream();
        for (int read = 0; read >= 0 && size < MOST; size += Math.max(0, read)) {
            inTime();
            read = in.read(bytes, size, MOST - size);
        }
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void inTime() throws SocketTimeoutException {
        if (System.nanoTime() - end >= 0) {
            throw new SocketTimeoutException();
        }
    }

    /**
     * Ends it from outside, in a thread of its own: Java's own lock may be held by the one that reads a piece of the answer.
     */
    void breakOff() {
        Thread breaking = new Thread(connection::disconnect, "post-end");
        breaking.setDaemon(true);
        breaking.setUncaughtExceptionHandler((thread, failure) -> {});
        breaking.start();
    }
}
