package io.ghekeeper.archive;

import io.ghekeeper.archive.Announcements.Announcement;
import io.ghekeeper.archive.LiveObjects.Roots;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.Unwritable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Deletes from a store what no root without a tombstone needs. One run announces it in the store; another one deletes it, a
 * day later at the earliest, if it is still needed by none. An archive run relies on nothing that is announced: see
 * {@link PruneWatch}. The keeper's role cannot do this, and its volume is not needed for it.
 */
public final class StorePrune {
    private final ObjectStore store;
    private final Disk disk;
    private final Path temporary;
    private final Consumer<String> warnings;

    /**
     * For one store.
     *
     * @param temporary a folder that is there, for sorted lists
     * @param warnings gets a sentence for what a person should know of
     */
    public StorePrune(ObjectStore store, Disk disk, Path temporary, Consumer<String> warnings) {
        this.store = store;
        this.disk = disk;
        this.temporary = temporary;
        this.warnings = warnings;
    }

    /** The uuid of the appliance whose archive it is. Fails as {@link #plan} does. */
    public String appliance() {
        return StoreFormat.appliance(store);
    }

    /**
     * What a run would do now. Changes nothing in the store.
     *
     * @throws Failure CONFIGURATION_INVALID when the store is no archive; STORE_FAILED, also when a root cannot be read; of an
     *     AWS or VOLUME kind
     */
    public PruneReport plan(PruneOptions options) {
        return with(work -> survey(work, appliance(), options).report());
    }

    /**
     * Announces what is found for the first time, and deletes what was announced a day ago.
     *
     * @param appliance the uuid of the appliance whose store it must be
     * @param consent is asked before anything is deleted; where it refuses, nothing is
     * @throws Failure as {@link #plan} does; CONSENT_MISSING when no snapshot would be left
     */
    public PruneReport run(String appliance, PruneOptions options, Predicate<PruneReport> consent) {
        return with(work -> {
            String owner = appliance.toLowerCase(Locale.ROOT);
            StoreFormat.require(store, owner);
            Survey survey = survey(work, owner, options);
            if (survey.report().removesAll() && !options.removeAll()) {
                throw new Failure(
                        FailureKind.CONSENT_MISSING,
                        "nothing is deleted: the store has no snapshot without a tombstone, so all would go",
                        "Check archive.store. If that is meant, add: --allow-remove-all");
            }
            boolean agreed = survey.report().due().versions() > 0 && consent.test(survey.report());
            removeUnfinished();
            Announcements announcements = new Announcements(store, work);
            if (survey.report().found().versions() > 0) {
                announcements.put(survey.announced().found());
            }
            return agreed || survey.report().due().versions() == 0 ? delete(survey, work, owner) : survey.report();
        });
    }

    /** They are no objects: where they cannot be removed, the deletion goes on. */
    private void removeUnfinished() {
        try {
            store.removeUnfinished(PruneName.FOLDERS, () -> {});
        } catch (Failure stays) {
            warnings.accept(stays.getMessage());
        }
    }

    /** All that is known before anything is done. */
    private record Survey(Roots roots, AnnouncedCandidates announced, PruneReport report) {}

    private Survey survey(WorkFolder work, String appliance, PruneOptions options)
            throws IOException, InterruptedException {
        Instant now = store.now();
        LiveObjects live = new LiveObjects(store, work, appliance);
        Roots roots = live.roots();
        List<EarlierRoot> earlier = new SupersededRoots(store, work, appliance, now, options).find(roots.live());
        Set<ObjectKey> superseded = earlier.stream()
                .filter(EarlierRoot::isSuperseded)
                .map(EarlierRoot::root)
                .collect(Collectors.toSet());
        Map<Boolean, List<StoreRoot>> counting =
                roots.live().stream().collect(Collectors.partitioningBy(root -> !superseded.contains(root.key())));
        List<StoreRoot> held = options.superseded() ? List.of() : counting.get(false);
        try (LineCursor needed = new SortedLines(live.of(counting.get(true)));
                LineCursor byEarlier = new SortedLines(live.of(held))) {
            PruneSurvey survey = new PruneSurvey(store, work, roots, needed, byEarlier, now);
            Path candidates = survey.candidates();
            AnnouncedCandidates announced = new AnnouncedCandidates(new Announcements(store, work), work, now);
            announced.split(candidates, survey.versioned);
            PruneReport report = new PruneReport(
                    appliance,
                    roots.live().size(),
                    survey.live,
                    announced.dueAmount,
                    announced.waitingAmount,
                    announced.nextDue(),
                    announced.foundAmount,
                    survey.young,
                    survey.unfinished,
                    survey.locked,
                    survey.locks,
                    earlier,
                    survey.superseded,
                    survey.foreign,
                    roots.tombstones().strange(),
                    Amount.NONE,
                    0,
                    Optional.empty());
            return new Survey(roots, announced, report);
        }
    }

    private PruneReport delete(Survey survey, WorkFolder work, String appliance)
            throws IOException, InterruptedException {
        LiveObjects live = new LiveObjects(store, work, appliance);
        PruneDeletion deletion = new PruneDeletion(store);
        if (survey.report().due().versions() > 0) {
            // Just before: an archive run may have ended meanwhile.
            Roots after = live.roots();
            Path added = live.of(after.live().stream()
                    .filter(root -> !survey.roots().live().contains(root))
                    .toList());
            deletion.delete(survey.announced().due(), added, after);
        }
        if (deletion.refused() == 0) {
            for (Announcement used : survey.announced().used()) {
                store.delete(used.key(), used.version());
            }
        }
        return survey.report().with(deletion.deleted(), deletion.refused(), deletion.firstRefusal());
    }

    private interface PruneStep {
        PruneReport take(WorkFolder work) throws IOException, InterruptedException;
    }

    private PruneReport with(PruneStep step) {
        Path folder = temporary.resolve("ghe-keeper-prune." + UUID.randomUUID());
        try (WorkFolder work = new WorkFolder(disk, folder, () -> {})) {
            return step.take(work);
        } catch (IOException e) {
            throw Unwritable.failure("cannot sort lists in " + temporary, temporary, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the deletion was interrupted",
                    "Type the command again: it goes on with what is left.",
                    e);
        }
    }
}
