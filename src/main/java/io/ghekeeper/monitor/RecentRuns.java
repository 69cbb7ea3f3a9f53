package io.ghekeeper.monitor;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.RunEvents;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunIds;
import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest runs that are not dated in the future.
 *
 * @param ids of all runs not dated in the future, the newest first
 * @param readable those of the newest that could be read
 * @param unreadable a sentence for each of the others
 * @param future the ids of runs dated later than now
 * @param open the runs without an end, those dated in the future too
 */
record RecentRuns(List<String> ids, List<Run> readable, List<String> unreadable, List<String> future, List<Run> open) {
    /** So many of those dated in the future are read, to find one that goes on. */
    private static final int MOST_FUTURE = 5;

    /** Skipped ticks and seals must not hide how the last backup ended; so many records are read at most. */
    private static final int MOST_READ = 600;

    /** So many interrupted backups in a row count as a failed one. */
    private static final int INTERRUPTED_TOO_OFTEN = 2;

    /**
     * The newest runs.
     *
     * @param most as many are read; those that were skipped, and those of the keep lane, are not counted
     */
    static RecentRuns read(History history, int most) {
        List<String> all = history.ids();
        List<String> later = all.stream().takeWhile(history::isFuture).toList();
        List<String> ids = all.subList(later.size(), all.size());
        List<String> future =
                later.stream().filter(id -> RunIds.timeOf(id).isPresent()).toList();
        List<String> unreadable = new ArrayList<>();
        later.stream()
                .filter(id -> RunIds.timeOf(id).isEmpty())
                .forEach(id -> unreadable.add("run " + PlainText.of(id) + " is damaged: its name is no time"));
        List<Run> readable = runs(history, ids, most, unreadable);
        List<Run> open = new ArrayList<>(runs(history, future, MOST_FUTURE, unreadable));
        open.addAll(readable);
        open.removeIf(run -> !run.isOpen());
        return new RecentRuns(ids, readable, unreadable, future, open);
    }

    private static List<Run> runs(History history, List<String> ids, int most, List<String> unreadable) {
        List<Run> runs = new ArrayList<>();
        int counted = 0;
        for (String id : ids.subList(0, Math.min(MOST_READ, ids.size()))) {
            if (counted >= most) {
                break;
            }
            try {
                Run run = history.run(id);
                runs.add(run);
                counted += is(run, Run.Outcome.SKIPPED) || run.kind().lane() == Lane.KEEP ? 0 : 1;
            } catch (Failure failure) {
                unreadable.add(PlainText.of(failure.getMessage()));
                counted++;
            }
        }
        return runs;
    }

    /** The backups that came after a good one and were none. */
    StatusReport.Since since(Optional<Run> good) {
        String from = good.map(Run::id).orElse("");
        List<Run> later = readable.stream()
                .filter(run -> run.kind() == Run.Kind.BACKUP && run.id().compareTo(from) > 0)
                .toList();
        return new StatusReport.Since(
                (int) ids.stream()
                        .filter(id -> RunIds.isOf(Run.Kind.BACKUP, id) && id.compareTo(from) > 0)
                        .count(),
                later.size(),
                count(later, Run.Outcome.FAILED),
                count(later, Run.Outcome.INTERRUPTED),
                count(later, Run.Outcome.SKIPPED),
                later.stream()
                        .filter(run -> is(run, Run.Outcome.FAILED) || is(run, Run.Outcome.INTERRUPTED))
                        .findFirst()
                        .map(RecentRuns::trouble),
                failing(later),
                later.stream()
                        .filter(Run::isSuspect)
                        .map(run -> new StatusReport.Doubt(run.id(), run.snapshot(), RunEvents.losses(run)))
                        .toList());
    }

    /** One interrupted backup is no failure: the next tick or the next start makes up for it. */
    private static Optional<StatusReport.Trouble> failing(List<Run> later) {
        Optional<Run> failed =
                later.stream().filter(run -> is(run, Run.Outcome.FAILED)).findFirst();
        List<Run> interrupted = later.stream()
                .filter(run -> is(run, Run.Outcome.INTERRUPTED) && !isCancelled(run))
                .toList();
        return failed.or(() ->
                        interrupted.stream().findFirst().filter(newest -> interrupted.size() >= INTERRUPTED_TOO_OFTEN))
                .map(RecentRuns::trouble);
    }

    /** A person ended it, and knows. */
    private static boolean isCancelled(Run run) {
        return run.end()
                .flatMap(Run.End::reason)
                .filter(reason -> reason.code().equals(FailureKind.RUN_CANCELLED.code()))
                .isPresent();
    }

    private static int count(List<Run> runs, Run.Outcome outcome) {
        return (int) runs.stream().filter(run -> is(run, outcome)).count();
    }

    private static boolean is(Run run, Run.Outcome outcome) {
        return run.end().map(Run.End::outcome).equals(Optional.of(outcome));
    }

    static StatusReport.Trouble trouble(Run run) {
        Run.End end = run.end().orElseThrow();
        Run.Reason reason = end.reason().orElse(new Run.Reason("unknown", "no reason was recorded", ""));
        return new StatusReport.Trouble(
                run.id(),
                end.at(),
                end.outcome(),
                PlainText.of(reason.code()),
                PlainText.of(reason.message()),
                PlainText.of(reason.hint()));
    }
}
