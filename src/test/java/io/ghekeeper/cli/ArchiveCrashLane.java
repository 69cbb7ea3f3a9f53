package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveVerifyFiles;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.archive.VerifiedFiles;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.HeldLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A volume and its store, which are put back as they were before each blow. */
final class ArchiveCrashLane implements StruckVolume {
    private static final String OWN_PAGE = "/pages/one";

    private final Deployment deployment;
    private final Strike strike;
    private final ArchivedVolume volume;

    /** What each job leaves when nothing strikes. */
    private final Map<CrashJob, Map<String, String>> ends = new EnumMap<>(CrashJob.class);

    ArchiveCrashLane(Path folder) throws IOException {
        this.deployment = Deployment.in(folder);
        this.volume = new ArchivedVolume(folder, deployment);
        this.strike = volume.strike();
    }

    @Override
    public List<String> operations(CrashJob job) throws IOException {
        volume.putBack(job);
        return strike.operations(job);
    }

    @Override
    public Optional<List<String>> strike(CrashJob job, Blow blow, String kind, int n)
            throws IOException, InterruptedException {
        Map<String, String> end = end(job);
        volume.putBack(job);
        List<String> broken = new ArrayList<>();
        if (!strike.at(job, blow, kind, n, broken)) {
            return Optional.empty();
        }
        afterTheBlow(job, broken);
        theNextRun(job, broken);
        Map<String, String> differences = StateFiles.differences(end, end());
        if (!differences.isEmpty()) {
            broken.add("2, 3: not as it is when nothing strikes: " + differences);
        }
        return Optional.of(broken);
    }

    private Map<String, String> end(CrashJob job) throws IOException {
        if (!ends.containsKey(job)) {
            volume.putBack(job);
            List<String> broken = new ArrayList<>();
            theNextRun(job, broken);
            if (!broken.isEmpty()) {
                throw new IllegalStateException(job + " fails when nothing strikes: " + broken);
            }
            ends.put(job, end());
        }
        return ends.get(job);
    }

    private void afterTheBlow(CrashJob job, List<String> broken) throws IOException {
        Journal journal = strike.keeper().core().journal();
        journal.newest(Integer.MAX_VALUE).unreadable().forEach(sentence -> broken.add("3: unreadable: " + sentence));
        Map<String, String> now = volume.snapshots();
        for (String id : volume.ids()) {
            Map<String, String> whole = StateFiles.below(id, volume.whole());
            Map<String, String> left = StateFiles.below(id, now);
            if (job == CrashJob.VERIFY_REPAIR
                    && left.containsKey(OWN_PAGE)
                    && volume.ownPage().startsWith(deployment.data().resolve(id))) {
                left.remove(OWN_PAGE); // damaged, or as it was sealed
                whole.remove(OWN_PAGE);
            }
            boolean mayBeMissing = job == CrashJob.ARCHIVE_FETCH || job == CrashJob.REBUILD;
            if (!left.equals(whole) && !(left.isEmpty() && mayBeMissing)) {
                broken.add("1, 3: what has the name of a snapshot is not whole: " + id);
            }
        }
        evidence(job, broken);
        if (job != CrashJob.ARCHIVE_VERIFY && job != CrashJob.ARCHIVE_REPAIR) {
            volume.archived().forEach(id -> readBack(id, broken));
        }
        copied().stream()
                .filter(id -> !copiedFiles(id).isWhole())
                .forEach(id -> broken.add("1: has a root in the copy, and is not whole there: " + id));
    }

    /** The snapshots that have a root in the copy. */
    private List<String> copied() {
        Keeper keeper = strike.keeper();
        try (ObjectStore copy =
                keeper.archive().stores().copyAt(CrashJob.copy(keeper)).store()) {
            return new StoreSnapshots(copy).list().kept();
        }
    }

    private VerifiedFiles copiedFiles(String id) {
        Keeper keeper = strike.keeper();
        StoreAssembly copies = keeper.archive().stores().copyAt(CrashJob.copy(keeper));
        try (ObjectStore copy = copies.store()) {
            return new ArchiveVerifyFiles(copies.access(copy, Optional.empty())).verify(id, new EndedReading());
        }
    }

    /** What a job calls archived is in the store. */
    private void evidence(CrashJob job, List<String> broken) {
        EvidenceFiles files = new EvidenceFiles(deployment.state());
        for (String id : volume.ids()) {
            Evidence known = files.of(id);
            known.unreadable().ifPresent(why -> broken.add("1: the evidence of " + id + " " + why));
            if (known.archived().isPresent()) {
                readBack(id, broken, job == CrashJob.ARCHIVE_VERIFY || job == CrashJob.ARCHIVE_REPAIR);
            }
        }
    }

    private void readBack(String id, List<String> broken) {
        readBack(id, broken, false);
    }

    /** @param unlooked whether damage may not have been found yet */
    @SuppressWarnings("MissingSummary")
    private void readBack(String id, List<String> broken, boolean unlooked) {
        if (!Files.exists(volume.store().resolve("snapshots/" + id + ".json"))) {
            broken.add("1: called archived, and without a root: " + id);
        } else if (!unlooked && !files(id).isWhole()) {
            broken.add("1: called archived, and not whole in the store: " + id);
        }
    }

    private VerifiedFiles files(String id) {
        Keeper keeper = strike.keeper();
        try (ObjectStore store = keeper.archive().stores().store()) {
            return new ArchiveVerifyFiles(keeper.archive().stores().access(store, Optional.empty()))
                    .verify(id, new EndedReading());
        }
    }

    private void requireWhole(List<String> broken) {
        try {
            Map<String, String> differences = StateFiles.differences(volume.whole(), volume.snapshots());
            if (volume.putAside() != 1) {
                broken.add("1: not put aside once: " + volume.putAside());
            }
            if (!differences.isEmpty()) {
                broken.add("3: the snapshots are not as they were sealed: " + differences);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void theNextRun(CrashJob job, List<String> broken) {
        try {
            job.run(strike.keeper());
            if (job == CrashJob.SEAL_PACKING) { // it takes what the seal packed, or packs it itself
                strike.keeper().archive().run(false).run(Run.Cause.HAND, Optional.empty(), volume.newest());
            }
        } catch (Failure failure) {
            if (job != CrashJob.ARCHIVE_VERIFY || failure.kind() != FailureKind.ARCHIVE_DAMAGED) {
                broken.add("3: the next run fails: " + failure);
            }
        } catch (RuntimeException fault) {
            broken.add("3: the next run fails: " + fault);
        }
        if (job == CrashJob.VERIFY_REPAIR) {
            requireWhole(broken);
        }
        // As the next run of each lane does it.
        for (Lane lane : Lane.values()) {
            try (HeldLease lease = strike.keeper().core().journal().acquire(lane)) {
                strike.keeper().runs().recovery().closeDeadRuns(lease);
            }
        }
        if (strike.keeper().core().journal().newest(Integer.MAX_VALUE).readable().stream()
                .anyMatch(Run::isOpen)) {
            broken.add("2: a run stays open");
        }
    }

    /** What there is afterwards, without times, runs and names that follow from these. */
    private Map<String, String> end() throws IOException {
        Map<String, String> end = new TreeMap<>(volume.snapshots());
        for (Path file : StateFiles.below(deployment.state(), List.of("seals", "evidence"))) {
            String name = deployment.state().relativize(file).toString();
            // Fetched files have other inodes each time.
            if (name.endsWith(".local.json") || name.startsWith("seals/inodes")) {
                end.merge(withoutHashes(name), "1", String::concat);
            } else if (!name.endsWith(".json.new")) { // which the next run that writes there replaces
                end.put(name, StateFiles.withoutTimes(name, file));
            }
        }
        for (Path folder : List.of(deployment.state().resolve("archive"), volume.store(), volume.copy())) {
            for (Path file : StateFiles.below(folder, List.of(""))) {
                String name = folder.getFileName() + "/" + folder.relativize(file);
                // The state is in as many segments as runs wrote, and a folder keeps what a killed PUT began, which is
                // no object.
                if (!name.matches("archive/[a-z]+\\.\\d+\\.zst|store(-copy)?/(.*/)?\\.[^/]+\\.new")) {
                    end.merge(withoutHashes(name), "1", String::concat);
                }
            }
        }
        volume.archived()
                .forEach(id ->
                        end.put("in the store " + id, String.valueOf(files(id).isWhole())));
        copied().forEach(id ->
                end.put("in the copy " + id, String.valueOf(copiedFiles(id).isWhole())));
        return end;
    }

    private static String withoutHashes(String name) {
        return name.replaceAll("[0-9a-f]{2}/[0-9a-f]{64}|[0-9a-f]{64}", "<sha256>")
                .replaceAll("-[0-9a-f]{16}\\b", "");
    }

    @Override
    public void close() throws IOException {
        deployment.close();
    }
}
