package io.ghekeeper.archive;

import java.util.concurrent.atomic.AtomicLong;

/** What was read, and what happens meanwhile. */
final class CountedProgress implements ArchiveProgress {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final Runnable onRead;
    private final Runnable goOn;

    /**
     * @param onRead after each piece that was read
     * @param goOn when it is asked whether the run goes on
     */
    CountedProgress(Runnable onRead, Runnable goOn) {
        this.onRead = onRead;
        this.goOn = goOn;
    }

    CountedProgress() {
        this(() -> {}, () -> {});
    }

    long read() {
        return read.get();
    }

    /** How often the store answered a question. */
    long answers() {
        return answers.get();
    }

    @Override
    public void answered() {
        answers.incrementAndGet();
    }

    @Override
    public void readBytes(long bytes) {
        read.addAndGet(bytes);
        onRead.run();
    }

    @Override
    public void sentBytes(long bytes) {}

    @Override
    public void requireGoOn() {
        goOn.run();
    }
}
