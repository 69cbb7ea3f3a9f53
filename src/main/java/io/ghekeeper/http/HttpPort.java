package io.ghekeeper.http;

import com.sun.net.httpserver.HttpServer;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read-only port, open from {@link #begin} until {@link #close}. Where its address cannot be had it says so, and
 * tries again by and by: backups do not wait for it.
 */
public final class HttpPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

    /** Connections that wait to be accepted, which happens at once; beyond it the system lets clients wait a second. */
    private static final int BACKLOG = 1024;

    private final HttpSettings.Listen listen;
    private final RequestHandler answers;
    private final Limits limits;
    private final PortThreads threads = new PortThreads();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Open> open = Optional.empty();

    private record Open(HttpServer server, ExecutorService pool) {
        void close() {
            server.stop(0);
            pool.shutdown();
        }
    }

    /** @param documents by path; each is made by one thread, at most once a second, for all requests */
    @SuppressWarnings("MissingSummary")
    public HttpPort(HttpSettings.Listen listen, Map<String, Supplier<Document>> documents) {
        this(listen, documents, Limits.USUAL);
    }

    HttpPort(HttpSettings.Listen listen, Map<String, Supplier<Document>> documents, Limits limits) {
        this.listen = listen;
        this.answers = new RequestHandler(documents, limits);
        this.limits = limits;
    }

    /** Returns at once: a name service may take its time. */
    public void begin() {
        limits.impose();
        // The server's own threads are as this one is, which begins them.
        threads.newThread(this::listen).start();
    }

    /** Where it listens, as soon as it does. */
    synchronized Optional<InetSocketAddress> address() {
        return open.map(it -> it.server().getAddress());
    }

    /** Ends what is being answered, too; once closed it stays so. */
    @Override
    public synchronized void close() {
        closed.countDown();
        open.ifPresent(Open::close);
        open = Optional.empty();
    }

    private void listen() {
        try {
            boolean reported = false;
            while (!attempt(reported)) {
                reported = true;
                if (closed.await(limits.again().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is no need of another one. */
    private boolean attempt(boolean reported) {
        try {
            open(listen.address());
            return true;
        } catch (IOException | RuntimeException refused) {
            if (!reported) {
                LOG.error("http: cannot listen on {}: {}", listen, words(refused));
                LOG.error(
                        "hint: end what uses the address, or set http.listen to one of this machine's;"
                                + " backups go on, and it is tried again every {} s",
                        limits.again().toSeconds());
            }
            return false;
        }
    }

    private static String words(Exception refused) {
        if (refused instanceof IOException failed) {
            return FileError.words(failed);
        }
        return refused instanceof UnresolvedAddressException ? "its name cannot be resolved" : refused.getMessage();
    }

    private synchronized void open(InetSocketAddress address) throws IOException {
        if (closed.getCount() == 0) {
            return;
        }
        // The JDK's server leaves a file descriptor behind where its address is refused, one at every attempt.
        try (ServerSocketChannel first = ServerSocketChannel.open()) {
            first.bind(address);
        }
        HttpServer server = HttpServer.create(address, BACKLOG);
        ExecutorService pool = threads.pool(limits);
        server.createContext("/", answers);
        server.setExecutor(pool);
        server.start();
        open = Optional.of(new Open(server, pool));
        LOG.info("http: listening on {}", listen);
    }
}
