package io.ghekeeper.seal;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The units of a seal one by one: upper ones first, each group in the order of {@link PathBytes}. */
public final class ContentUnits implements AutoCloseable {
    private final SealReader reader;
    private final Instant sealedAt;
    private final Function<IOException, Failure> damaged;

    /** @throws IOException when it says not when it was sealed; then the reader is to be closed */
    @SuppressWarnings("MissingSummary")
    ContentUnits(SealReader reader, Function<IOException, Failure> damaged) throws IOException {
        this.reader = reader;
        this.damaged = damaged;
        this.sealedAt = reader.sealedAt();
    }

    public Instant sealedAt() {
        return sealedAt;
    }

    /**
     * The next unit; nothing after the last.
     *
     * @throws Failure SEAL_DAMAGED
     */
    public Optional<ContentUnit> next() {
        try {
            return reader.next()
                    .map(unit -> new ContentUnit(unit.path(), unit.sums().entries(), unit.entries(), unit.bytes()));
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw damaged.apply(e);
        }
    }
}
