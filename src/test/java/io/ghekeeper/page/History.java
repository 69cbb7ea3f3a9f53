package io.ghekeeper.page;

import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunDetails;
import io.ghekeeper.monitor.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs of the past, the newest first; the same ones each time. */
final class History {
    private static final Duration EACH = Duration.ofHours(6);
    private static final long MIB = 1L << 20;
    private static final Run.Reason UNREACHABLE = new Run.Reason(
            "appliance-unreachable",
            "no SSH connection to github.example.com port 122: connection timed out after 30 s",
            "Is the appliance up, and is its SSH port (122) open from here? Check security groups and DNS.");

    private History() {}

    static List<RunSummary> healthy(Instant now) {
        List<RunSummary> runs = backups(now, 117);
        runs.set(0, changed(runs.get(0), RunSummary.RunState.RUNNING));
        runs.set(44, changed(runs.get(44), RunSummary.RunState.FAILED));
        runs.set(45, changed(runs.get(45), RunSummary.RunState.INTERRUPTED));
        runs.set(90, changed(runs.get(90), RunSummary.RunState.ACCEPTED));
        drills(runs, now, RunSummary.RunState.SUCCEEDED);
        return runs;
    }

    static List<RunSummary> late(Instant now) {
        List<RunSummary> runs = backups(now, 117);
        runs.set(0, changed(runs.get(0), RunSummary.RunState.FAILED));
        runs.set(1, changed(runs.get(1), RunSummary.RunState.FAILED));
        runs.set(2, changed(runs.get(2), RunSummary.RunState.SUSPECT));
        runs.set(3, changed(runs.get(3), RunSummary.RunState.CUT_OFF));
        runs.set(4, changed(runs.get(4), RunSummary.RunState.FAILED));
        runs.set(5, changed(runs.get(5), RunSummary.RunState.INTERRUPTED));
        runs.set(6, changed(runs.get(6), RunSummary.RunState.SKIPPED));
        runs.set(7, changed(runs.get(7), RunSummary.RunState.ACCEPTED));
        drills(runs, now, RunSummary.RunState.FAILED);
        return runs;
    }

    static RunSummary newestGood(List<RunSummary> runs) {
        return runs.stream()
                .filter(run -> run.kind() == Run.Kind.BACKUP)
                .filter(run ->
                        run.state() == RunSummary.RunState.SUCCEEDED || run.state() == RunSummary.RunState.ACCEPTED)
                .findFirst()
                .orElseThrow();
    }

    static List<RunDetails> troubles(List<RunSummary> runs) {
        return runs.stream()
                .filter(run -> switch (run.state()) {
                    case FAILED, INTERRUPTED, SUSPECT -> true;
                    default -> false;
                })
                .limit(Observation.MOST_TROUBLES)
                .map(History::entry)
                .toList();
    }

    private static RunDetails entry(RunSummary run) {
        boolean suspect = run.state() == RunSummary.RunState.SUSPECT;
        return new RunDetails(
                tried(run, run.state() == RunSummary.RunState.FAILED ? 3 : 1),
                Run.Trigger.SCHEDULE,
                suspect ? Optional.empty() : Optional.of(reason(run)),
                suspect
                        ? List.of("storage: empty instead of 41,233 files", "repositories: 812 instead of 1,004")
                        : List.of(),
                List.of(),
                SnapshotRemarks.NONE);
    }

    private static RunSummary tried(RunSummary run, int attempts) {
        return new RunSummary(
                run.id(),
                run.kind(),
                run.tick(),
                run.begin(),
                run.took(),
                run.state(),
                run.code(),
                run.snapshot(),
                attempts,
                run.newBytes());
    }

    private static Run.Reason reason(RunSummary run) {
        return run.state() == RunSummary.RunState.FAILED
                ? UNREACHABLE
                : new Run.Reason(
                        "terminated",
                        "ended by SIGTERM at step 5/12 MySQL database",
                        "Nothing is to be done: the next run begins from the last good snapshot.");
    }

    private static List<RunSummary> backups(Instant now, int count) {
        Random random = new Random(6);
        List<RunSummary> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant begin = now.minus(Duration.ofMinutes(11)).minus(EACH.multipliedBy(i));
            long seconds = 980L + random.nextInt(240) + (i % 28 == 5 ? 900L : 0L);
            runs.add(Observations.run(
                    begin,
                    Run.Kind.BACKUP,
                    RunSummary.RunState.SUCCEEDED,
                    seconds,
                    (900L + random.nextInt(1400)) * MIB));
        }
        return runs;
    }

    private static void drills(List<RunSummary> runs, Instant now, RunSummary.RunState last) {
        for (int week = 0; week < 4; week++) {
            Instant begin = now.minus(Duration.ofHours(85)).minus(Duration.ofDays(7L * week));
            runs.add(
                    Observations.run(begin, Run.Kind.DRILL, week == 0 ? last : RunSummary.RunState.SUCCEEDED, 2465, 0));
        }
        runs.sort(Comparator.comparing(RunSummary::begin).reversed());
    }

    private static RunSummary changed(RunSummary run, RunSummary.RunState state) {
        boolean captured = state == RunSummary.RunState.SUSPECT || state == RunSummary.RunState.ACCEPTED;
        return Observations.run(
                run.begin(),
                run.kind(),
                state,
                captured ? run.took().orElseThrow().toSeconds() : 95,
                captured ? run.newBytes().orElseThrow() : 0);
    }
}
