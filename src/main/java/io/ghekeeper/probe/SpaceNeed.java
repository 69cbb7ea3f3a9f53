package io.ghekeeper.probe;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.BackupEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What the last snapshots took of the volume, of which the next one may take a little more.
 *
 * <p>A snapshot that shares nothing with one before it was the first of its line and took the whole appliance's size; the
 * next one does not, and to ask for as much again would end all backups on a volume that has room for many.
 *
 * @param snapshots that this is known from; 0 where nothing is known
 * @param bytes that the largest of them took
 * @param inodes that the largest of them took; 0 where it is not known
 */
record SpaceNeed(int snapshots, long bytes, long inodes) {

    private static final int SNAPSHOTS = 3;

    /** How far back is looked: what is skipped or fails takes records, too. */
    private static final int RUNS = 200;

    /** Where nothing is known, what no snapshot does without. */
    private static final long LEAST_BYTES = 16L << 20;

    private static final long LEAST_INODES = 256;
    private static final int MARGIN_PERCENT = 20;

    static SpaceNeed of(History history) {
        List<BackupEvent.SnapshotCaptured> captured = history.ids().stream()
                .limit(RUNS)
                .flatMap(id -> history.readable(id).stream())
                .flatMap(run -> run.last(BackupEvent.SnapshotCaptured.class).stream())
                .filter(SpaceNeed::sharesWithOneBefore)
                .limit(SNAPSHOTS)
                .toList();
        return new SpaceNeed(
                captured.size(),
                largest(captured, BackupEvent.SnapshotCaptured::newBytes),
                largest(captured, BackupEvent.SnapshotCaptured::newInodes));
    }

    private static boolean sharesWithOneBefore(BackupEvent.SnapshotCaptured captured) {
        return captured.linked().orElse(0) > 0;
    }

    private static long largest(
            List<BackupEvent.SnapshotCaptured> captured, Function<BackupEvent.SnapshotCaptured, OptionalLong> count) {
        return captured.stream()
                .mapToLong(event -> count.apply(event).orElse(0))
                .max()
                .orElse(0);
    }

    long wantedBytes() {
        return Math.max(LEAST_BYTES, withMargin(bytes));
    }

    long wantedInodes() {
        return Math.max(LEAST_INODES, withMargin(inodes));
    }

    private static long withMargin(long taken) {
        return taken + taken / 100 * MARGIN_PERCENT + taken % 100 * MARGIN_PERCENT / 100;
    }

    /** What the last snapshots took, or that nothing is known of them. */
    String words(String largest, String least) {
        if (snapshots == 0) {
            return "a snapshot takes " + least + " at least";
        }
        return (snapshots == 1 ? "the last snapshot took " : "the last " + snapshots + " snapshots took up to ")
                + largest;
    }
}
