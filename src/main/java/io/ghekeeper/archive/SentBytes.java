package io.ghekeeper.archive;

import io.ghekeeper.run.RateLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What a store reads while it takes an object: no faster than allowed, and not after the run has to end. */
final class SentBytes extends FilterInputStream {
    private static final int PIECE = 64 << 10;

    private final Optional<RateLimit> rate;
    private final ArchiveProgress progress;

    SentBytes(InputStream bytes, Optional<RateLimit> rate, ArchiveProgress progress) {
        super(bytes);
        this.rate = rate;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        pass(1);
        return super.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int most = Math.min(length, PIECE);
        pass(most);
        return super.read(to, offset, most);
    }

    private void pass(int count) {
        progress.requireGoOn();
        rate.ifPresent(limit -> limit.take(count, progress::requireGoOn));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
