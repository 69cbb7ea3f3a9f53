package io.ghekeeper.restore;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import java.util.Map;

/** In what state a run leaves its target when it ends before its end. */
public final class TargetState {
    private TargetState() {}

    /** A sentence for people, without a full stop. */
    public static String of(Run run) {
        Map<String, String> target =
                run.event(Events.TARGET).map(Run.Event::details).orElse(Map.of());
        String host = target.getOrDefault("host", "the target");
        boolean configured = "true".equals(target.get("configured"));
        if (run.event(Events.RESTORED).isPresent()) {
            return host + " was restored, but what was restored was not looked at"
                    + (configured ? "; it is in maintenance mode" : "");
        }
        if (!isTouched(run)) {
            return host + " was not touched";
        }
        // Behind the key comes the engine, which changes things before it says so.
        if (run.event(Events.STEP).isEmpty() && run.event(Events.KEY_OPENED).isEmpty()) {
            return host + " may be in maintenance mode, and is not changed otherwise";
        }
        String step = run.event(Events.STEP)
                .map(Run.Event::details)
                .map(details -> " in step " + details.get("number") + " of " + details.get("total") + " ("
                        + details.get("title") + ")")
                .orElse("");
        return host + " is left half restored" + step
                + (configured ? ", in maintenance mode, and its cron may be stopped" : ", and not yet set up");
    }

    /** Whether anything of it may have been changed. */
    public static boolean isTouched(Run run) {
        // The maintenance mode is set, and the engine begun, after the key was opened; both take a while.
        return run.event(Events.STEP).isPresent()
                || run.event(Events.KEY_OPENED).isPresent()
                || run.event(Events.MAINTENANCE_SET).isPresent();
    }
}
