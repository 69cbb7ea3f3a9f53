package io.ghekeeper.backup;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.BackupEvent;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.InheritedDamage;
import io.ghekeeper.seal.Quarantine;
import io.ghekeeper.snapshot.Catalogue;
import io.ghekeeper.snapshot.Snapshot;
import java.util.Map;
import java.util.Optional;

/** Keeps what verifications found damaged out of a new snapshot, or says that it is in it. */
public final class KnownDamage {
    private final Quarantine quarantine;
    private final InheritedDamage inherited;

    public KnownDamage(Quarantine quarantine, InheritedDamage inherited) {
        this.quarantine = quarantine;
        this.inherited = inherited;
    }

    /**
     * Just before the engine: puts aside what it would link. Where that fails, the backup is taken all the same: all else in
     * it is new, and {@link #of} sees the rest.
     */
    void putAside(Catalogue catalogue, RunContext context) {
        Optional<Snapshot> current = catalogue.all().stream()
                .filter(snapshot -> snapshot.current() && snapshot.complete())
                .findFirst();
        if (current.isEmpty()) {
            return;
        }
        Quarantine.PutAside done = quarantine.putAside(
                current.get(), context.id(), () -> context.watch().check());
        if (done.files() > 0) {
            context.record(new BackupEvent.DamagePutAside(current.get().id(), done.files(), done.first()));
        }
        done.failure()
                .ifPresent(why -> context.warn("a damaged file of "
                        + current.get().id() + " cannot be put aside, and the new snapshot may share it: " + why));
    }

    /** Why a new snapshot counts for nothing, where it shares damaged files with another one. */
    Optional<Failure> of(Snapshot captured, RunContext context) {
        Map<String, Long> found = inherited.find(captured, context.id());
        found.forEach((other, files) -> context.record(new VerifyEvent.DamageShared(captured.id(), files)));
        return found.keySet().stream()
                .findFirst()
                .map(other -> new Failure(
                        FailureKind.SNAPSHOT_DAMAGED,
                        "snapshot " + captured.id() + " shares files with " + other + ", which is damaged",
                        "Check the volume with dmesg. Then back up again, which fetches these files: ghe-keeper"
                                + " backup"));
    }
}
