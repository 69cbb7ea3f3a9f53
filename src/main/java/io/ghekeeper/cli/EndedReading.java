package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;

/** A reading of the archive that a signal ends, and no run. */
final class EndedReading implements ArchiveProgress {
    private volatile boolean ended;

    void end() {
        ended = true;
    }

    @Override
    public void readBytes(long bytes) {}

    @Override
    public void sentBytes(long bytes) {}

    @Override
    public void requireGoOn() {
        if (ended) {
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "a signal ended the reading",
                    "Nothing to do: type the command again.");
        }
    }
}
