package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.ExpiryRun;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One Region where native snapshots are deleted. Nothing of AWS is made before a call.
 *
 * @param name of copies; nothing for the Region of the volume
 * @param home the Region of the volume
 * @param evidence pins of the backups; none where the volume is not here
 */
record ExpiryRegion(
        Optional<String> name,
        String label,
        ExpirySettings settings,
        Supplier<Ec2> ec2,
        Supplier<String> home,
        EvidenceFiles evidence,
        Clock clock) {
    ExpiryPlan plan() {
        try (Ec2 calls = ec2.get()) {
            return run(calls).plan();
        }
    }

    ExpiryRun.Expired run(Predicate<ExpiryPlan> consent) {
        try (Ec2 calls = ec2.get()) {
            return run(calls).run(consent);
        }
    }

    private ExpiryRun run(Ec2 calls) {
        return name.isEmpty()
                ? new ExpiryRun(calls, label, settings, evidence, clock)
                : ExpiryRun.ofCopies(calls, home.get(), label, settings, evidence, clock);
    }

    /** Such as {@code  in eu-central-1}; empty for the Region of the volume. */
    String where() {
        return name.map(region -> " in " + region).orElse("");
    }
}
