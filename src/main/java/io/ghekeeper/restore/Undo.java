package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.nativesnapshot.ApplianceSnapshots;
import io.ghekeeper.nativesnapshot.ApplianceVolumes;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import io.ghekeeper.run.RunContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way back from a restore: EBS snapshots of the target's data volumes, of the last instant before the engine writes. A drill
 * makes none: its host is there to be overwritten. Off, nothing is called.
 */
public final class Undo {
    private final UndoMode mode;
    private final Supplier<ApplianceSnapshots> snapshots;
    private final EarlierUndo earlier;

    /** @param snapshots is asked for only where the mode is not off */
    @SuppressWarnings("MissingSummary")
    public Undo(UndoMode mode, Supplier<ApplianceSnapshots> snapshots, HistoryReader history) {
        this.mode = mode;
        this.snapshots = snapshots;
        this.earlier = new EarlierUndo(snapshots, history);
    }

    /**
     * Looks which volumes they are, and tries the right to take them. Changes nothing.
     *
     * @param target nothing where it could not be asked
     */
    PlannedUndo plan(String host, Optional<TargetFacts> target, boolean drill) {
        if (mode == UndoMode.OFF || drill) {
            return PlannedUndo.OFF;
        }
        try {
            ApplianceVolumes found = snapshots.get().prove(host, false);
            target.flatMap(TargetFacts::instance)
                    .filter(said -> !said.equals(found.instance()))
                    .ifPresent(said -> {
                        throw stranger(found, said);
                    });
            return new PlannedUndo(mode, Optional.of(found), Optional.empty());
        } catch (Failure problem) {
            return new PlannedUndo(mode, Optional.empty(), Optional.of(problem));
        }
    }

    /** Networks of an account may have the same addresses. */
    private static Failure stranger(ApplianceVolumes found, String said) {
        return new Failure(
                FailureKind.NATIVE_VOLUME_UNPROVEN,
                found.host() + " says that it is " + said + ", and the instance with its address is "
                        + found.instance(),
                "Set native.region to the Region of the appliance, and check whose credentials these are.");
    }

    /**
     * Makes it, or keeps that of an earlier run which still holds.
     *
     * @throws Failure where it is required and could not be made: nothing was written onto the target
     */
    void make(Plan plan, RunContext context) {
        Optional<ApplianceVolumes> volumes = plan.undo().volumes();
        if (volumes.isEmpty()) {
            return; // the plan has said why
        }
        try {
            make(volumes.get(), plan, context);
        } catch (Failure failure) {
            context.watch().check();
            String why = "no way back was made: " + failure.getMessage();
            if (plan.undo().mode() == UndoMode.REQUIRED) {
                throw new Failure(
                        failure.kind(),
                        why + "; nothing was written onto " + plan.choices().host()
                                + (context.run().has(RestoreEvent.MaintenanceSet.class)
                                        ? ", and it is in maintenance mode now"
                                        : ""),
                        failure.hint(),
                        failure);
            }
            context.warn(why + "; restore.undo is try, so the restore goes on without it");
        }
    }

    private void make(ApplianceVolumes volumes, Plan plan, RunContext context) {
        Optional<UndoMade> kept = earlier.find(volumes, plan.target().orElseThrow(), context);
        if (kept.isPresent()) {
            context.record(kept.get());
            context.info("no second one is made: the target was not put into service since run "
                    + kept.get().run());
        } else {
            snapshots.get().take(volumes, context.id(), context);
        }
        context.info("how to go back: ghe-keeper runs show " + context.id());
    }
}
