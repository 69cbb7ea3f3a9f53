package io.ghekeeper.keep;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.VerifyEvent;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.seal.Difference;
import io.ghekeeper.seal.VerifiedSnapshot;
import io.ghekeeper.seal.Verifier;
import io.ghekeeper.seal.VolumeVerifier;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Counts;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one snapshot, within a run, and compares it with its seal. What is found is evidence of it, and takes earlier damage away. */
public final class SnapshotVerification {
    private final HistoryReader history;
    private final Verifier verifier;
    private final VolumeVerifier volume;
    private final EvidenceFiles evidence;
    private final Disk disk;
    private final SnapshotChecks checks;

    /** @param volume records what was read */
    @SuppressWarnings("MissingSummary")
    public SnapshotVerification(
            HistoryReader history,
            Verifier verifier,
            VolumeVerifier volume,
            EvidenceFiles evidence,
            Disk disk,
            SnapshotChecks checks) {
        this.history = history;
        this.verifier = verifier;
        this.volume = volume;
        this.evidence = evidence;
        this.disk = disk;
        this.checks = checks;
    }

    /**
     * Verifies it.
     *
     * @throws Failure SNAPSHOT_DAMAGED when it is not as it was sealed; as {@link Verifier#verify} does
     */
    void verify(String id, ReadProgress progress, RunContext context) {
        context.snapshot(id, Set.of());
        History view = history.read();
        Snapshot snapshot = NextSeal.require(view, id);
        List<Path> others = view.catalogue().all().stream()
                .filter(other -> other.complete() && !other.id().equals(id))
                .map(Snapshot::directory)
                .toList();
        context.info("reading " + id);
        VerifiedSnapshot verified = verifier.verify(snapshot, others, new DifferenceLog(context), progress);
        Optional<String> first = verified.differences().stream().findFirst().map(Difference::words);
        evidence.readBack(disk, id, new ReadBack(verified.at(), context.id(), verified.found(), first));
        if (verified.isWhole()) {
            volume.noteRead(snapshot, verified.at());
            context.record(new VerifyEvent.SnapshotVerified(id, verified.files(), verified.bytes()));
            return;
        }
        context.record(new VerifyEvent.DamageFound(id, verified.found(), first.orElse("")));
        verified.shared().forEach((other, files) -> share(other, files, id, verified, context));
        throw new Failure(
                FailureKind.SNAPSHOT_DAMAGED,
                "snapshot " + id + " is damaged: " + Counts.of(verified.found(), "difference") + " from its seal; "
                        + first.orElse(""),
                "Read them all with: ghe-keeper logs " + context.id() + "; check the volume with dmesg. Restore from"
                        + " another snapshot.");
    }

    /** What a snapshot's own verification found counts for more. */
    private void share(String other, long files, String damaged, VerifiedSnapshot verified, RunContext context) {
        if (evidence.of(other).damage().isEmpty()) {
            Optional<String> words = Optional.of(ReadBack.sharedWith(damaged));
            evidence.readBack(disk, other, new ReadBack(verified.at(), context.id(), files, words));
        }
        context.record(new VerifyEvent.DamageShared(other, files));
    }

    /** Does the deep checks again, where they are wanted. Fails as {@link SnapshotChecks#check} does. */
    void check(String id, boolean deep, ReadProgress progress, RunContext context) {
        if (deep) {
            Snapshot snapshot = NextSeal.require(history.read(), id);
            checks.check(snapshot, checks.files(snapshot, progress), progress, context);
        }
    }

    /** Records again that this run has read the whole snapshot, where it is whole. */
    void noteWhole(Snapshot snapshot, RunContext context) {
        evidence.of(snapshot.id())
                .readBack()
                .filter(read -> read.isWhole() && read.run().equals(context.id()))
                .ifPresent(read -> volume.noteRead(snapshot, read.at()));
    }
}
