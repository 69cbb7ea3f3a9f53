package io.ghekeeper.engine;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What one backup needs.
 *
 * @param runId carried by every process of the run
 * @param snapshotId the name of the snapshot's directory, {@code 20261120T031700}
 * @param pruning what it may delete afterwards
 * @param key the private key, unencrypted, in memory-backed storage
 * @param output receives all that the engine prints, at its end
 */
public record BackupRequest(String runId, String snapshotId, PruningLimits pruning, Path key, Path output) {
    public BackupRequest {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(snapshotId);
        Objects.requireNonNull(pruning);
        Objects.requireNonNull(key);
        Objects.requireNonNull(output);
    }
}
