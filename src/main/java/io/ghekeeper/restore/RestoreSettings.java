package io.ghekeeper.restore;

import io.ghekeeper.run.LimitSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How long a restore may take, and whether a way back is made before it.
 *
 * @param shutdownGrace for which a supervisor, after the signal to end, waits for a running restore
 * @param undo whether EBS snapshots of the target are taken before anything is written onto it
 */
public record RestoreSettings(LimitSettings limits, Duration shutdownGrace, UndoMode undo) {
    /** Whether a way back from a restore is made. The words are those of the configuration and of JSON: in small letters. */
    public enum UndoMode {
        /** AWS is not called. */
        OFF,
        /** Where none can be made, the restore goes on without it. */
        TRY,
        /** Where none can be made, the restore does not begin. */
        REQUIRED;

        /** In small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RestoreSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(shutdownGrace);
        Objects.requireNonNull(undo);
    }
}
