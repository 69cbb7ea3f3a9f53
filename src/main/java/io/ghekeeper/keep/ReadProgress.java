package io.ghekeeper.keep;

import io.ghekeeper.run.RateLimit;
import io.ghekeeper.run.RunActivity;
import io.ghekeeper.run.RunLimits;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.snapshot.RemovalProgress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How much a run has read, or removed. Several threads may work for it. */
public final class ReadProgress implements RunActivity, SealProgress, RemovalProgress {
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final Optional<RateLimit> rate;
    private volatile RunLimits limits;

    /** Without a limit of speed. */
    public ReadProgress() {
        this.rate = Optional.empty();
    }

    /** At most so many bytes a second are read. */
    public ReadProgress(long bytesPerSecond) {
        this.rate = Optional.of(new RateLimit(bytesPerSecond));
    }

    /** From now on, these limits end the reading. */
    void begin(RunLimits watch) {
        bytes.set(0);
        limits = watch;
    }

    @Override
    public void read(long count) {
        bytes.addAndGet(count);
        rate.ifPresent(limit -> limit.take(count, this::requireGoOn));
    }

    /** The bytes of content that were read. */
    public long bytes() {
        return bytes.get();
    }

    /** A walk over files that need no reading is a sign of life, too. */
    @Override
    public void walked() {
        entries.incrementAndGet();
    }

    @Override
    public void removed() {
        entries.incrementAndGet();
        requireGoOn();
    }

    @Override
    public void requireGoOn() {
        limits.check();
    }

    @Override
    public long moved(String runId) {
        return bytes.get() + entries.get();
    }

    /** There is no process beside its own. */
    @Override
    public void end(String runId) {}
}
