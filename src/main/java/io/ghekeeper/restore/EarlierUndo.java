package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.NativeEvent.UndoAsked;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.nativesnapshot.ApplianceSnapshots;
import io.ghekeeper.nativesnapshot.ApplianceVolumes;
import io.ghekeeper.run.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way back that an earlier restore made, where it is still the right one. After a restore that was cut off, the target is
 * half restored: the way back leads to what it was before that, and a new snapshot would hold the half.
 */
final class EarlierUndo {
    /** So long a way back stays the newest one of a target that no engine has written onto since. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final Supplier<ApplianceSnapshots> snapshots;
    private final HistoryReader history;

    EarlierUndo(Supplier<ApplianceSnapshots> snapshots, HistoryReader history) {
        this.snapshots = snapshots;
        this.history = history;
    }

    /**
     * Finds it. Where the target is in service, persons may have changed it since: then there is none.
     *
     * @param target as it was before this run
     * @throws io.ghekeeper.failure.Failure NATIVE_UNKNOWN where it is not known yet whether an earlier run made one
     */
    Optional<UndoMade> find(ApplianceVolumes volumes, TargetFacts target, RunContext context) {
        if (target.configured() && !target.maintenance()) {
            return Optional.empty();
        }
        History seen = history.read();
        List<Run> runs = seen.restores()
                .filter(run -> !run.id().equals(context.id()))
                .filter(run -> isOf(run, volumes))
                .takeWhile(run -> !run.has(RestoreEvent.RestoreDone.class))
                .toList();
        for (Run run : runs) {
            Optional<UndoMade> made = madeBy(run, volumes, seen.at(), context);
            if (made.isPresent()) {
                return made;
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Run run, ApplianceVolumes volumes) {
        return run.last(UndoAsked.class)
                        .filter(asked -> asked.instance().equals(volumes.instance()))
                        .isPresent()
                || run.last(UndoMade.class)
                        .filter(made -> made.instance().equals(volumes.instance()))
                        .isPresent()
                || run.last(RestoreEvent.Target.class)
                        .filter(seen -> seen.host().equalsIgnoreCase(volumes.host()))
                        .isPresent();
    }

    private Optional<UndoMade> madeBy(Run run, ApplianceVolumes volumes, Instant now, RunContext context) {
        Optional<Instant> asked =
                run.timeOf(UndoMade.class).or(() -> run.timeOf(UndoAsked.class)).filter(at -> holds(run, at, now));
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Optional<UndoMade> made = run.last(UndoMade.class);
        return made.isPresent()
                ? snapshots.get().madeBy(made.get().run(), volumes, context)
                : snapshots.get().settled(run.id(), volumes, asked.get(), now, context);
    }

    private static boolean holds(Run run, Instant asked, Instant now) {
        return TargetState.isWritten(run) || asked.plus(RECENT).isAfter(now);
    }
}
