package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.LeftOutReason;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.snapshot.StoredCopy;
import java.util.Optional;

/** Which snapshots are not whole in the store, as far as the last verification and readings of all files say. */
final class StoreDoubts {
    private final Optional<StoreVerification> verified;
    private final StoreReadings readings;

    StoreDoubts(ArchiveSetting setting) {
        this.verified = new StoreVerificationFile(setting.stateDirectory())
                .read(setting.options().store());
        this.readings = setting.readings();
    }

    /** The doubt about a snapshot; nothing where there is none. */
    Optional<LeftOutSnapshot> of(String snapshot) {
        return verified.flatMap(found -> found.of(snapshot))
                .map(StoredCopy::damage)
                .orElseGet(() -> readings.unknown()
                        .or(() -> readings.of(snapshot)
                                .flatMap(one -> one.result().damage())))
                .map(words -> new LeftOutSnapshot(snapshot, LeftOutReason.DOUBTED, Optional.of(words)));
    }
}
