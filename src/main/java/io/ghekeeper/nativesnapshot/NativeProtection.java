package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.Ec2Protection.LockRequest;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.snapshot.NativeStep.StepState;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Locks native snapshots, shares them, and has them copied, as it was planned when each was asked for. Each step may fail alone:
 * then its record says why, and it is tried again.
 */
public final class NativeProtection {
    private final ProtectionSettings settings;
    private final SnapshotCopies copies;
    private final Clock clock;

    public NativeProtection(ProtectionSettings settings, SnapshotCopies copies, Clock clock) {
        this.settings = settings;
        this.copies = copies;
        this.clock = clock;
    }

    /**
     * One step of a snapshot whose id is known, as it is after a try.
     *
     * @param home EC2 of the snapshot's Region
     */
    NativeStep advanced(NativeSnapshot snapshot, NativeStep step, Ec2 home) {
        try {
            return switch (step.kind()) {
                case LOCK -> locked(snapshot.id().orElseThrow(), step, home);
                case SHARE -> shared(snapshot.id().orElseThrow(), step, home);
                case COPY -> copies.advanced(snapshot, step, home);
            };
        } catch (Failure failure) {
            return failure.kind() == FailureKind.NATIVE_UNKNOWN
                    ? step.unseen(failure.getMessage())
                    : failed(step, failure.getMessage());
        }
    }

    /** One that is locked stays as it is: a second lock could make it shorter. */
    private NativeStep locked(String id, NativeStep step, Ec2 home) {
        Optional<SnapshotLock> lock =
                Optional.ofNullable(home.locks(List.of(id)).get(id)).filter(SnapshotLock::holds);
        if (lock.isEmpty()) {
            Optional<LockRequest> wanted = settings.request(step.place());
            if (wanted.isEmpty()) {
                return failed(step, "native.lock is not " + step.place() + " any more");
            }
            home.protection().lock(id, wanted.get());
        }
        return done(step);
    }

    private NativeStep shared(String id, NativeStep step, Ec2 home) {
        if (!settings.shareWith().contains(step.place())) {
            return failed(step, "native.share-with does not name it any more");
        }
        home.protection().share(id, step.place());
        return done(step);
    }

    private NativeStep done(NativeStep step) {
        return step.now(StepState.DONE, Optional.empty(), clock.instant(), Optional.empty());
    }

    private NativeStep failed(NativeStep step, String why) {
        return step.now(StepState.FAILED, step.id(), clock.instant(), Optional.of(why));
    }
}
