package io.ghekeeper.archive;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Does without the packs of a store that are mostly dead: what is alive in them is packed again, and each snapshot that needs it
 * gets a further root. Nothing is overwritten or deleted: a prune run deletes what no root needs then. Content comes from the volume
 * where that has it, else out of the store. Killed at any moment and begun again, it goes on with what was sent. The caller holds
 * the lease of the keep lane.
 */
public final class ArchiveCompact {
    private final ArchiveSetting setting;
    private final ArchiveAccess access;
    private final DeadPacks dead;

    /**
     * A compaction.
     *
     * @param identity stays the caller's to close; without it, snapshots that an encrypted store alone has keep their packs
     */
    ArchiveCompact(ArchiveSetting setting, Optional<ArchiveIdentity> identity, DeadPacks dead) {
        this.setting = setting;
        this.dead = dead;
        this.access = new ArchiveAccess(
                setting.stateDirectory(),
                setting.disk(),
                setting.store(),
                identity,
                setting.options().lanes());
    }

    /** Hears of what is done. */
    public interface CompactListener {
        void planned(CompactPlan plan);

        /** A snapshot has a further root. */
        void rooted(String snapshot, int root, Optional<Instant> lockedUntil);
    }

    /**
     * What a run would do now. Changes nothing, neither here nor in the store.
     *
     * @param appliance its uuid, where it is known
     * @param volume good snapshots on the volume
     * @throws Failure as {@link #compact} does
     */
    public CompactPlan plan(Optional<String> appliance, Collection<Snapshot> volume, ArchiveProgress progress) {
        return access.read("the plan", () -> {
            String owner = new StoreOwner(setting).require(appliance, "compacted");
            try (WorkFolder work =
                            WorkFolder.ofProcess(setting.disk(), setting.stateDirectory(), progress::requireGoOn);
                    CompactSurvey survey = survey(owner, volume, state(false), access.objects(work, progress))) {
                return survey.plan();
            }
        });
    }

    /**
     * Does it.
     *
     * @param run the id of the run that does it
     * @throws Failure CONFIGURATION_INVALID when the store is another appliance's; ENCRYPTION_FAILED when the identity fits no
     *     object; SNAPSHOT_DAMAGED with the first file on the volume that is not what was sealed; ARCHIVE_DAMAGED, after all else
     *     was done, when what is alive in a pack is lost or damaged; of the store; of a VOLUME kind; what {@code progress} throws
     */
    public CompactedStore compact(
            Optional<String> appliance,
            Collection<Snapshot> volume,
            String run,
            ArchiveProgress progress,
            CompactListener listener) {
        return access.read("the compaction", () -> {
            String owner = new StoreOwner(setting).require(appliance, "compacted");
            PrivateFolder.make(setting.disk(), setting.folder());
            try (WorkFolder work = access.workFolder(progress);
                    CompactSurvey survey = survey(owner, volume, state(true), access.objects(work, progress))) {
                listener.planned(survey.plan());
                return compact(owner, survey, run, access.objects(work, progress), listener);
            }
        });
    }

    private ArchiveState state(boolean writes) throws IOException {
        ArchiveState state = setting.state();
        if (writes) {
            state.open();
        } else {
            state.read();
        }
        state.leaveOutDamaged(writes);
        return state;
    }

    private CompactSurvey survey(String owner, Collection<Snapshot> volume, ArchiveState state, ObjectReader objects)
            throws IOException, InterruptedException {
        List<KeptRoot> roots = new KeptRoots(setting, owner, objects.work()).read(objects.progress());
        Map<String, Snapshot> byId = volume.stream().collect(Collectors.toMap(Snapshot::id, Function.identity()));
        CompactSurvey survey = new CompactSurvey(setting, state, objects, access.lanes());
        boolean done = false;
        try {
            survey.read(roots, byId, isReadable(), dead);
            done = true;
            return survey;
        } finally {
            if (!done) {
                survey.close();
            }
        }
    }

    private boolean isReadable() {
        return setting.encryption().suffix().isEmpty() || access.identity().isPresent();
    }

    private CompactedStore compact(
            String owner, CompactSurvey survey, String run, ObjectReader objects, CompactListener listener)
            throws IOException, InterruptedException {
        Set<String> chosen = survey.chosen();
        Set<String> free = new TreeSet<>(survey.left());
        free.addAll(chosen);
        CompactWork done = new CompactWork(setting, owner, run, Set.copyOf(free), objects, listener);
        List<CompactedSnapshot> affected = survey.affected();
        if (!affected.isEmpty()) {
            done.begin();
        }
        done.fromVolume(affected);
        done.fromStore(affected, survey);
        free.removeAll(done.kept());
        forget(free, objects.work());
        done.requireNoneFailed();
        long bytes = chosen.stream()
                .filter(free::contains)
                .mapToLong(pack -> survey.pack(pack).row.length())
                .sum();
        return new CompactedStore(
                chosen.stream().filter(free::contains).count(), bytes, done.rooted(), done.objects(), done.bytes());
    }

    /** The next archive run relies on none of them. */
    private void forget(Set<String> packs, WorkFolder work) throws IOException {
        if (packs.isEmpty()) {
            return;
        }
        PackKeys keys = new PackKeys(setting.encryption());
        LineSorter lines = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (String pack : packs) {
            lines.add(keys.of(pack));
        }
        ArchiveState state = setting.state();
        state.open();
        new StateScrub(state, work, ArchiveSetting.SORTED_IN_MEMORY, keys).forget(lines.sortedFile());
    }
}
