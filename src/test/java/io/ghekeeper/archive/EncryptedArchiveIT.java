package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are encrypted by the real program: it makes another object of the same content each time. */
@Order(5)
class EncryptedArchiveIT {
    private static final int STEP = 9;
    private static final int CHANGES = 20;

    @TempDir
    Path volume;

    private ArchiveBox box;
    private AgeKeys keys;

    @BeforeEach
    void make() throws IOException {
        keys = new AgeKeys(volume);
        box = new ArchiveBox(volume.resolve("box")).twoSealed();
        box.encryption = keys.encryption();
        box.lanes = 1;
    }

    @Test
    void isRestoredWithEachIdentityAndShowsNoNameOfAFile() throws IOException {
        box.archive(FIRST);
        box.archive(SECOND);

        assertThat(box.restored(SECOND, keys.identities().get(0))).isEmpty();
        assertThat(box.restored(FIRST, keys.identities().get(1))).isEmpty();
        assertThat(Tool.run(
                        "bash",
                        "-c",
                        "grep -ral --exclude=RESTORE.txt --exclude=restore.sh repositories \"$0\" || true",
                        box.objects.toString()))
                .isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void whatIsFetchedIsWhatWasArchived() throws IOException {
        ArchiveBox another = new ArchiveBox(volume.resolve("another"));
        another.encryption = keys.encryption();
        RandomHistory history = new RandomHistory(another, new Random(1), CHANGES);

        history.happen();

        for (String id : history.snapshots.keySet()) {
            SortedMap<String, String> fetched = another.read(id, object -> keys.decrypt(keys.identity(), object));
            assertThat(TreeDescription.differences(history.snapshots.get(id), fetched))
                    .isEmpty();
        }
        assertThat(another.orphans()).isEmpty();
    }

    @Test
    void whatTheSealPackedIsEncryptedAndRestored() throws IOException {
        String third = "20261121T031700";
        box.share(SECOND, third);
        box.file(third, "storage/1/object", "newer");
        byte[] medium = new byte[CopySetting.SMALL + 1];
        new Random(1).nextBytes(medium);
        Files.write(box.file(third, "storage/1/medium", ""), medium);
        box.archive(SECOND);
        PackedSeal seals = new PackedSeal(box);

        seals.seal(third);

        assertThat(seals.packs()).hasSize(2).allMatch(pack -> pack.toString().endsWith(".age"));
        box.progress = new CountedProgress();
        box.archive(third);
        assertThat(box.progress.read()).isZero();
        assertThat(seals.warnings).isEmpty();
        assertThat(box.restored(third, keys.identity())).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void aSealWhoseEncryptionCannotBeStartedIsWholeAndWarnsOnce() throws IOException {
        PackedSeal seals = new PackedSeal(box);
        box.file(SECOND, "storage/1/object", "newer");
        box.encryption = keys.encryption("age-that-is-not-there");
        Files.delete(box.state.resolve("seals/" + SECOND + ".json"));

        seals.seal(SECOND);

        assertThat(seals.warnings).singleElement().asString().contains("age-that-is-not-there cannot be started");
        assertThat(box.state.resolve("seals/" + SECOND + ".json")).exists();
        box.encryption = keys.encryption();
        box.archive(SECOND);
        assertThat(box.restored(SECOND, keys.identity())).isEmpty();
    }

    @Test
    void aSnapshotInWhichNothingChangedNeedsItsRootOnly() throws IOException {
        box.archive(SECOND);
        box.share(SECOND, "20261121T031700");
        box.seal("20261121T031700");

        assertThat(box.archive("20261121T031700").objectsSent()).isEqualTo(1);
    }

    @Test
    void whereverAKillComesNothingIsSentTwice() throws IOException {
        for (int n = 1; ; n += STEP) {
            try {
                box.archive(FIRST, box.store(), FaultyDisk.brokenFrom(n, box.disk));
                break;
            } catch (Failure killed) {
                box.archive(FIRST);
                assertThat(box.orphans()).as("killed at " + n).isEmpty();
                Tool.run("bash", "-c", "rm -r \"$0\"/* \"$1\"/archive", box.objects.toString(), box.state.toString());
            }
        }
    }

    @Test
    void aStoreThatWasBegunWithoutEncryptionIsNotGoneOnWith() throws IOException {
        box.encryption = new NoEncryption();
        box.archive(FIRST);
        box.encryption = keys.encryption();

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(SECOND));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
        assertThat(failure).hasMessageContaining("none").hasMessageContaining("age");
    }
}
