package io.ghekeeper.snapshot;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One dated directory of the data directory.
 *
 * @param complete whether its backup ended well; backup-utils removes a file from it to say so
 * @param current whether {@code current} names it
 * @param applianceVersion what its {@code version} file says, as {@code v3.12.1}
 */
public record Snapshot(
        String id, Path directory, boolean complete, boolean current, Optional<String> applianceVersion) {
    public Snapshot {
        Objects.requireNonNull(id);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(applianceVersion);
    }
}
