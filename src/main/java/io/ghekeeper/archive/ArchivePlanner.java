package io.ghekeeper.archive;

import io.ghekeeper.seal.SealedContent;
import java.io.IOException;

/** Counts what an archive would send. */
final class ArchivePlanner {
    /** The manifest and the root. */
    private static final long ALWAYS = 2;

    private static final long LISTS_PER_OBJECT = 2000;
    private static final long FILES_PER_PACK = 8192;

    private ArchivePlanner() {}

    static ArchivePlan plan(
            SealedContent content,
            String store,
            boolean archived,
            ArchiveState state,
            WorkFolder work,
            long budget,
            ArchiveProgress progress)
            throws IOException {
        SealedUnitLists units = SealedUnitLists.read(content, state, work, budget);
        String id = content.snapshot().id();
        if (archived) {
            return new ArchivePlan(id, store, true, units.units(), 0, 0, 0, 0);
        }
        NewContent fresh = NewContent.find(content, units.fresh(), state, work, budget, progress);
        long packs = Math.max(parts(fresh.bytes(), ContentPart.PART), parts(fresh.files(), FILES_PER_PACK));
        long lists = parts(units.newUnits(), LISTS_PER_OBJECT);
        return new ArchivePlan(
                id,
                store,
                false,
                units.units(),
                units.newUnits(),
                fresh.files(),
                fresh.bytes(),
                packs + lists + ALWAYS);
    }

    private static long parts(long all, long each) {
        return (all + each - 1) / each;
    }
}
