package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.run.RateLimit;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Proves objects that a root is going to name: by the SHA-256 that the store computed when it took them, and where it keeps none,
 * by reading them. A root that takes the place of another one relies on it.
 */
final class SentProof {
    private final ObjectStore store;
    private final ObjectDigest reader;
    private final int lanes;
    private final ArchiveProgress progress;

    /** @param lanes how many objects are proven at the same time */
    @SuppressWarnings("MissingSummary")
    SentProof(ObjectStore store, Optional<RateLimit> rate, int lanes, ArchiveProgress progress) {
        this.store = store;
        this.reader = new ObjectDigest(store, rate, progress);
        this.lanes = lanes;
        this.progress = progress;
    }

    /**
     * Proves those that were not named before.
     *
     * @param objects lines of {@link StateTable#OBJECTS}, as {@code before}
     * @throws Failure STORE_FAILED when the store has something else
     */
    void require(Path objects, Path before) throws IOException, InterruptedException {
        try (LineCursor rows = new SortedLines(objects);
                LineCursor known = new SortedLines(before);
                PackLanes proofs = new PackLanes(lanes, progress)) {
            for (; !rows.isAtEnd(); rows.next()) {
                known.skipTo(rows.key());
                if (!known.isAt(rows.key())) {
                    ObjectRow row = ObjectRow.parse(rows.peek());
                    proofs.submit(() -> require(row));
                }
            }
            proofs.finish();
        }
    }

    private void require(ObjectRow row) throws IOException {
        if (!holds(row)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "no root is written: the store has other bytes of " + row.key() + " than were sent",
                    "Do not rely on this store. Find out what is wrong with it, then type the command again.");
        }
        progress.answered();
    }

    /** Whether the store has these bytes. */
    boolean holds(ObjectRow row) throws IOException {
        String there = store.checksum(row.key(), row.namedVersion()).orElse(null);
        if (there == null) {
            there = reader.sha256(row.key(), row.namedVersion(), row.length());
        }
        return there.equals(row.sha256());
    }
}
