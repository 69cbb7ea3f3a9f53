package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.Ec2Protection.LockRequest;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.snapshot.NativeStep.StepKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How each new EBS snapshot is protected, beside being there.
 *
 * @param lock nothing where it is not locked
 * @param coolOffHours from 1 to 72, in which a compliance lock can be taken away
 * @param copies none where none are made
 * @param shareWith accounts of 12 digits that may make volumes of it
 */
public record ProtectionSettings(
        Optional<NativeLock> lock, int coolOffHours, List<NativeCopy> copies, List<String> shareWith) {
    public static final ProtectionSettings NONE = new ProtectionSettings(Optional.empty(), 1, List.of(), List.of());

    public ProtectionSettings {
        Objects.requireNonNull(lock);
        copies = List.copyOf(copies);
        shareWith = List.copyOf(shareWith);
    }

    /** How EBS locks a snapshot. */
    public enum NativeLockMode {
        /** Who has the right may take the lock away. */
        GOVERNANCE,
        /** After its time to cool off, not even the account's root may. */
        COMPLIANCE;

        /** As EC2 has it: in small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A lock.
     *
     * @param days from 1 to 36500
     */
    public record NativeLock(NativeLockMode mode, int days) {
        public NativeLock {
            Objects.requireNonNull(mode);
        }
    }

    /**
     * Copies in another Region.
     *
     * @param region as {@code eu-central-1}
     * @param keep how many of the newest completed ones stay there
     * @param key KMS key of that Region; nothing for the key of EBS there
     * @param endpoint of EC2 there; nothing for the Region's own
     */
    public record NativeCopy(String region, int keep, Optional<String> key, Optional<URI> endpoint) {
        public NativeCopy {
            Objects.requireNonNull(region);
            Objects.requireNonNull(key);
            Objects.requireNonNull(endpoint);
        }

        /** Which of them stay: the newest by their number. */
        public ExpirySettings expiry() {
            return new ExpirySettings(keep, Optional.empty(), "keep of native.copies");
        }
    }

    /** What is to be done with a new snapshot. */
    public List<NativeStep> planned() {
        List<NativeStep> steps = new ArrayList<>();
        lock.ifPresent(wanted ->
                steps.add(NativeStep.planned(StepKind.LOCK, wanted.mode().word())));
        shareWith.forEach(account -> steps.add(NativeStep.planned(StepKind.SHARE, account)));
        copies.forEach(copy -> steps.add(NativeStep.planned(StepKind.COPY, copy.region())));
        return steps;
    }

    /** The lock as EC2 is asked for it; nothing where none of this mode is wanted. */
    public Optional<LockRequest> request(String mode) {
        return lock.filter(one -> one.mode().word().equals(mode))
                .map(one -> new LockRequest(
                        mode,
                        one.days(),
                        one.mode() == NativeLockMode.COMPLIANCE ? OptionalInt.of(coolOffHours) : OptionalInt.empty()));
    }

    /** The copies in a Region; nothing where the configuration wants none there. */
    Optional<NativeCopy> copyIn(String region) {
        return copies.stream().filter(copy -> copy.region().equals(region)).findFirst();
    }
}
