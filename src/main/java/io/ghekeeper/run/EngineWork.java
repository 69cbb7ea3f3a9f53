package io.ghekeeper.run;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.engine.EngineReport;
import io.ghekeeper.engine.Finding;
import io.ghekeeper.engine.Step;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The time in which the engine works: it waits for its turn, has to be heard of, and its steps are recorded. */
public final class EngineWork {
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final OpenRun run;
    private final RunLog log;
    private final Watch watch;
    private final Duration longestWait;

    public EngineWork(OpenRun run, RunLog log, Watch watch) {
        this(run, log, watch, LONGEST_WAIT);
    }

    EngineWork(OpenRun run, RunLog log, Watch watch, Duration longestWait) {
        this.run = run;
        this.log = log;
        this.watch = watch;
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
                    log.stage("waiting until another run on this machine ends: " + waitsFor);
                }
            }
            watch.pause(BETWEEN_TRIES);
        }
    }

    private Failure stillBusy(String holder) {
        return new Failure(
                FailureKind.ENGINE_ACTIVE,
                "another run on this machine did not end within " + Durations.exact(longestWait) + ": " + holder,
                "Wait for it to end, or give each run a /tmp of its own: ghe-keeper doctor shows why it has none.");
    }

    private EngineReport turn(Function<Consumer<Step>, EngineReport> engine) {
        watch.engineBegins();
        try {
            return engine.apply(this::began);
        } finally {
            watch.engineEnded();
        }
    }

    /** Records what the engine reported. */
    public void record(EngineReport report) {
        report.findings().forEach(this::found);
    }

    private void found(Finding finding) {
        log.warning(finding.sentence());
        try {
            run.event(Events.FINDING, Events.finding(finding.sentence(), finding.digest()));
        } catch (Failure unwritable) {
            if (run.run().kind() == Run.Kind.BACKUP) {
                throw unwritable;
            }
            // The restore goes on: what is checked on the target matters more than this line of the record.
            log.warning("the finding could not be recorded: " + unwritable.getMessage());
        }
    }

    /** In a thread of the engine's: what goes wrong here has to end a backup from there. */
    private void began(Step step) {
        log.stage(step.toString());
        try {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("number", Integer.toString(step.number()));
            details.put("total", Integer.toString(step.total()));
            details.put("title", step.title());
            step.id().ifPresent(id -> details.put("id", id.word()));
            run.event(Events.STEP, details);
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
