package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DamageListener;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.seal.VolumeReading;
import io.ghekeeper.seal.VolumeSnapshots;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares units of many snapshots with their seals, within a run, and records what is found as evidence of each. */
public final class VolumeComparison {
    private final HistoryReader history;
    private final Sealer sealer;
    private final EvidenceFiles evidence;
    private final Disk disk;
    private final Clock clock;

    public VolumeComparison(HistoryReader history, Sealer sealer, EvidenceFiles evidence, Disk disk, Clock clock) {
        this.history = history;
        this.sealer = sealer;
        this.evidence = evidence;
        this.disk = disk;
        this.clock = clock;
    }

    /** Reads a part, with what hears of damage. */
    interface PartReader {
        VolumeReading read(VolumeSnapshots snapshots, DamageListener listener);
    }

    /**
     * What was found.
     *
     * @param whole the snapshots that are as they were sealed
     * @param failed those that have damaged files, whose seals cannot be read, or of which nothing can be recorded
     * @param failures the first is that of the damage, where there is any
     */
    record ComparedSnapshots(Set<String> whole, Set<String> failed, List<Failure> failures) {}

    /** The complete snapshots that have a seal, the newest first. */
    List<Snapshot> sealed() {
        Set<String> sealed = new HashSet<>(sealer.sealed());
        return complete().stream()
                .filter(snapshot -> sealed.contains(snapshot.id()))
                .toList();
    }

    /** Whether it is recorded as damaged. */
    boolean isDamaged(Snapshot snapshot) {
        return evidence.of(snapshot.id()).damage().isPresent();
    }

    /** The sealed ones whose recorded damage is what they share with another one. */
    List<String> damagedWith(String other) {
        return sealed().stream()
                .map(Snapshot::id)
                .filter(id -> evidence.of(id)
                        .readBack()
                        .flatMap(ReadBack::first)
                        .filter(ReadBack.sharedWith(other)::equals)
                        .isPresent())
                .toList();
    }

    private List<Snapshot> complete() {
        return history.read().catalogue().all().stream()
                .filter(Snapshot::complete)
                .toList();
    }

    /**
     * Compares them. What is wrong with one does not keep the others from being read.
     *
     * @throws Failure what ends the reading of all
     */
    ComparedSnapshots compare(List<Snapshot> read, PartReader part, RunContext context) {
        DamageRecord damage = new DamageRecord(evidence, disk, clock, context);
        List<Path> folders = complete().stream().map(Snapshot::directory).toList();
        VolumeReading reading;
        try {
            reading = part.read(new VolumeSnapshots(read, folders), damage);
        } catch (Failure end) {
            damage.end();
            throw end;
        }
        List<Failure> failures = new ArrayList<>(damage.end());
        failures.addAll(reading.unreadable().values());
        Set<String> whole = new HashSet<>(reading.whole().keySet());
        Set<String> failed = new HashSet<>(damage.snapshots());
        failed.addAll(reading.unreadable().keySet());
        reading.whole().forEach((id, at) -> {
            try {
                verified(id, at, context);
            } catch (Failure failure) {
                failures.add(failure);
                failed.add(id);
            }
        });
        whole.removeAll(failed);
        context.record(new VerifyEvent.UnitsVerified(
                reading.units(),
                reading.files(),
                reading.bytes(),
                reading.whole().size()));
        return new ComparedSnapshots(whole, failed, failures);
    }

    /** A later verification of the snapshot by itself counts for more. */
    private void verified(String id, Instant at, RunContext context) {
        Evidence known = evidence.of(id);
        boolean newer = known.readBack().map(ReadBack::at).filter(at::isAfter).isPresent()
                || known.readBack().isEmpty();
        if (newer && known.damage().isEmpty()) {
            evidence.readBack(disk, id, new ReadBack(at, context.id(), 0, Optional.empty()));
        }
    }
}
