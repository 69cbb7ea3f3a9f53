package io.ghekeeper.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ghekeeper.cache.CachedValue;
import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET, and HEAD without the body, at the exact paths that there are. Reads no body and no query. */
final class RequestHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    /** The JDK's server keeps room for twice the largest piece, for each connection. */
    private static final int PIECE = 4096;

    private static final String HEAD = "HEAD";

    private static final Document NOT_FOUND = Document.text(404, "there is nothing at this path\n");
    private static final Document NO_SUCH_METHOD = Document.text(405, "this port only answers GET and HEAD\n");

    private static final Document FAILED =
            Document.text(500, "this cannot be shown now; the log of the supervisor says why\n");
    private static final Document BUSY = Document.text(503, "this takes long; ask again later\n");

    private final Map<String, CachedValue<Document>> documents;
    private final LogRateLimit failed = new LogRateLimit();
    private final LogRateLimit late = new LogRateLimit();
    private final Duration timeout;

    RequestHandler(Map<String, Supplier<Document>> documents, Limits limits) {
        this.timeout = limits.patience();
        this.documents = documents.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> new CachedValue<>(
                                limits.fresh(), timeout, () -> make(entry.getKey(), entry.getValue()))));
    }

    /**
     * An exception is the server's signal to close the connection and to forget it; to close the exchange here would make
     * it count against the limit for ever.
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (List.of("GET", HEAD).contains(exchange.getRequestMethod())) {
            send(exchange, document(exchange.getRequestURI().getRawPath()));
        } else {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            send(exchange, NO_SUCH_METHOD);
        }
    }

    /** Compared as it was sent: what is encoded or has dots in it is no path of ours. */
    private Document document(String rawPath) {
        CachedValue<Document> document = documents.get(rawPath);
        if (document == null) {
            return NOT_FOUND;
        }
        try {
            return document.get();
        } catch (CachedValue.Late waited) {
            if (late.now()) {
                LOG.warn("{} has been in the making for longer than {} s", rawPath, timeout.toSeconds());
            }
            return BUSY;
        }
    }

    /** A failure is a document, too: a source that fails is not asked for each request. */
    private Document make(String path, Supplier<Document> source) {
        try {
            return source.get();
        } catch (RuntimeException | Error fault) {
            if (failed.now()) {
                LOG.error("{} cannot be shown: {}", path, Failure.fault(fault).getMessage());
            }
            return FAILED;
        }
    }

    private static void send(HttpExchange exchange, Document document) throws IOException {
        harden(exchange.getResponseHeaders(), document);
        ByteBuffer body = document.body().duplicate();
        boolean head = exchange.getRequestMethod().equals(HEAD);
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.remaining()));
        }
        if (head || !body.hasRemaining()) {
            exchange.sendResponseHeaders(document.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(document.status(), body.remaining());
        OutputStream out = exchange.getResponseBody();
        byte[] piece = new byte[Math.min(PIECE, body.remaining())];
        while (body.hasRemaining()) {
            int length = Math.min(piece.length, body.remaining());
            body.get(piece, 0, length);
            out.write(piece, 0, length);
        }
        out.close();
    }

    private static void harden(Headers headers, Document document) {
        headers.set("Content-Type", document.contentType());
        headers.set("Content-Security-Policy", policy(document));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.set("Cache-Control", "no-store");
        headers.set("Connection", "close");
    }

    private static String policy(Document document) {
        // A page brings its icon with it.
        String shown = document.styleHash()
                .map(hash -> "style-src '" + hash + "'; img-src data:; ")
                .orElse("");
        return "default-src 'none'; " + shown + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
