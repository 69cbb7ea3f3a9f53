package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.run.RunActivity;
import io.ghekeeper.run.RunContext;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How much a run has read of the volume or the store, and sent. Several threads work for it. */
public final class ArchiveTransfer implements RunActivity, ArchiveProgress {
    /** A first archive takes days, and each entry is one more line of the record. */
    private static final long RECORDED = Duration.ofMinutes(30).toNanos();

    private final AtomicLong read = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private volatile RunContext context;
    private long recorded;

    /** From now on, the limits of this run end the work. */
    public void begin(RunContext run) {
        read.set(0);
        sent.set(0);
        recorded = System.nanoTime();
        context = run;
    }

    @Override
    public void readBytes(long bytes) {
        read.addAndGet(bytes);
        recordSeldom();
    }

    @Override
    public void sentBytes(long bytes) {
        sent.addAndGet(bytes);
        recordSeldom();
    }

    @Override
    public void answered() {
        answers.incrementAndGet();
    }

    private synchronized void recordSeldom() {
        long now = System.nanoTime();
        if (now - recorded >= RECORDED) {
            recorded = now;
            context.record(new ArchiveEvent.ArchiveAdvanced(OptionalLong.of(read.get()), OptionalLong.of(sent.get())));
        }
    }

    @Override
    public void requireGoOn() {
        context.watch().check();
    }

    @Override
    public long moved(String runId) {
        return read.get() + sent.get() + answers.get();
    }

    /** Its programs look for {@link #requireGoOn} while they work. */
    @Override
    public void end(String runId) {}
}
