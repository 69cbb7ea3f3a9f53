package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Snapshots one after the other, sealed at once, and archived in any order. Some runs are killed, and begun again. */
final class RandomHistory {
    private static final int MOST_SNAPSHOTS = 4;
    private static final int MOST_KILLS = 3;
    private static final int MOST_OPERATIONS = 150;

    final ArchiveBox box;

    /** As each one was when it was made. */
    final SortedMap<String, SortedMap<String, String>> snapshots = new TreeMap<>();

    private final Random random;
    private final RandomTree tree;

    /** @param most see {@link RandomTree} */
    @SuppressWarnings("MissingSummary")
    RandomHistory(ArchiveBox box, Random random, int most) {
        this.box = box;
        this.random = random;
        this.tree = new RandomTree(random, most);
        box.lanes = 1 + random.nextInt(2);
    }

    void happen() throws IOException {
        Path before = null;
        List<String> ids = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_SNAPSHOTS); i > 0; i--) {
            String id = String.format(Locale.ROOT, "202611%02dT031700", 10 + ids.size());
            if (before == null) {
                tree.fill(box.snapshot(id));
            } else {
                tree.next(before, box.snapshot(id));
            }
            before = box.snapshot(id);
            ids.add(id);
            snapshots.put(id, TreeDescription.of(before));
            killedAndBegunAgain(disk -> box.seal(id, disk));
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(ids, random);
        }
        for (String id : ids) {
            killedAndBegunAgain(disk -> box.archive(id, box.store(), disk));
        }
    }

    private interface Work {
        void on(Disk disk);
    }

    /** A third of the runs is killed, some of them more than once. */
    private void killedAndBegunAgain(Work work) {
        for (int kills = random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_KILLS) : 0; kills > 0; kills--) {
            try {
                work.on(FaultyDisk.brokenFrom(1 + random.nextInt(MOST_OPERATIONS), box.disk));
            } catch (Failure killed) {
                assertThat(killed.getMessage()).doesNotContain("internal");
            }
        }
        work.on(box.disk);
    }
}
