package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keeper that lost its state takes up its store again. */
class ArchiveAttachTest {
    private static final int STEP = 17;

    @TempDir
    private Path volume;

    private ArchiveBox box;

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume.resolve("box")).twoSealed();
        box.archive(FIRST);
        box.archive(SECOND);
        loseState();
    }

    private void loseState() throws IOException {
        box.loseState();
        box.progress = new CountedProgress();
    }

    private void loseThird() {
        Tool.run("rm", "-rf", box.snapshot(THIRD).toString(), box.objects + "/snapshots/" + THIRD + ".json");
    }

    private AttachedStore attach() {
        return attach(box.disk, Optional.of(UUID));
    }

    private AttachedStore attach(Disk disk, Optional<String> appliance) {
        return box.archiver(box.store(), disk).attachment(Optional.empty()).attach(appliance, box.progress);
    }

    /** A snapshot with one new file. */
    private ArchivedSnapshot archiveThird() throws IOException {
        box.share(SECOND, THIRD);
        box.file(THIRD, "storage/1/another", "newer");
        box.seal(THIRD);
        box.progress = new CountedProgress();
        return box.archive(THIRD);
    }

    @Test
    void theNextArchiveReadsAndSendsWhatIsNewOnly() throws IOException {
        AttachedStore attached = attach();

        assertThat(attached.snapshots()).isEqualTo(2);
        assertThat(attached.newest()).contains(SECOND);
        assertThat(attached.appliance()).isEqualTo(UUID);
        assertThat(attached.index())
                .hasValueSatisfying(index -> assertThat(index.packs()).isEqualTo(2));
        ArchivedSnapshot third = archiveThird();
        assertThat(third.objectsSent()).isEqualTo(4); // a pack, a list, the manifest and the root
        assertThat(box.progress.read()).isEqualTo("newer".length());
        assertThat(box.fetched(THIRD)).isEmpty();
        assertThat(box.orphans()).isEmpty();
        assertThat(box.warnings).isEmpty();
    }

    @Test
    void anUnchangedSnapshotNeedsItsRootOnly() {
        attach();
        box.share(SECOND, THIRD);
        box.seal(THIRD);
        box.progress = new CountedProgress();

        assertThat(box.archive(THIRD).objectsSent()).isEqualTo(1);
        assertThat(box.progress.read()).isZero();
    }

    @Test
    void withoutItTheNextArchiveReadsAll() throws IOException {
        archiveThird();

        assertThat(box.progress.read()).isGreaterThan(100);
        assertThat(box.fetched(THIRD)).isEmpty();
    }

    @Test
    void aSecondOneReadsNoPackAgain() throws IOException {
        attach();

        AttachedStore.TakenUp again = attach().index().orElseThrow();

        assertThat(again).isEqualTo(new AttachedStore.TakenUp(2, 0, 0));
        assertThat(archiveThird().objectsSent()).isEqualTo(4);
    }

    @Test
    void afterAKillAtAnyOperationItIsBegunAgain() throws IOException {
        for (int n = 1; ; n += STEP) {
            loseThird();
            loseState();
            try {
                attach(FaultyDisk.brokenFrom(n, box.disk), Optional.of(UUID));
                break;
            } catch (Failure killed) {
                assertThat(killed.kind()).as(killed.toString()).isNotEqualTo(FailureKind.INTERNAL);
            }
            attach();
            archiveThird();
            assertThat(box.progress.read()).as("killed at " + n).isEqualTo("newer".length());
            assertThat(box.fetched(THIRD)).isEmpty();
        }
    }

    @Test
    void aKillAloneLosesNothingOfALaterArchive() throws IOException {
        for (int n = 2; ; n += STEP) {
            loseThird();
            loseState();
            try {
                attach(FaultyDisk.brokenFrom(n, box.disk), Optional.of(UUID));
                break;
            } catch (Failure killed) {
                archiveThird();
                assertThat(box.fetched(THIRD)).as("killed at " + n).isEmpty();
            }
        }
    }

    @Test
    void anotherAppliancesStoreIsRefusedByName() {
        String other = UUID.replace('3', '4');

        Failure failure = catchThrowableOfType(Failure.class, () -> attach(box.disk, Optional.of(other)));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
        assertThat(failure).hasMessageContaining(UUID).hasMessageContaining(other);
        assertThat(box.state).isEmptyDirectory();
    }

    @Test
    void aStoreOfAnApplianceThatNothingNamesIsRefused() {
        Failure failure = catchThrowableOfType(Failure.class, () -> attach(box.disk, Optional.empty()));

        assertThat(failure).hasMessageContaining(UUID);
        assertThat(failure.hint()).contains("appliance.uuid");
        assertThat(box.state).isEmptyDirectory();
    }

    @Test
    void aStoreWithoutAnArchiveIsRefused() throws IOException {
        Files.delete(box.objects.resolve("format.json"));

        assertThat(catchThrowableOfType(Failure.class, this::attach)).hasMessageContaining("it has no format.json");
    }

    @Test
    void theContentOfADamagedPackIsSentAgain() throws IOException {
        damage("ls -S \"$0\"/packs/*/* | head -1");

        AttachedStore attached = attach();

        assertThat(attached.index()).contains(new AttachedStore.TakenUp(1, 1, 1));
        assertThat(box.warnings).singleElement().asString().contains("is not what was sent");
        Files.delete(box.snapshot(SECOND).resolve("repositories/0/nw/a/b/c/0/0"));
        ArchivedSnapshot third = archiveThird();
        assertThat(third.objectsSent()).isGreaterThanOrEqualTo(4);
        assertThat(box.fetched(THIRD)).isEmpty();
    }

    @Test
    void aDamagedPackIsNoPartOfAnUnchangedSnapshot() throws IOException {
        damage("ls -S \"$0\"/packs/*/* | head -1");

        requireUnchangedIsWhole(SECOND);
    }

    @Test
    void aDamagedListIsNoPartOfAnUnchangedSnapshot() throws IOException {
        damage("find \"$0\"/units -type f");

        requireUnchangedIsWhole(FIRST);
    }

    private void damage(String find) throws IOException {
        for (String object :
                Tool.run("bash", "-c", find, box.objects.toString()).lines().toList()) {
            byte[] bytes = Files.readAllBytes(Path.of(object));
            bytes[bytes.length / 2] ^= 1;
            Files.write(Path.of(object), bytes);
        }
    }

    private void requireUnchangedIsWhole(String last) throws IOException {
        assertThat(attach().index().orElseThrow().unreadable()).isPositive();
        box.share(last, THIRD);
        box.seal(THIRD);
        box.archive(THIRD);
        FetchBox fetch = new FetchBox(volume.resolve("fetched"), box.store());
        fetch.toVolume(box.disk, THIRD);
        assertThat(ArchiveBox.differences(box.snapshot(THIRD), fetch.snapshot(THIRD)))
                .isEmpty();
    }

    @Test
    void whatRetentionGaveUpIsNotTakenUp() {
        new StoreSnapshots(box.store()).giveUp(SECOND, UUID, "run", "why");

        AttachedStore attached = attach();

        assertThat(attached.newest()).contains(FIRST);
        assertThat(attached.index()).contains(new AttachedStore.TakenUp(1, 1, 0));
    }

    @Test
    void anEarlierRootCountsWhereTheLatestIsDamaged() throws IOException {
        Files.writeString(box.objects.resolve("snapshots/" + SECOND + ".2.json"), "{}");

        AttachedStore attached = attach();

        assertThat(attached.newest()).contains(SECOND);
        assertThat(box.warnings).singleElement().asString().contains(SECOND + ".2.json is passed over");
        assertThat(archiveThird().objectsSent()).isEqualTo(4);
    }

    @Test
    void aRootWhoseRowsNameNoObjectPutsNothingIntoTheState() throws IOException {
        String root = Files.readString(box.objects.resolve("snapshots/" + SECOND + ".json"));
        Files.writeString(
                box.objects.resolve("snapshots/" + SECOND + ".2.json"),
                root.replaceFirst("\"sha256\"", "\"version\":\"a b\\nc\",\"sha256\""));

        AttachedStore attached = attach();

        assertThat(attached.newest()).contains(SECOND);
        assertThat(box.warnings).singleElement().asString().contains("names no object");
        assertThat(archiveThird().objectsSent()).isEqualTo(4);
    }
}
