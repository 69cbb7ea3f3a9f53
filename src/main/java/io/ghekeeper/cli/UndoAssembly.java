package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.nativesnapshot.ApplianceSnapshotRun;
import io.ghekeeper.nativesnapshot.ApplianceSnapshots;
import io.ghekeeper.restore.RestoreSettings.UndoMode;
import io.ghekeeper.restore.Undo;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The way back from a restore, and from an upgrade. Nothing of AWS is made before a call. */
final class UndoAssembly {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final CoreAssembly core;
    private final NativeAssembly natives;

    UndoAssembly(CoreAssembly core, NativeAssembly natives) {
        this.core = core;
        this.natives = natives;
    }

    static UndoAssembly of(Keeper keeper) {
        return new UndoAssembly(keeper.core(), keeper.nativeSnapshots());
    }

    UndoMode mode() {
        return core.configuration().restore().undo();
    }

    boolean isRequired() {
        return mode() == UndoMode.REQUIRED;
    }

    /** Fails with CONFIGURATION_INVALID where neither native snapshots nor the way back from a restore are on. */
    void requireUsed() {
        if (mode() == UndoMode.OFF && !natives.settings().enabled()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "native.enabled is false and restore.undo is off: no EBS snapshots are taken",
                    "Set one of them; docs/native.md says what they need and cost.");
        }
    }

    Undo undo() {
        return new Undo(mode(), this::snapshots, core.historyReader());
    }

    /** Of an appliance before an upgrade. */
    ApplianceSnapshotRun run() {
        return new ApplianceSnapshotRun(natives.execution(), core.historyReader(), snapshots());
    }

    /** What finds the volumes of an appliance, and tries each right; nothing is changed. Nothing where it is off. */
    Optional<Supplier<String>> proof(String host) {
        return mode() == UndoMode.OFF
                ? Optional.empty()
                : Optional.of(
                        () -> host + " is " + snapshots().prove(host, false).words()
                                + "; ec2:DescribeInstances and ec2:CreateSnapshots with tags are allowed; restore.undo is "
                                + mode().word());
    }

    private ApplianceSnapshots snapshots() {
        return new ApplianceSnapshots(natives::ec2, natives.settings().label(), FIRST_PAUSE);
    }
}
