package io.ghekeeper.restore;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.ApplianceVolumes;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import java.util.Objects;
import java.util.Optional;

/**
 * The way back that a restore is to make before it writes.
 *
 * @param volumes of the target; nothing where it is off, or where they cannot be taken
 * @param problem why they cannot be taken
 */
public record PlannedUndo(UndoMode mode, Optional<ApplianceVolumes> volumes, Optional<Failure> problem) {
    static final PlannedUndo OFF = new PlannedUndo(UndoMode.OFF, Optional.empty(), Optional.empty());

    public PlannedUndo {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(volumes);
        Objects.requireNonNull(problem);
    }

    /** Why the restore may not go. */
    Optional<Failure> refusal() {
        return problem.filter(why -> mode == UndoMode.REQUIRED)
                .map(why -> new Failure(
                        why.kind(),
                        "restore.undo is required, and no way back can be made: " + why.getMessage(),
                        why.hint(),
                        why));
    }

    /** What a person should know before. */
    Optional<String> warning() {
        return problem.filter(why -> mode == UndoMode.TRY)
                .map(why -> "there will be no way back from this restore: " + why.getMessage() + ". " + why.hint());
    }
}
