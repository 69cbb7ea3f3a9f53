package io.ghekeeper.archive;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.AttachedStore.TakenUp;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.WarmUp;
import io.ghekeeper.volume.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes up a store whose state this keeper lost, so that the next archive run sends what is new only. Changes nothing in the
 * store. Killed at any moment and begun again, it goes on with the packs that it had not read. The caller holds the lease of
 * the keep lane.
 */
public final class ArchiveAttach {
    private static final int MOST_DAMAGES = 100;

    private final ArchiveSetting setting;
    private final ArchiveAccess access;

    /** @param identity stays the caller's to close; without it, nothing of an encrypted store is taken up */
    @SuppressWarnings("MissingSummary")
    ArchiveAttach(ArchiveSetting setting, Optional<ArchiveIdentity> identity) {
        this.setting = setting;
        this.access = new ArchiveAccess(
                setting.stateDirectory(),
                setting.disk(),
                setting.store(),
                identity,
                setting.options().lanes());
    }

    /**
     * Does it.
     *
     * @param appliance the uuid of the appliance that is backed up, where it is known
     * @throws Failure CONFIGURATION_INVALID when the store is another appliance's, holds no archive, or is encrypted in another
     *     way; ARCHIVE_COLD, before anything is read, when some of it cannot be read at once; ENCRYPTION_FAILED when the identity fits no object; of the store; of a VOLUME kind; what {@code progress} throws
     */
    public AttachedStore attach(Optional<String> appliance, ArchiveProgress progress) {
        return access.read("the attachment", () -> {
            String owner = new StoreOwner(setting).require(appliance, "attached");
            PrivateFolder.make(setting.disk(), setting.folder());
            try (WorkFolder work = access.workFolder(progress)) {
                return attach(owner, work, progress);
            }
        });
    }

    /**
     * What it would read now. Changes nothing, neither here nor in the store.
     *
     * @throws Failure as {@link #attach} does
     */
    public ObjectClasses needs(Optional<String> appliance, ArchiveProgress progress) {
        return look(appliance, progress, (survey, needs) -> survey.classes(needs.read(), needs.reads()));
    }

    /**
     * Asks for a copy of each object that it would read now, and that cannot be read at once. To do so again does no harm.
     *
     * @return see {@link FetchSurvey#warmUp}
     * @throws Failure as {@link #attach} does
     */
    public Map<ObjectAccess, ObjectAmount> warmUp(Optional<String> appliance, WarmUp how, ArchiveProgress progress) {
        return look(appliance, progress, (survey, needs) -> survey.warmUp(needs.read(), how));
    }

    /**
     * Why it may not begin now: a person would meet one cold object after the other.
     *
     * @param needs as {@link #needs} has it
     * @return ARCHIVE_COLD; nothing where all can be read at once
     */
    public Optional<Failure> refusal(ObjectClasses needs) {
        String identity = setting.encryption().suffix().isEmpty() ? "" : " --identity FILE";
        return needs.refusal(setting.options().store(), "ghe-keeper archive attach" + identity)
                .map(cold -> new Failure(
                        cold.kind(),
                        "nothing is taken up, and an archive run would send again what this volume does not know: "
                                + cold.getMessage(),
                        cold.hint()));
    }

    private interface SurveyQuestion<T> {
        T ask(ObjectSurvey survey, AttachNeeds needs) throws IOException, InterruptedException;
    }

    private <T> T look(Optional<String> appliance, ArchiveProgress progress, SurveyQuestion<T> question) {
        return access.read(ObjectSurvey.WORK, () -> {
            String owner = new StoreOwner(setting).require(appliance, "attached");
            try (WorkFolder work = access.workFolder(progress)) {
                Path all = rows(owner, new ArrayList<>(), work, progress);
                return question.ask(new ObjectSurvey(access, progress), unread(all, work));
            }
        });
    }

    /** Where a part of the state is damaged, all counts as unknown: a run keeps that part aside. */
    private AttachNeeds unread(Path rows, WorkFolder work) throws IOException {
        ArchiveState state = setting.state();
        state.read();
        try {
            return AttachNeeds.find(state, setting.store(), rows, work);
        } catch (DamagedLinesException e) {
            return AttachNeeds.find(setting.state(), setting.store(), rows, work);
        }
    }

    private AttachedStore attach(String owner, WorkFolder work, ArchiveProgress progress)
            throws IOException, InterruptedException {
        List<StoreRoot> roots = new ArrayList<>();
        Path all = rows(owner, roots, work, progress);
        Optional<TakenUp> index = isReadable() ? Optional.of(takeUp(roots, all, work, progress)) : Optional.empty();
        return found(owner, roots, all, index);
    }

    /**
     * Reads the roots that count.
     *
     * @param roots gets them
     * @return the rows of all that they need, sorted
     */
    private Path rows(String owner, List<StoreRoot> roots, WorkFolder work, ArchiveProgress progress)
            throws IOException {
        LineSorter rows = new LineSorter(work, ArchiveSetting.SORTED_IN_MEMORY);
        for (KeptRoot kept : new KeptRoots(setting, owner, work).read(progress)) {
            try (LineCursor lines = new SortedLines(kept.stored().rows())) {
                while (!lines.isAtEnd()) {
                    rows.add(lines.take());
                }
            }
            setting.disk().delete(kept.stored().rows());
            roots.add(kept.stored().root());
        }
        return rows.sortedFile();
    }

    /** Whether it can be read what objects hold: an encrypted store needs an identity. */
    public boolean isReadable() {
        return setting.encryption().suffix().isEmpty() || access.identity().isPresent();
    }

    private TakenUp takeUp(List<StoreRoot> roots, Path rows, WorkFolder work, ArchiveProgress progress)
            throws IOException, InterruptedException {
        ArchiveState state = setting.state();
        state.open();
        for (int damages = 0; ; damages++) {
            try {
                AttachNeeds needs = AttachNeeds.find(state, setting.store(), rows, work);
                requireReadable(needs, progress);
                return new StateRebuild(state, access, setting.looks(), work, progress, setting.warnings())
                        .rebuild(roots, rows, needs);
            } catch (DamagedLinesException e) {
                if (damages == MOST_DAMAGES || !state.putAside(e)) {
                    throw e;
                }
            }
        }
    }

    private void requireReadable(AttachNeeds needs, ArchiveProgress progress) throws IOException, InterruptedException {
        Optional<Failure> refusal = refusal(new ObjectSurvey(access, progress).classes(needs.read(), needs.reads()));
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private AttachedStore found(String owner, List<StoreRoot> roots, Path rows, Optional<TakenUp> index)
            throws IOException {
        long objects = 0;
        long bytes = 0;
        try (LineCursor lines = new SortedLines(rows)) {
            for (String last = ""; !lines.isAtEnd(); lines.next()) {
                ObjectRow row = ObjectRow.parse(lines.peek());
                if (!row.key().text().equals(last)) {
                    objects++;
                    bytes += row.length();
                }
                last = row.key().text();
            }
        }
        Optional<String> newest = roots.stream().map(StoreRoot::snapshot).max(Comparator.naturalOrder());
        return new AttachedStore(setting.options().store(), owner, roots.size(), newest, objects, bytes, index);
    }
}
