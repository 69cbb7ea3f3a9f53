package io.ghekeeper.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The page with the table.
 *
 * @param operations of each job, in order
 * @param earlier the page as it is: jobs that were not struck keep their rows
 */
record CrashPage(Map<CrashJob, List<String>> operations, String earlier) {
    private static final String INTRODUCTION = """
            # The crash matrix

            Written by `./dev crash-matrix`; do not edit. ghe-keeper is struck just before each of its operations on the
            volume, once for each way of striking, while there is everything to do: dead markers, an old incomplete
            snapshot, runs beyond the journal's bounds, and what dead processes left half made. The jobs of the keep lane
            find more: a snapshot to seal beside earlier seals, a seal that was cut off, damage that is not recorded,
            snapshots to delete, deletions that were cut off, lists that no seal will name, and unfinished files. After
            each blow the promises are checked one by one. Then the next backup has to work, after a restore the next
            restore, and in the keep lane the next run of the same job:

            1. whatever is called good is complete, and whatever is called restored is restored; there is no seal of a
               snapshot, or a whole one; evidence is not lost, and says no more than was proven;
            2. no marker, open run, process, half-made or half-removed thing is left by the next run, and nothing of
               another volume's is touched;
            3. the journal is readable, the last good snapshot is what it was, byte for byte, after a restore every other
               one as well, in the keep lane each one that is not to be deleted; a half-deleted one has no snapshot's name;
               the next run is good, and in the keep lane leaves the files that it leaves when nothing strikes: a list that
               a kept seal names is there;
            5. the key is not on the volume, and wiped after the next run;
            6. where it could still say something, it said a kind of failure and what to do.

            (4 and 7 speak of terminals and the network.) A cell says how often an operation was struck in this way; every
            promise held each time, or this page would not have been written. A journal event is written by the
            four operations on `run.json`, so every event is struck before, within and after. Of a restore and of the jobs
            of the keep lane, whose operations repeat themselves most, each one is struck in one way, and each kind of them
            in every way. The record and the lease of a run are the same code in both lanes: their kinds are struck in
            every way in the backup and the restore.

            The last nine jobs have an archive in a folder, and what they find is one of these: a snapshot to pack, a damaged
            pack, a lost pack, a snapshot that is in the store only, an empty data directory, a lost state of the archive, an
            empty folder for a copy, a damaged file of a snapshot, a store whose oldest snapshot is given up. What has the name of a snapshot is
            whole then, but for that file. What is called archived, and what has a root in the copy, can be read out of the store. The
            next run leaves the files, and the kinds of objects in the stores, that it leaves when nothing strikes. Each kind of operation is struck by a signal at its last
            time, and fails from its first time on.

            """;

    /** The struck jobs' rows are written again. */
    String render(Map<CrashJob, Map<String, Map<Blow, Integer>>> counts) {
        StringBuilder page = new StringBuilder(INTRODUCTION).append("| job | operation |");
        for (Blow blow : Blow.values()) {
            page.append(' ').append(blow.title()).append(" |");
        }
        page.append("\n|---|---|").append("---|".repeat(Blow.values().length)).append('\n');
        for (CrashJob job : CrashJob.values()) {
            if (operations.containsKey(job)) {
                new LinkedHashSet<>(operations.get(job))
                        .forEach(name -> row(page, job, name, counts.getOrDefault(job, Map.of())));
            } else {
                earlier.lines()
                        .filter(line -> line.startsWith("| " + job.title() + " |"))
                        .forEach(line -> page.append(line).append('\n'));
            }
        }
        return page.toString();
    }

    /** How the row of an operation begins. */
    static String begin(CrashJob job, String operation) {
        return "| " + job.title() + " | `" + operation + "` |";
    }

    private static void row(
            StringBuilder page, CrashJob job, String operation, Map<String, Map<Blow, Integer>> counts) {
        page.append(begin(job, operation));
        Map<Blow, Integer> blows = counts.getOrDefault(operation, Map.of());
        for (Blow blow : Blow.values()) {
            page.append(' ').append(blows.getOrDefault(blow, 0)).append(" |");
        }
        page.append('\n');
    }
}
