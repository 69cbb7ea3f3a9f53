package io.ghekeeper.run;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Finding;
import io.ghekeeper.engine.Step;
import io.ghekeeper.engine.StepId;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** The time in which the engine works: it waits for its turn, has to be heard of, and its steps are recorded. */
public final class EngineWork {
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final RunContext context;
    private final Duration longestWait;

    public EngineWork(RunContext context) {
        this(context, LONGEST_WAIT);
    }

    EngineWork(RunContext context, Duration longestWait) {
        this.context = context;
        this.longestWait = longestWait;
    }

    /**
     * Lets the engine work, as soon as no other run on this machine is in its way.
     *
     * @param engine is handed what is to be called with each step
     * @return what the engine reported, which is recorded
     * @throws Failure the engine's own; ENGINE_ACTIVE when another run is in its way for hours
     */
    public EngineReport of(Function<Consumer<Step>, EngineReport> engine) {
        long begin = System.nanoTime();
        String waitsFor = "";
        while (true) {
            try {
                EngineReport report = turn(engine);
                record(report);
                return report;
            } catch (EngineBusy busy) {
                if (System.nanoTime() - begin >= longestWait.toNanos()) {
                    throw stillBusy(busy.getMessage());
                }
                if (!busy.getMessage().equals(waitsFor)) {
                    waitsFor = busy.getMessage();
                    context.info("waiting until another run on this machine ends: " + waitsFor);
                }
            }
            context.watch().pause(BETWEEN_TRIES);
        }
    }

    private Failure stillBusy(String holder) {
        return new Failure(
                FailureKind.ENGINE_ACTIVE,
                "another run on this machine did not end within " + Durations.exact(longestWait) + ": " + holder,
                "Wait for it to end, or give each run a /tmp of its own: ghe-keeper doctor shows why it has none.");
    }

    private EngineReport turn(Function<Consumer<Step>, EngineReport> engine) {
        context.watch().workBegins();
        try {
            return engine.apply(this::began);
        } finally {
            context.watch().workEnded();
        }
    }

    /** Records what the engine reported. */
    public void record(EngineReport report) {
        report.findings().forEach(this::found);
    }

    private void found(Finding finding) {
        try {
            context.record(new RunEvent.EngineFinding(finding.sentence(), finding.digest()));
        } catch (Failure unwritable) {
            if (context.run().kind().takesSnapshot()) {
                throw unwritable;
            }
            // The restore goes on: what is checked on the target matters more than this line of the record.
            context.warn("the finding could not be recorded: " + unwritable.getMessage());
        }
    }

    /** In a thread of the engine's: what goes wrong here has to end a backup from there. */
    private void began(Step step) {
        try {
            context.record(new RunEvent.StepBegun(
                    step.number(), step.total(), step.title(), step.id().map(StepId::word)));
        } catch (Failure unwritable) {
            // A half taken snapshot does no harm; a half restored appliance does.
            if (context.run().kind().takesSnapshot()) {
                context.watch().trip(unwritable);
            } else {
                context.warn("the step could not be recorded: " + unwritable.getMessage());
            }
        }
    }
}
