package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a supervisor over HTTP, as Prometheus, probes and people do. */
public final class Asking {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    public Asking(int port) {
        this.port = port;
    }

    /** A port at which no process listens. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the supervisor is to listen. */
    public String listen() {
        return "127.0.0.1:" + port;
    }

    /** The answer at a path. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Only its status; 0 where there is no answer. */
    public int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TestTimeouts.LONG)
                .build();
    }

    /** Begins to ask for these paths in turn, so often each second, whatever the answers. */
    public Flood flood(int perSecond, List<String> paths) {
        return new Flood(perSecond, paths);
    }

    /** Many requests, until it is closed. */
    public final class Flood implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();

        @SuppressWarnings("FutureReturnValueIgnored") // it goes on until it is closed
        private Flood(int perSecond, List<String> paths) {
            clock.scheduleAtFixedRate(
                    () -> ask(paths.get(asked.getAndIncrement() % paths.size())),
                    0,
                    TimeUnit.SECONDS.toNanos(1) / perSecond,
                    TimeUnit.NANOSECONDS);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes is counted
        private void ask(String path) {
            client.sendAsync(request(path), HttpResponse.BodyHandlers.discarding())
                    .thenAccept(answer -> {
                        if (answer.statusCode() == 200) {
                            answered.incrementAndGet();
                        }
                    });
        }

        public int asked() {
            return asked.get();
        }

        /** With 200. */
        public int answered() {
            return answered.get();
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
