package io.ghekeeper.restore;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.util.Optional;

/** In what state a run leaves its target when it ends before its end. */
public final class TargetState {
    private TargetState() {}

    /** A sentence for people, without a full stop. */
    public static String of(Run run) {
        Optional<RestoreEvent.Target> target = run.last(RestoreEvent.Target.class);
        String host = target.map(RestoreEvent.Target::host).orElse("the target");
        boolean configured = target.filter(RestoreEvent.Target::configured).isPresent();
        if (run.has(RestoreEvent.RestoreDone.class)) {
            return host + " was restored, but what was restored was not looked at"
                    + (configured ? "; it is in maintenance mode" : "");
        }
        if (!isTouched(run)) {
            return host + " was not touched";
        }
        if (!isWritten(run)) {
            return host + " may be in maintenance mode, and is not changed otherwise";
        }
        String step = run.last(RunEvent.StepBegun.class)
                .map(begun -> " in step " + begun.number() + " of " + begun.total() + " (" + begun.title() + ")")
                .orElse("");
        return host + " is left half restored" + step
                + (configured ? ", in maintenance mode, and its cron may be stopped" : ", and not yet set up");
    }

    /** Whether the engine may have changed it: behind the key comes the engine, which changes things before it says so. */
    static boolean isWritten(Run run) {
        return run.has(RunEvent.StepBegun.class) || run.has(RunEvent.KeyOpened.class);
    }

    /** Whether anything of it may have been changed. */
    public static boolean isTouched(Run run) {
        // The maintenance mode is set, and the engine begun, after the key was opened; both take a while.
        return isWritten(run) || run.has(RestoreEvent.MaintenanceSet.class);
    }
}
