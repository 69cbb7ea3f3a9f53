package io.ghekeeper.archive;

import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;

/** Counts what an archive would send. */
final class ArchivePlanner {
    /** The manifest and the root. */
    private static final long ALWAYS = 2;

    private static final long LISTS_PER_OBJECT = 2000;
    private static final long FILES_PER_PACK = 8192;

    private final ArchiveSetting setting;
    private final WorkFolder work;
    private final ArchiveProgress progress;

    ArchivePlanner(ArchiveSetting setting, WorkFolder work, ArchiveProgress progress) {
        this.setting = setting;
        this.work = work;
        this.progress = progress;
    }

    ArchivePlan plan(Snapshot snapshot) throws IOException {
        long budget = ArchiveSetting.SORTED_IN_MEMORY;
        String store = setting.options().store();
        ArchiveState state = setting.state();
        state.read();
        SealedContent content = new SealedContent(setting.stateDirectory(), setting.disk(), snapshot);
        SealedUnitLists units = SealedUnitLists.read(content, state, work, budget);
        if (new ArchiveRoots(setting.store(), work).latest(snapshot.id()).isPresent()) {
            return new ArchivePlan(snapshot.id(), store, true, units.units(), 0, 0, 0, 0, 0, 0);
        }
        Outbox.WaitingBytes waiting = readWaiting(state, budget);
        NewContent fresh = NewContent.find(content, units.fresh(), state, work, budget, progress);
        long packs = Math.max(parts(fresh.bytes(), PackedPart.PART), parts(fresh.files(), FILES_PER_PACK));
        long lists = parts(units.newUnits(), LISTS_PER_OBJECT);
        return new ArchivePlan(
                snapshot.id(),
                store,
                false,
                units.units(),
                units.newUnits(),
                fresh.files(),
                fresh.bytes(),
                waiting.bytes(),
                waiting.objects() + packs,
                waiting.objects() + packs + lists + ALWAYS);
    }

    /** What a seal has packed already, or a killed run, need not be read. */
    private Outbox.WaitingBytes readWaiting(ArchiveState state, long budget) throws IOException {
        LineSorter contents = new LineSorter(work, budget);
        Outbox.WaitingBytes waiting = new Outbox(
                        setting.disk(), CopyFolder.outbox(setting.folder()), setting.encryption())
                .readContents(contents::add);
        state.alsoRead(contents.sortedFile());
        return waiting;
    }

    private static long parts(long all, long each) {
        return (all + each - 1) / each;
    }
}
