package io.ghekeeper.http;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The document of one path, made by one thread at a time and shared by all who ask within a second: a flood of requests
 * costs one making a second, slow readers hold one copy, and a source that hangs holds one thread.
 */
final class Shared {
    private static final Logger LOG = LoggerFactory.getLogger(Shared.class);
    private static final int LONGEST_REASON = 300;

    private static final Document FAILED =
            Document.text(500, "this cannot be shown now; the log of the supervisor says why\n");
    private static final Document BUSY = Document.text(503, "this takes long; ask again later\n");

    private final String path;
    private final Supplier<Document> source;
    private final Duration fresh;
    private final Duration patience;
    private final ReentrantLock making = new ReentrantLock();
    private final LogRateLimit failed = new LogRateLimit();
    private final LogRateLimit late = new LogRateLimit();
    private volatile Made last = new Made(new WeakReference<>(null), 0);
    private volatile Begun begun = new Begun(false, 0);

    /**
     * What was made, and when.
     *
     * @param document kept for those who are being sent it, not for its own sake
     */
    private record Made(WeakReference<Document> document, long nanos) {}

    private record Begun(boolean atWork, long nanos) {}

    Shared(String path, Supplier<Document> source, Limits limits) {
        this.path = path;
        this.source = source;
        this.fresh = limits.fresh();
        this.patience = limits.patience();
    }

    /** Never throws, and never waits longer than its patience for what another thread makes. */
    Document get() {
        Document known = known();
        if (known != null) {
            return known;
        }
        if (!enter()) {
            if (late.now()) {
                LOG.warn("{} has been in the making for longer than {} s", path, patience.toSeconds());
            }
            return BUSY;
        }
        try {
            known = known(); // made while this thread waited
            return known != null ? known : make();
        } finally {
            making.unlock();
        }
    }

    private Document known() {
        Made made = last;
        return System.nanoTime() - made.nanos() < fresh.toNanos()
                ? made.document().get()
                : null;
    }

    private boolean enter() {
        Begun other = begun;
        long waited = other.atWork() ? System.nanoTime() - other.nanos() : 0;
        try {
            return making.tryLock(patience.toNanos() - waited, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Document make() {
        begun = new Begun(true, System.nanoTime());
        Document document = FAILED;
        try {
            document = source.get();
        } catch (RuntimeException | Error fault) {
            if (failed.now()) {
                LOG.error("{} cannot be shown: {}", path, reason(fault));
            }
        }
        begun = new Begun(false, 0);
        last = new Made(new WeakReference<>(document), System.nanoTime());
        return document;
    }

    /** In one line, with the place: it is a fault of the program. */
    private static String reason(Throwable fault) {
        String text = fault.toString();
        StackTraceElement[] places = fault.getStackTrace();
        return String.format(
                Locale.ROOT,
                "%s%s",
                text.substring(0, Math.min(text.length(), LONGEST_REASON)),
                places.length == 0 ? "" : " at " + places[0]);
    }
}
