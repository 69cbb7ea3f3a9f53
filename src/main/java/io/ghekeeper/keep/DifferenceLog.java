package io.ghekeeper.keep;

import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.Difference;
import java.util.function.Consumer;

/** Logs the first differences of a snapshot. */
final class DifferenceLog implements Consumer<Difference> {
    private static final int LOGGED = 100;

    private final RunContext context;
    private int logged;

    DifferenceLog(RunContext context) {
        this.context = context;
    }

    @Override
    public void accept(Difference difference) {
        logged++;
        if (logged <= LOGGED) {
            context.warn(difference.kind().word() + ": " + difference.words());
        } else if (logged == LOGGED + 1) {
            context.warn("there are more; the run's record has their number");
        }
    }
}
