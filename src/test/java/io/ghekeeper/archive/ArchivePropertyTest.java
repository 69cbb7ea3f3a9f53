package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random trees and histories: what is fetched is what was archived. A reader of its own says so, which knows the format alone;
 * once, it is the script for the worst day. The name of a case is its seed; {@code -Darchive.seed=N} begins with another one.
 */
@Order(3)
class ArchivePropertyTest {
    private static final int HISTORIES = 24;
    private static final int CHANGES = 25;

    /** Of a tree that the script restores: it begins several programs for each entry. */
    private static final int FEW_CHANGES = 5;

    @TempDir
    Path folder;

    static List<Long> seeds() {
        long first = Long.getLong("archive.seed", 0);
        List<Long> seeds = new ArrayList<>();
        for (long seed = first; seed < first + HISTORIES; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsFetchedIsWhatWasArchived(long seed) throws IOException {
        RandomHistory history = new RandomHistory(new ArchiveBox(folder.resolve("box")), new Random(seed), CHANGES);

        history.happen();

        for (String id : history.snapshots.keySet()) {
            assertThat(TreeDescription.differences(history.snapshots.get(id), history.box.read(id)))
                    .as("seed " + seed + ", snapshot " + id)
                    .isEmpty();
        }
        assertThat(history.box.orphans()).as("seed " + seed).isEmpty();
        assertThat(history.box.warnings).as("seed " + seed).isEmpty();
    }

    @Test
    void theScriptRestoresTheSame() throws IOException {
        long seed = seeds().get(0);
        RandomHistory history = new RandomHistory(new ArchiveBox(folder.resolve("box")), new Random(seed), FEW_CHANGES);

        history.happen();

        String id = history.snapshots.lastKey();
        assertThat(history.box.restored(id))
                .as("seed " + seed + ", snapshot " + id)
                .isEmpty();
    }
}
