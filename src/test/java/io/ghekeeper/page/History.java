package io.ghekeeper.page;

import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.RunBrief;
import io.ghekeeper.monitor.RunEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    static List<RunBrief> healthy(Instant now) {
        List<RunBrief> runs = backups(now, 117);
        runs.set(0, changed(runs.get(0), RunBrief.RunState.RUNNING));
        runs.set(44, changed(runs.get(44), RunBrief.RunState.FAILED));
        runs.set(45, changed(runs.get(45), RunBrief.RunState.INTERRUPTED));
        runs.set(90, changed(runs.get(90), RunBrief.RunState.ACCEPTED));
        drills(runs, now, RunBrief.RunState.SUCCEEDED);
        return runs;
    }

    static List<RunBrief> late(Instant now) {
        List<RunBrief> runs = backups(now, 117);
        runs.set(0, changed(runs.get(0), RunBrief.RunState.FAILED));
        runs.set(1, changed(runs.get(1), RunBrief.RunState.FAILED));
        runs.set(2, changed(runs.get(2), RunBrief.RunState.SUSPECT));
        runs.set(3, changed(runs.get(3), RunBrief.RunState.CUT_OFF));
        runs.set(4, changed(runs.get(4), RunBrief.RunState.FAILED));
        runs.set(5, changed(runs.get(5), RunBrief.RunState.INTERRUPTED));
        runs.set(6, changed(runs.get(6), RunBrief.RunState.SKIPPED));
        runs.set(7, changed(runs.get(7), RunBrief.RunState.ACCEPTED));
        drills(runs, now, RunBrief.RunState.FAILED);
        return runs;
    }

    static RunBrief newestGood(List<RunBrief> runs) {
        return runs.stream()
                .filter(run -> run.kind() == Run.Kind.BACKUP)
                .filter(run -> run.state() == RunBrief.RunState.SUCCEEDED || run.state() == RunBrief.RunState.ACCEPTED)
                .findFirst()
                .orElseThrow();
    }

    static List<RunEntry> troubles(List<RunBrief> runs) {
        return runs.stream()
                .filter(run -> switch (run.state()) {
                    case FAILED, INTERRUPTED, SUSPECT -> true;
                    default -> false;
                })
                .limit(Observation.MOST_TROUBLES)
                .map(History::entry)
                .toList();
    }

    private static RunEntry entry(RunBrief run) {
        boolean suspect = run.state() == RunBrief.RunState.SUSPECT;
        return new RunEntry(
                run.id(),
                run.kind(),
                Run.Trigger.SCHEDULE,
                run.begin(),
                run.end(),
                run.took(),
                run.state().name().toLowerCase(Locale.ROOT),
                false,
                run.state() == RunBrief.RunState.FAILED ? 3 : 1,
                run.snapshot(),
                suspect ? Optional.empty() : Optional.of(reason(run)),
                suspect
                        ? List.of("storage: empty instead of 41,233 files", "repositories: 812 instead of 1,004")
                        : List.of(),
                List.of());
    }

    private static Run.Reason reason(RunBrief run) {
        return run.state() == RunBrief.RunState.FAILED
                ? UNREACHABLE
                : new Run.Reason(
                        "terminated",
                        "ended by SIGTERM at step 5/12 MySQL database",
                        "Nothing is to be done: the next run begins from the last good snapshot.");
    }

    private static List<RunBrief> backups(Instant now, int count) {
        Random random = new Random(6);
        List<RunBrief> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant begin = now.minus(Duration.ofMinutes(11)).minus(EACH.multipliedBy(i));
            long seconds = 980L + random.nextInt(240) + (i % 28 == 5 ? 900L : 0L);
            runs.add(Observations.run(
                    begin, Run.Kind.BACKUP, RunBrief.RunState.SUCCEEDED, seconds, (900L + random.nextInt(1400)) * MIB));
        }
        return runs;
    }

    private static void drills(List<RunBrief> runs, Instant now, RunBrief.RunState last) {
        for (int week = 0; week < 4; week++) {
            Instant begin = now.minus(Duration.ofHours(85)).minus(Duration.ofDays(7L * week));
            runs.add(Observations.run(begin, Run.Kind.DRILL, week == 0 ? last : RunBrief.RunState.SUCCEEDED, 2465, 0));
        }
        runs.sort(Comparator.comparing(RunBrief::begin).reversed());
    }

    private static RunBrief changed(RunBrief run, RunBrief.RunState state) {
        boolean captured = state == RunBrief.RunState.SUSPECT || state == RunBrief.RunState.ACCEPTED;
        return Observations.run(
                run.begin(),
                run.kind(),
                state,
                captured ? run.took().orElseThrow().toSeconds() : 95,
                captured ? run.newBytes().orElseThrow() : 0);
    }
}
