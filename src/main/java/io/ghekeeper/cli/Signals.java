package io.ghekeeper.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when a signal (SIGTERM, SIGINT, SIGHUP) ends the program: the JVM runs its shutdown hooks then, and ends when
 * they have returned, with 128 and the signal's number as exit status.
 */
final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Signals(Ending ending) {
        this.hook = new Thread(
                () -> {
                    try {
                        ending.end();
                        done.await();
                    } catch (InterruptedException impossible) {
                        LOG.warn("interrupted while ending");
                    }
                },
                "signal");
    }

    /** From now on, and until closed, a signal calls {@code ending} and then waits for the work to be done. */
    static Signals onEnd(Ending ending) {
        Signals signals = new Signals(ending);
        Runtime.getRuntime().addShutdownHook(signals.hook);
        return signals;
    }

    /** The work has come to its end, recorded and cleaned up. */
    void done() {
        done.countDown();
    }

    @Override
    public void close() {
        done();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook is what ends us.
        }
    }

    /** Ends what is running. */
    interface Ending {
        void end() throws InterruptedException;
    }
}
