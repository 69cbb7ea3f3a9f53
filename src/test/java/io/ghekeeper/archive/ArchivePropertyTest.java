package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

    /** Of a fetch, before it is cut off. */
    private static final int MOST_OPERATIONS = 400;

    /** Of a tree that the script restores: it begins several programs for each entry. */
    private static final int FEW_CHANGES = 5;

    @TempDir
    Path folder;

    static List<Long> fewSeeds() {
        return seeds().subList(0, HISTORIES / 2);
    }

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

    /** In any order, and cut off now and then. What is sealed again has the same lists, on another volume, too. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void whatIsFetchedIntoADataDirectoryIsWhatWasThere(long seed) throws IOException {
        Random random = new Random(seed);
        RandomHistory history = new RandomHistory(new ArchiveBox(folder.resolve("box")), random, CHANGES);
        history.happen();
        FetchBox other = new FetchBox(Files.createDirectory(folder.resolve("other")), history.box.store());
        List<String> ids = new ArrayList<>(history.snapshots.keySet());
        Collections.shuffle(ids, random);

        for (String id : ids) {
            cutOff(other, id, random.nextInt(MOST_OPERATIONS), history.box.disk);
            if (!Files.exists(other.snapshot(id))) {
                other.toVolume(history.box.disk, id);
            }
        }

        for (String id : ids) {
            assertThat(TreeDescription.differences(history.snapshots.get(id), TreeDescription.of(other.snapshot(id))))
                    .as("seed " + seed + ", snapshot " + id)
                    .isEmpty();
            assertThat(lists(other.state, id))
                    .as("seed " + seed + ", snapshot " + id)
                    .isEqualTo(lists(history.box.state, id))
                    .isNotEmpty();
        }
        assertThat(other.warnings).as("seed " + seed).isEmpty();
    }

    private static void cutOff(FetchBox other, String id, int operations, Disk disk) {
        try {
            other.toVolume(FaultyDisk.brokenFrom(1 + operations, disk), id);
        } catch (Failure killed) {
            assertThat(killed.getMessage()).doesNotContain("internal");
        }
    }

    /** SHA-256 of the lists of a seal. */
    private static List<String> lists(Path state, String id) throws IOException {
        return new ObjectMapper()
                .readTree(Files.readAllBytes(state.resolve("seals/" + id + ".json")))
                .findValuesAsText("list");
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
        assertThat(TreeDescription.differences(
                        history.snapshots.get(id), TreeDescription.of(history.box.volume.resolve("restored-" + id))))
                .as("seed " + seed + ", snapshot " + id)
                .isEmpty();
    }
}
