package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at native snapshots: which volumes they are of, and whether the rights to take and list them are there. */
public final class NativeChecks {
    private final boolean enabled;
    private final Supplier<Optional<String>> shown;
    private final Supplier<String> proof;
    private final Optional<Supplier<String>> undo;
    private final boolean undoRequired;

    /**
     * The checks.
     *
     * @param enabled whether any are to be taken
     * @param shown the EBS volume that the device names by itself; AWS is not asked
     * @param proof proves the volume and tries each right, by calls that change nothing; says what was proven
     * @param undo does the same for the way back from a restore; nothing where it is off
     * @param undoRequired whether a restore does not begin without it
     */
    public NativeChecks(
            boolean enabled,
            Supplier<Optional<String>> shown,
            Supplier<String> proof,
            Optional<Supplier<String>> undo,
            boolean undoRequired) {
        this.enabled = enabled;
        this.shown = shown;
        this.proof = proof;
        this.undo = undo;
        this.undoRequired = undoRequired;
    }

    CheckDetail undo() {
        try {
            return CheckDetail.good(undo.map(Supplier::get)
                    .orElse("not used: restore.undo is off, so there is no way back from a restore"));
        } catch (Failure failure) {
            if (undoRequired) {
                throw failure;
            }
            return CheckDetail.doubtful(failure.getMessage(), failure.hint());
        }
    }

    CheckDetail nativeSnapshots() {
        if (enabled) {
            return CheckDetail.good(proof.get());
        }
        return CheckDetail.good(shown.get()
                .map(
                        volume -> "not used: the volume is " + volume
                                + ", of which native.enabled: true takes an EBS snapshot after each good backup (docs/native.md)")
                .orElse("not used: native.enabled is false"));
    }
}
