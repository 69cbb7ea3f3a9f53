package io.ghekeeper.run;

import io.ghekeeper.engine.Step;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import java.util.Map;
import java.util.function.Consumer;

/** The time in which the engine works: it has to be heard of, and its steps are recorded. */
public final class EngineWork {
    private final OpenRun run;
    private final RunLog log;
    private final Watch watch;

    public EngineWork(OpenRun run, RunLog log, Watch watch) {
        this.run = run;
        this.log = log;
        this.watch = watch;
    }

    /** @param engine is handed what is to be told of each step */
    @SuppressWarnings("MissingSummary")
    public void of(Consumer<Consumer<Step>> engine) {
        watch.engineBegins();
        try {
            engine.accept(this::began);
        } finally {
            watch.engineEnded();
        }
    }

    /** In a thread of the engine's: what goes wrong here has to end a backup from there. */
    private void began(Step step) {
        log.stage(step.toString());
        try {
            run.event(
                    Events.STEP,
                    Map.of(
                            "number", Integer.toString(step.number()),
                            "total", Integer.toString(step.total()),
                            "title", step.title()));
        } catch (Failure unwritable) {
            // A snapshot half taken is nobody's loss; an appliance half restored is.
            if (run.run().kind() == Run.Kind.BACKUP) {
                watch.trip(unwritable);
            } else {
                log.warning("the step could not be recorded: " + unwritable.getMessage());
            }
        }
    }
}
