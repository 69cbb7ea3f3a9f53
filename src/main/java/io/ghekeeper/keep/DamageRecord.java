package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.DamageListener;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.text.Counts;
import io.ghekeeper.volume.Disk;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records damage as evidence of each snapshot when it is found, and in the run's record at the end. */
final class DamageRecord implements DamageListener {
    private final EvidenceFiles evidence;
    private final Disk disk;
    private final Clock clock;
    private final RunContext context;
    private final Map<String, VerifyEvent.DamageFound> damaged = new LinkedHashMap<>();
    private final Map<String, Long> shared = new TreeMap<>();
    private final Map<String, DifferenceLog> logs = new TreeMap<>();
    private final Map<String, Failure> unrecorded = new TreeMap<>();

    DamageRecord(EvidenceFiles evidence, Disk disk, Clock clock, RunContext context) {
        this.evidence = evidence;
        this.disk = disk;
        this.clock = clock;
        this.context = context;
    }

    @Override
    public void damaged(String snapshot, long found, Difference first, List<Difference> differences) {
        if (!damaged.containsKey(snapshot)) {
            context.warn("in " + snapshot + ":");
        }
        differences.forEach(logs.computeIfAbsent(snapshot, id -> new DifferenceLog(context)));
        damaged.put(snapshot, new VerifyEvent.DamageFound(snapshot, found, first.words()));
        write(snapshot, found, first.words());
    }

    /** What the snapshot's own units show counts for more. */
    @Override
    public void shared(String other, long files, String from) {
        long all = shared.merge(other, files, Long::sum);
        if (!damaged.containsKey(other) && isWholeOrShares(other)) {
            write(other, all, ReadBack.sharedWith(from));
        }
    }

    private boolean isWholeOrShares(String snapshot) {
        return evidence.of(snapshot)
                .readBack()
                .filter(read -> !read.isWhole() && !read.run().equals(context.id()))
                .isEmpty();
    }

    /** A record that cannot be written does not keep the other snapshots from being read. */
    private void write(String snapshot, long found, String words) {
        try {
            evidence.readBack(disk, snapshot, new ReadBack(clock.instant(), context.id(), found, Optional.of(words)));
        } catch (Failure failure) {
            unrecorded.putIfAbsent(snapshot, failure);
        }
    }

    /** The snapshots that have damaged files. */
    Set<String> snapshots() {
        Set<String> all = new TreeSet<>(damaged.keySet());
        all.addAll(shared.keySet());
        return all;
    }

    /** Records the events; the failures of the run, first that of the damage. */
    List<Failure> end() {
        damaged.values().forEach(context::record);
        shared.keySet().removeAll(damaged.keySet());
        shared.forEach((other, files) -> context.record(new VerifyEvent.DamageShared(other, files)));
        List<Failure> failures = new ArrayList<>();
        damaged.values().stream().findFirst().map(this::failure).ifPresent(failures::add);
        failures.addAll(unrecorded.values());
        return failures;
    }

    private Failure failure(VerifyEvent.DamageFound first) {
        String others = damaged.size() == 1
                ? ""
                : "; so " + (damaged.size() == 2 ? "is " : "are ") + Counts.of(damaged.size() - 1, "other snapshot");
        return new Failure(
                FailureKind.SNAPSHOT_DAMAGED,
                "snapshot " + first.snapshot() + " is damaged: " + Counts.of(first.found(), "difference")
                        + " from its seal; " + first.first() + others,
                "Read them all with: ghe-keeper logs " + context.id() + "; check the volume with dmesg. Restore from"
                        + " another snapshot.");
    }
}
