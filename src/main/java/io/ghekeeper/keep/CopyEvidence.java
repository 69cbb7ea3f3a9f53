package io.ghekeeper.keep;

import io.ghekeeper.history.History;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.ArchivedCopy;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.volume.Disk;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Makes of what a verification of the store found the evidence of each snapshot on the volume. */
final class CopyEvidence {
    /** The others are counted, and are in the record of the verification. */
    private static final int MOST_NAMED = 50;

    private final EvidenceFiles evidence;
    private final Disk disk;
    private final Optional<String> appliance;

    /** @param appliance its uuid, where snapshots have none */
    @SuppressWarnings("MissingSummary")
    CopyEvidence(EvidenceFiles evidence, Disk disk, Optional<String> appliance) {
        this.evidence = evidence;
        this.disk = disk;
        this.appliance = appliance;
    }

    /** Takes {@code archived} from each that is not whole, and gives it to each that is. That of another store stays. */
    void record(StoreVerification found, History history, RunContext context) {
        Map<String, Snapshot> onVolume = history.catalogue().all().stream()
                .filter(Snapshot::complete)
                .collect(Collectors.toMap(Snapshot::id, snapshot -> snapshot));
        int named = 0;
        for (StoredCopy copy : found.snapshots()) {
            Optional<ArchivedCopy> recorded = evidence.of(copy.snapshot()).archived();
            Optional<ArchivedCopy> known = recorded.filter(one -> one.store().equals(found.store()));
            if (!copy.isWhole()) {
                known.ifPresent(none -> evidence.unarchived(disk, copy.snapshot()));
                if (named++ < MOST_NAMED) {
                    context.record(new ArchiveEvent.CopyDamaged(
                            copy.snapshot(),
                            OptionalLong.of(copy.found()),
                            copy.first().stream().findFirst().orElse("unknown"),
                            known.isPresent()));
                }
            } else if (recorded.equals(known)) {
                Optional.ofNullable(onVolume.get(copy.snapshot()))
                        .filter(snapshot -> isOf(snapshot, copy, known.isPresent()))
                        .ifPresent(snapshot -> verified(copy, found, known, context));
            }
        }
    }

    private void verified(StoredCopy copy, StoreVerification found, Optional<ArchivedCopy> known, RunContext context) {
        ArchivedCopy root = copy.archived().orElseThrow();
        // The root has the end of its first lock. Later runs extend it.
        ArchivedCopy archived = known.flatMap(ArchivedCopy::lockedUntil)
                .filter(end -> root.lockedUntil().filter(end::isAfter).isPresent())
                .map(root::locked)
                .orElse(root);
        evidence.archived(disk, copy.snapshot(), archived.verified(found.at(), copy.readAt()));
        if (known.isEmpty()) {
            context.info("snapshot " + copy.snapshot() + " is whole in the store: it counts as archived again");
        }
    }

    /** Another appliance's snapshot may have the same id. */
    private boolean isOf(Snapshot snapshot, StoredCopy copy, boolean known) {
        return Snapshots.uuid(snapshot)
                .or(() -> appliance)
                .map(copy.appliance()::equalsIgnoreCase)
                .orElse(known);
    }
}
