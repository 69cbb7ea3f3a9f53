package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FailingStore.Fault;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that goes wrong at each of its calls, and a kill before each change on the volume. */
class ArchiveFaultsTest {
    private static final int FETCHED_EACH = 5;

    @TempDir
    Path folder;

    private ArchiveBox template;

    /** The first snapshot is archived, and the second one shares most with it. */
    @BeforeEach
    void make() throws IOException {
        ArchiveBox box = new ArchiveBox(folder.resolve("template")).filled(FIRST);
        template = box;
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/0/nw/a/b/c/0/1", "changed");
        box.file(SECOND, "storage/1/object", "new");
        box.file(SECOND, "mysql.sql.gz", "dump");
        box.seal(FIRST, SECOND);
        box.archive(FIRST);
    }

    private ArchiveBox copied() throws IOException {
        ArchiveBox box = template.copiedTo(folder.resolve("copy"));
        box.lanes = 1;
        return box;
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANGS"},
            mode = EnumSource.Mode.EXCLUDE)
    void whereverTheStoreFailsTheNextRunEndsWellAndLeavesNothingThatNoRootNeeds(Fault fault) throws IOException {
        int calls = Integer.MAX_VALUE;
        int failures = 0;
        for (int n = 1; n <= calls; n++) {
            ArchiveBox box = copied();
            FailingStore store = new FailingStore(box.store(), n, fault);
            try {
                box.archive(SECOND, store, box.disk);
                requireWhole(box, SECOND);
            } catch (Failure failure) {
                failures++;
            }
            if (store.calls() < n) {
                break;
            }
            box.archive(SECOND);
            requireWhole(box, SECOND);
            // A lie about an object has it sent again, and then the manifest is another one.
            assertThat(box.orphans()).as(fault + " at call " + n).hasSizeLessThanOrEqualTo(fault == Fault.LIES ? 1 : 0);
            fetchSometimes(box, n);
            calls = Math.max(n + 1, store.calls());
        }
        assertThat(failures).isGreaterThan(3);
    }

    @Test
    void whereverAKillComesTheNextRunGoesOnWithWhatWasSent() throws IOException {
        ArchiveBox undisturbed = copied();
        FaultyDisk sound = FaultyDisk.sound();
        undisturbed.archive(SECOND, undisturbed.store(), sound);
        assertThat(undisturbed.state.resolve("archive/work")).doesNotExist();
        assertThat(sound.operations()).isGreaterThan(40);

        for (int n : KillPoints.of(sound.operations(), 3).toArray()) {
            ArchiveBox box = copied();
            try {
                box.archive(SECOND, box.store(), FaultyDisk.brokenFrom(n, box.disk));
                requireWhole(box, SECOND);
            } catch (Failure failure) {
                assertThat(failure.getMessage()).doesNotContain("internal");
            }
            box.archive(SECOND);
            requireWhole(box, SECOND);
            assertThat(box.orphans()).as("killed at " + n).isEmpty();
            assertThat(box.state.resolve("archive/outbox")).as("killed at " + n).isEmptyDirectory();
            assertThat(box.state.resolve("archive/work")).doesNotExist();
            fetchSometimes(box, n);
        }
    }

    @Test
    void whereverAFirstArchiveIsKilledTheNextRunGoesOn() throws IOException {
        template = new ArchiveBox(folder.resolve("fresh")).filled(FIRST).seal(FIRST);
        for (int n = 1; ; n += 3) {
            ArchiveBox box = copied();
            try {
                box.archive(FIRST, box.store(), FaultyDisk.brokenFrom(n, box.disk));
                break;
            } catch (Failure failure) {
                box.archive(FIRST);
                requireWhole(box, FIRST);
                assertThat(box.orphans()).as("killed at " + n).isEmpty();
            }
        }
    }

    private static void fetchSometimes(ArchiveBox box, int n) throws IOException {
        if (n % FETCHED_EACH == 1) {
            assertThat(box.fetched(SECOND)).as("fault " + n).isEmpty();
        }
    }

    /** Each object of the root is there, with its length and content. */
    private static void requireWhole(ArchiveBox box, String id) throws IOException {
        try (RootReader root = new RootReader(box.objects.resolve("snapshots/" + id + ".json"))) {
            for (Optional<ObjectRow> row = root.next(); row.isPresent(); row = root.next()) {
                byte[] bytes =
                        Files.readAllBytes(box.objects.resolve(row.get().key().text()));
                assertThat(bytes.length).isEqualTo((int) row.get().length());
                assertThat(sha256(bytes)).isEqualTo(row.get().sha256());
                assertThat(row.get().key().text()).contains(row.get().sha256());
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
