package io.ghekeeper.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What one restore needs.
 *
 * @param runId carried by every process of the run
 * @param target the appliance that is written to; its data directory is the one that holds the snapshots
 * @param snapshotId the name of the snapshot's directory, {@code 20261120T031700}
 * @param withSettings whether the snapshot's settings and licence replace the target's
 * @param skipMysql whether the database is left alone: only for one that lies outside the appliance
 * @param options further options of the engine for this restore alone; they go before those of the settings
 * @param key the private key, unencrypted, in memory-backed storage
 * @param output receives all that the engine prints, at its end
 */
public record RestoreRequest(
        String runId,
        Origin target,
        String snapshotId,
        boolean withSettings,
        boolean skipMysql,
        Map<String, String> options,
        Path key,
        Path output) {
    public RestoreRequest {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(target);
        Objects.requireNonNull(snapshotId);
        options = Map.copyOf(options);
        Objects.requireNonNull(key);
        Objects.requireNonNull(output);
    }
}
