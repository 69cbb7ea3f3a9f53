package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.seal.SealProgress;
import java.time.Duration;

/** The seal's own limits, and that of a step of its packing: it is given up where it hangs, as the seal waits for it. */
final class CopyPatience implements ArchiveProgress {
    private final SealProgress progress;
    private final Duration longest;
    private volatile long begun;

    /** @param longest that a step may take, the first of which begins now */
    @SuppressWarnings("MissingSummary")
    CopyPatience(SealProgress progress, Duration longest) {
        this.progress = progress;
        this.longest = longest;
        begin();
    }

    /** The next step begins. */
    void begin() {
        begun = System.nanoTime();
    }

    @Override
    public void readBytes(long count) {}

    @Override
    public void sentBytes(long count) {}

    @Override
    public void requireGoOn() {
        progress.requireGoOn();
        if (System.nanoTime() - begun > longest.toNanos()) {
            throw new Failure(
                    FailureKind.ENCRYPTION_FAILED,
                    "the encryption took no bytes for " + longest.toSeconds() + " s",
                    "Find out what slows this machine down.");
        }
    }
}
