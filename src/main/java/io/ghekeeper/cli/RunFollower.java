package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.Progress;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.monitor.Words;
import io.ghekeeper.restore.TargetState;
import io.ghekeeper.text.Durations;
import java.time.Instant;
import java.util.Optional;

/** Watches a run of another process to its end. Ending this ends nothing else. */
final class RunFollower {
    private static final long POLL_MILLIS = 500;

    private final RootCommand root;
    private final Keeper keeper;
    private final Journal journal;

    RunFollower(RootCommand root, Keeper keeper) {
        this.root = root;
        this.keeper = keeper;
        this.journal = keeper.core().journal();
    }

    /**
     * Follows it.
     *
     * @return 0 when it ended well
     * @throws Failure what it failed with
     */
    int toTheEnd(String id) throws InterruptedException {
        Run run;
        try (Signals signals = Signals.onEnd(() -> goesOn(id))) {
            run = follow(id, signals);
        }
        if (run.hasSucceeded()) {
            report(run);
            return 0;
        }
        new WayBackText(root.screen()).lines(run).forEach(root::print);
        if (run.isOpen()) {
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the process of run " + id + " (" + run.keeper() + ") is gone"
                            + (run.kind().restoresSnapshot() ? "; " + TargetState.of(run) : ""),
                    run.kind().restoresSnapshot()
                            ? "Repeat it with: ghe-keeper restore --again " + id
                            : run.kind().hintAfterInterruption(id));
        }
        Run.Reason reason =
                run.end().flatMap(Run.End::reason).orElse(new Run.Reason("", "no reason was recorded", "See its log."));
        throw new Failure(
                FailureKind.of(reason.code()).orElse(FailureKind.RUN_INTERRUPTED), reason.message(), reason.hint());
    }

    private void report(Run run) {
        if (run.kind().restoresSnapshot()) {
            new RestoreReport(run, root.screen()).lines().forEach(root::print);
        } else {
            root.print("run " + run.id() + " succeeded in "
                    + Durations.exact(run.duration().orElseThrow()));
            new WayBackText(root.screen()).lines(run).forEach(root::print);
        }
    }

    private Run follow(String id, Signals signals) throws InterruptedException {
        signals.done(); // the hook has nothing to wait for
        boolean restores = RunIds.restoresSnapshot(id);
        Optional<Run> past = restores ? keeper.core().history().pastRestore() : Optional.empty();
        Optional<ProgressLine> bar =
                restores ? ProgressLine.on(root.screen(), "restore", past) : Optional.empty(); // a seal has no steps
        try (StageLines lines = new StageLines(journal.output(id))) {
            while (true) {
                Run run = journal.find(id);
                boolean over = !run.isOpen() || run.keeper().isProvenGone();
                bar.ifPresent(line -> line.show(run));
                Optional<Progress> progress =
                        bar.isPresent() ? Optional.empty() : Progress.of(run, past, Instant.now());
                lines.forEachNew(line -> print(line + share(line, progress), bar.isPresent()));
                if (over) {
                    return run.isOpen() ? journal.find(id) : run;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } finally {
            bar.ifPresent(ProgressLine::close);
        }
    }

    /** Where no bar shows the progress, the line of the running step does. */
    private static String share(String line, Optional<Progress> progress) {
        return progress.filter(step -> line.endsWith(" " + step.number() + "/" + step.total() + " " + step.title()))
                .map(step -> " (" + Words.share(step) + ")")
                .orElse("");
    }

    /** Above the bar, where there is one: both go to the same terminal. */
    private void print(String line, boolean aboveBar) {
        if (line.contains("  " + RestoreReport.LEFT_TO_DO)) {
            return;
        }
        if (aboveBar) {
            System.err.println(line);
        } else {
            root.print(line);
        }
    }

    private void goesOn(String id) {
        if (journal.find(id).isOpen()) {
            System.err.println();
            System.err.println(id + " goes on.");
            System.err.println("watch it: ghe-keeper logs " + id + " -f    end it: ghe-keeper cancel " + id);
        }
    }
}
