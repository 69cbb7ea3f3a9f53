package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.SealProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A pack that is written while a seal reads. Whatever hangs is given up after some time, as the seal waits for it. One thread at a
 * time uses it.
 */
final class CopyPack implements AutoCloseable {
    private final CopyPatience patience;
    private final PackStream pack;
    private OutputStream member = OutputStream.nullOutputStream();
    private long bytes;

    private CopyPack(PackStream pack, CopyPatience patience) {
        this.pack = pack;
        this.patience = patience;
    }

    /** @param longest that one step may take */
    @SuppressWarnings("MissingSummary")
    static CopyPack begin(ObjectWriter objects, SealProgress progress, Duration longest) throws IOException {
        CopyPatience patience = new CopyPatience(progress, longest);
        patience.begin();
        return new CopyPack(PackStream.begin(objects, patience), patience);
    }

    /** Whether it has room for so many bytes more. */
    boolean fits(long length) {
        return bytes + length <= PackedPart.PART && pack.members() < PackJobs.MOST_MEMBERS;
    }

    void begin(String path, EntryFacts facts) throws IOException {
        patience.begin();
        member = pack.begin(path, facts, facts.size());
        bytes += facts.size();
    }

    void write(byte[] content, int offset, int count) throws IOException {
        patience.begin();
        member.write(content, offset, count);
    }

    void end(PackInput input) throws IOException {
        pack.end(input, input.digest());
    }

    PackedFile finish() throws IOException {
        patience.begin();
        return pack.finish();
    }

    @Override
    public void close() {
        pack.close();
    }

    /** The seal's own limits, and that of a step. */
    private static final class CopyPatience implements ArchiveProgress {
        private final SealProgress progress;
        private final Duration longest;
        private volatile long begun;

        CopyPatience(SealProgress progress, Duration longest) {
            this.progress = progress;
            this.longest = longest;
        }

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
}
