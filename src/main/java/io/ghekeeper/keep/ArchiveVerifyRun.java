package io.ghekeeper.keep;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.StoreVerifier.StoreFindings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.ArchiveEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.text.Counts;
import io.ghekeeper.volume.Disk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The run that looks whether the store still has what archived snapshots need. What it finds is evidence of each. */
public final class ArchiveVerifyRun {
    private final Execution execution;
    private final ArchiveTransfer progress;
    private final HistoryReader history;
    private final ArchiveSettings settings;
    private final Function<Consumer<String>, VerifierCall> verifier;
    private final EvidenceFiles evidence;
    private final StoreVerificationFile file;
    private final StoreReadBacks readings;
    private final Disk disk;
    private final Optional<String> appliance;

    /** What does the work of a run: see {@link io.ghekeeper.archive.StoreVerifier#verify}. */
    public interface VerifierCall {
        /**
         * Verifies the store.
         *
         * @param last when the last verification of this store began
         * @param expected snapshots that have to be there
         */
        StoreFindings verify(
                String run, boolean all, Optional<Instant> last, Set<String> expected, ArchiveProgress progress);
    }

    /**
     * Where results go.
     *
     * @param appliance its uuid, where snapshots have none
     */
    public record ResultPlaces(
            EvidenceFiles evidence,
            StoreVerificationFile file,
            StoreReadBacks readings,
            Disk disk,
            Optional<String> appliance) {}

    /**
     * The run.
     *
     * @param progress that {@code execution} watches
     * @param verifier is asked for within the run: what keeps it from being made fails the run. It gets where to warn
     */
    public ArchiveVerifyRun(
            Execution execution,
            ArchiveTransfer progress,
            HistoryReader history,
            ArchiveSettings settings,
            Function<Consumer<String>, VerifierCall> verifier,
            ResultPlaces places) {
        this.execution = execution;
        this.progress = progress;
        this.history = history;
        this.settings = settings;
        this.verifier = verifier;
        this.evidence = places.evidence();
        this.file = places.file();
        this.readings = places.readings();
        this.disk = places.disk();
        this.appliance = places.appliance();
    }

    /**
     * Verifies the store.
     *
     * @param output see {@link Execution#run}
     * @param all whether each object is read now
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another process has the keep lane; ARCHIVE_DAMAGED when a snapshot
     *     is not whole; any other kind, and then no evidence is changed, after it was written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, boolean all) {
        return execution.run(
                Run.Kind.ARCHIVE_VERIFY,
                cause,
                output,
                context -> KeepReasons.within(context, () -> story(all, context)));
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void story(boolean all, RunContext context) {
        String store = settings.place().orElseThrow(NextArchive::noStore);
        progress.begin(context);
        context.watch().workBegins();
        Optional<StoreVerification> before = file.recorded(store);
        ExpectedCopies expected = new ExpectedCopies(evidence, file, disk, store);
        StoreFindings findings = verifier.apply(context::warn)
                .verify(context.id(), all, before.map(StoreVerification::at), expected.ids(), progress);
        // What is recorded of these must not outlive their tombstones, which archive prune deletes.
        findings.givenUp().forEach(expected::giveUp);
        file.write(disk, findings.verification());
        StoreReadings filesRead = readings.read(store);
        if (filesRead.unreadable().isPresent()) {
            // Then no snapshot is proven to be whole, and what is known to be damaged is.
            record(findings.verification().ofDamaged(), context);
            filesRead.requireReadable();
        }
        StoreVerification found = findings.verification().with(filesRead);
        record(found, context);
        readings.keepOnly(disk, found, findings.neededDamage());
        report(found, context);
        requireWhole(found);
        findings.unread().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private void record(StoreVerification found, RunContext context) {
        new CopyEvidence(evidence, disk, appliance).record(found, history.read(), context);
    }

    private static void report(StoreVerification found, RunContext context) {
        context.record(new ArchiveEvent.StoreVerified(
                found.store(),
                OptionalLong.of(found.snapshots().size()),
                OptionalLong.of(found.damaged().size()),
                OptionalLong.of(found.objects()),
                OptionalLong.of(found.bytesRead()),
                OptionalLong.of(found.checksums()),
                found.oldestReading()));
        found.keepsChecksums()
                .filter(keeps -> !keeps)
                .ifPresent(
                        none -> context.info("the store keeps no checksums of its own: only reading proves content"));
        List<StoredCopy> open = found.lockedShort();
        if (!open.isEmpty()) {
            context.warn("objects of " + Counts.of(open.size(), "snapshot")
                    + " are locked for a shorter time than promised, the newest is "
                    + open.get(0).snapshot() + "; archive runs lock again what they use, within a week");
        }
    }

    private static void requireWhole(StoreVerification found) {
        List<StoredCopy> damaged = found.damaged();
        if (damaged.isEmpty()) {
            return;
        }
        StoredCopy first = damaged.get(0);
        throw new Failure(
                FailureKind.ARCHIVE_DAMAGED,
                damaged.size() + " of " + Counts.of(found.snapshots().size(), "snapshot") + " in " + found.store()
                        + (damaged.size() == 1 ? " is" : " are") + " not whole; the newest is " + first.snapshot()
                        + ": " + first.damage().orElse("damaged"),
                hint(first));
    }

    private static String hint(StoredCopy copy) {
        return copy.first().stream().anyMatch(one -> one.contains("a delete marker hides it"))
                ? "Remove the delete markers with a role that may delete versions: what they hide is there. docs/archive.md"
                        + " describes how. Then type: ghe-keeper archive verify"
                : "Find out who changes the store; docs/archive.md has what to do for each finding. More: ghe-keeper archive"
                        + " show " + copy.snapshot();
    }
}
