package io.ghekeeper.notify;

import io.ghekeeper.journal.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings a check for each backup of this process, in order, in a thread of its own. Where many pings could not be sent, the
 * oldest are of no use any more, and are dropped.
 */
final class Pings {
    private static final Logger LOG = LoggerFactory.getLogger(Pings.class);
    private static final int MOST_WAITING = 16;

    private final Ping ping;
    private final Retries retries;
    private final Queue<Said> waiting = new ArrayDeque<>();
    private Thread thread;
    private boolean ended;
    private String begun = "";
    private volatile boolean failing;

    private record Said(Ping.Signal signal, UUID run, String words) {}

    Pings(Ping ping, Retries retries) {
        this.ping = ping;
        this.retries = retries;
    }

    /** Takes note of a run's change, and returns at once. */
    synchronized void changed(Run run) {
        if (!run.kind().takesSnapshot() || ended) {
            return;
        }
        if (run.isOpen() && !run.id().equals(begun)) {
            begun = run.id();
            say(Ping.Signal.START, run, "run " + run.id() + " has begun");
        } else if (!run.isOpen() && run.id().equals(begun)) {
            begun = "";
            say(run.isGood() ? Ping.Signal.SUCCESS : Ping.Signal.FAIL, run, words(run));
        }
    }

    private static String words(Run run) {
        Run.End end = run.end().orElseThrow();
        return Notification.bounded(
                "run " + run.id() + " " + end.outcome().name().toLowerCase(Locale.ROOT)
                        + run.snapshot()
                                .filter(id -> run.isGood())
                                .map(id -> ", snapshot " + id)
                                .orElse("")
                        + end.reason()
                                .map(why -> " (" + why.code() + "): " + why.message() + ". " + why.hint())
                                .orElse(""),
                2000);
    }

    private void say(Ping.Signal signal, Run run, String words) {
        Said said = new Said(signal, UUID.nameUUIDFromBytes(run.id().getBytes(StandardCharsets.UTF_8)), words);
        if (waiting.size() == MOST_WAITING) {
            waiting.remove();
        }
        waiting.add(said);
        if (thread == null) {
            thread = new Thread(this::work, "pings");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void work() {
        for (Optional<Said> next = next(); next.isPresent(); next = next()) {
            send(next.get());
        }
    }

    /** The next one; where there is none, this thread ends, and the next one has its own. */
    private synchronized Optional<Said> next() {
        Optional<Said> next = Optional.ofNullable(waiting.poll());
        if (next.isEmpty()) {
            thread = null;
        }
        return next;
    }

    private void send(Said said) {
        try {
            retries.of(() -> ping.signal(said.signal(), Optional.of(said.run()), said.words()));
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.warn("the ping is not taken: {}", e instanceof DeliveryException ? e.getMessage() : "it failed");
            }
            failing = true;
        }
    }

    /** Takes no more, and waits for those that are on their way, but not for long. */
    void end(Duration limit) throws InterruptedException {
        Thread sending;
        synchronized (this) {
            ended = true;
            sending = thread;
        }
        if (sending != null) {
            sending.join(Math.max(1, limit.toMillis()));
        }
    }
}
