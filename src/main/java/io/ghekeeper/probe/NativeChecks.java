package io.ghekeeper.probe;

import java.util.Optional;
import java.util.function.Supplier;

/** Looks at native snapshots: which volume they are of, and whether the rights to take and list them are there. */
public final class NativeChecks {
    private final boolean enabled;
    private final Supplier<Optional<String>> shown;
    private final Supplier<String> proof;

    /**
     * The checks.
     *
     * @param enabled whether any are to be taken
     * @param shown the EBS volume that the device names by itself; AWS is not asked
     * @param proof proves the volume and tries each right, by calls that change nothing; says what was proven
     */
    public NativeChecks(boolean enabled, Supplier<Optional<String>> shown, Supplier<String> proof) {
        this.enabled = enabled;
        this.shown = shown;
        this.proof = proof;
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
