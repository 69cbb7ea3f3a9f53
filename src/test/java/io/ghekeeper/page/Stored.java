package io.ghekeeper.page;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.RunSummary;
import io.ghekeeper.snapshot.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The snapshots that runs left. */
final class Stored {
    static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private static final long GIB = 1L << 30;

    private Stored() {}

    static List<SnapshotEntry> of(List<RunSummary> runs, Instant now, int most) {
        List<SnapshotEntry> snapshots = new ArrayList<>();
        for (RunSummary run : runs) {
            state(run).ifPresent(state -> snapshots.add(snapshot(run, state, snapshots.size(), now)));
        }
        if (snapshots.size() > most) {
            snapshots.subList(most, snapshots.size()).clear();
        }
        SnapshotEntry oldest = snapshots.remove(snapshots.size() - 1);
        snapshots.add(new SnapshotEntry(
                oldest.id(),
                oldest.begun(),
                SnapshotEntry.SnapshotState.COMPLETE,
                false,
                oldest.applianceVersion(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SnapshotRemarks.NONE,
                Evidence.NONE));
        return snapshots;
    }

    private static Optional<SnapshotEntry.SnapshotState> state(RunSummary run) {
        if (run.kind() != Run.Kind.BACKUP) {
            return Optional.empty();
        }
        return switch (run.state()) {
            case SUCCEEDED, ACCEPTED -> Optional.of(SnapshotEntry.SnapshotState.GOOD);
            case SUSPECT -> Optional.of(SnapshotEntry.SnapshotState.SUSPECT);
            case RUNNING -> Optional.of(SnapshotEntry.SnapshotState.BEING_WRITTEN);
            case CUT_OFF -> Optional.of(SnapshotEntry.SnapshotState.INCOMPLETE);
            default -> Optional.empty();
        };
    }

    private static SnapshotEntry snapshot(RunSummary run, SnapshotEntry.SnapshotState state, int number, Instant now) {
        boolean whole = state == SnapshotEntry.SnapshotState.GOOD || state == SnapshotEntry.SnapshotState.SUSPECT;
        return new SnapshotEntry(
                ID.format(run.begin()),
                run.begin(),
                state,
                number == 1,
                Optional.of("v3.17.4"),
                Optional.of(run.id()),
                whole
                        ? Optional.of(new SnapshotEntry.FileCounts(
                                1_204_331,
                                1_190_000,
                                (188 * GIB) - number * 300_000_000L,
                                run.newBytes().orElse(0)))
                        : Optional.empty(),
                state == SnapshotEntry.SnapshotState.SUSPECT
                        ? List.of("storage: empty instead of 41,233 files", "repositories: 812 instead of 1,004")
                        : List.of(),
                number == 14 || number == 30
                        ? Optional.of(new SnapshotEntry.ProvenRestore(
                                "20261117T010000Z-drill-1c2d",
                                number == 30 ? Run.Kind.RESTORE : Run.Kind.DRILL,
                                now.minus(Duration.ofHours(85)),
                                "ghe-scratch.example.com",
                                Duration.ofSeconds(2465),
                                Optional.empty(),
                                SnapshotEntry.Checks.NONE))
                        : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SnapshotRemarks.NONE,
                Evidence.NONE);
    }
}
