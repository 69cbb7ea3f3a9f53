package io.ghekeeper.seal;

import java.time.Instant;

/** Counts what is in a snapshot. */
final class SealCount {
    private long files;
    private long folders;
    private long links;
    private long others;
    private long bytes;

    void add(EntryFacts facts) {
        switch (facts.type()) {
            case FILE -> files++;
            case DIRECTORY -> folders++;
            case LINK -> links++;
            case BLOCK_DEVICE, CHARACTER_DEVICE, FIFO, SOCKET -> others++;
        }
        bytes += facts.size();
    }

    SealedSnapshot sealed(String snapshotId, Instant at, String run, SealWriter writer) {
        return new SealedSnapshot(
                snapshotId, at, run, files, folders, links, others, bytes, writer.units(), writer.newUnits());
    }
}
