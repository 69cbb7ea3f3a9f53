package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Proves objects that a root is going to name: by the SHA-256 that the store computed when it took them, and where it keeps none,
 * by reading them. A root that takes the place of another one relies on it.
 */
final class SentProof {
    private final ArchiveSetting setting;
    private final ArchiveProgress progress;

    SentProof(ArchiveSetting setting, ArchiveProgress progress) {
        this.setting = setting;
        this.progress = progress;
    }

    /**
     * Proves those that were not named before.
     *
     * @param objects lines of {@link StateTable#OBJECTS}, as {@code before}
     * @throws Failure STORE_FAILED when the store has something else
     */
    void require(Path objects, Path before) throws IOException, InterruptedException {
        ObjectDigest reader = new ObjectDigest(setting.store(), setting.rate(), progress);
        try (LineCursor rows = new SortedLines(objects);
                LineCursor known = new SortedLines(before);
                PackLanes lanes = new PackLanes(setting.options().lanes(), progress)) {
            for (; !rows.isAtEnd(); rows.next()) {
                known.skipTo(rows.key());
                if (!known.isAt(rows.key())) {
                    ObjectRow row = ObjectRow.parse(rows.peek());
                    lanes.submit(() -> require(row, reader));
                }
            }
            lanes.finish();
        }
    }

    private void require(ObjectRow row, ObjectDigest reader) throws IOException {
        String there = setting.store().checksum(row.key(), row.namedVersion()).orElse(null);
        if (there == null) {
            there = reader.sha256(row.key(), row.namedVersion(), row.length());
        }
        if (!there.equals(row.sha256())) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "no root is written: the store has other bytes of " + row.key() + " than were sent",
                    "Do not rely on this store. Find out what is wrong with it, then type the command again.");
        }
        progress.answered();
    }
}
