package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.SortedSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(2)
class ArchiverTest {
    @TempDir
    Path volume;

    private ArchiveBox box;

    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume);
    }

    @Test
    void eachOfThreeSnapshotsIsFetchedAndTheSecondByProgramsAlone() throws IOException {
        oddTree();
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/0/nw/a/b/c/0/1", "changed");
        Files.delete(box.snapshot(SECOND).resolve("repositories/1/nw/a/b/c/1/2"));
        box.file(SECOND, "new/one/file", "new");
        box.share(SECOND, THIRD);
        box.file(THIRD, "mysql.sql.gz", "another dump");
        box.file(THIRD, "new/one/file", "newer");
        box.seal(FIRST, SECOND, THIRD);

        for (String id : new String[] {FIRST, SECOND, THIRD}) {
            box.archive(id);
        }

        assertThat(box.restored(SECOND)).isEmpty();
        for (String id : new String[] {FIRST, SECOND, THIRD}) {
            assertThat(box.fetched(id)).as(id).isEmpty();
        }
        assertThat(box.orphans()).isEmpty();
        assertThat(box.warnings).isEmpty();
    }

    private void oddTree() throws IOException {
        box.filled(FIRST);
        for (String name : new String[] {
            "-rf",
            " ",
            "a b/c d",
            "back\\slash/b \\/c",
            "new\nline/x",
            "star*/?[x]",
            "#hash",
            "é/ü",
            "q'\"$x`y",
            "x.part000001of000002",
            "%2e/%00/x",
            "\u0001/\u007f/x"
        }) {
            box.file(FIRST, "odd/" + name, "odd " + name);
        }
        Path top = box.snapshot(FIRST);
        Tool.run(
                "bash",
                "-c",
                "cd \"$0\"; printf latin > odd/$'caf\\351'; ln -s $'to caf\\351 *' odd/link; mkfifo odd/pipe",
                top.toString());
        Files.createLink(top.resolve("odd/second name"), box.file(FIRST, "odd/first name", "two names"));
        Files.createFile(top.resolve("odd/nothing in it"));
        Files.setLastModifiedTime(
                top.resolve("odd/first name"), FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z")));
        Files.setLastModifiedTime(top.resolve("odd/#hash"), FileTime.from(Instant.parse("1969-02-03T04:05:06.7Z")));
        Tool.run(
                "bash",
                "-c",
                "cd \"$0\"; chmod 0400 odd/first*; chmod 4755 uuid; chmod 0500 'odd/a b'; chmod 1777 empty",
                top.toString());
        Files.setLastModifiedTime(
                top.resolve("empty/empty"), FileTime.from(Instant.parse("2011-02-03T04:05:06.000000001Z")));
    }

    @Test
    void aSecondArchiveOfASnapshotSendsNothing() throws IOException {
        box.filled(FIRST).seal(FIRST);
        ArchivedSnapshot first = box.archive(FIRST);
        SortedSet<String> keys = box.keys();

        ArchivedSnapshot second = box.archive(FIRST);

        assertThat(box.keys()).isEqualTo(keys);
        assertThat(second.objectsSent()).isZero();
        assertThat(second.bytesSent()).isZero();
        assertThat(second.at()).isEqualTo(first.at());
        assertThat(second.entries()).isEqualTo(first.entries());
    }

    @Test
    void aSnapshotInWhichNothingChangedOpensNoFileAndNeedsTwoObjects() throws IOException {
        box.filled(FIRST);
        box.share(FIRST, SECOND);
        box.seal(FIRST, SECOND);
        box.archive(FIRST);
        box.progress = new CountedProgress();

        ArchivedSnapshot second = box.archive(SECOND);

        assertThat(second.objectsSent()).isLessThanOrEqualTo(2);
        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void contentThatIsThereUnderAnotherNameIsNotSentAgain() throws IOException {
        box.filled(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/9/nw/a/b/c/9/copy", "content 01");
        box.seal(FIRST, SECOND);
        box.archive(FIRST);
        box.progress = new CountedProgress();

        box.archive(SECOND);

        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void equalContentsArePackedOnce() throws IOException {
        box.filled(FIRST);
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        for (int i = 0; i < 4; i++) {
            Files.write(box.file(FIRST, "storage/" + i + "/object", ""), large);
        }
        box.seal(FIRST);

        assertThat(box.archive(FIRST).bytesSent()).isBetween(3L << 20, 4L << 20);
        assertThat(box.fetched(FIRST)).isEmpty();
    }

    @Test
    void aLargeFileIsCutIntoPartsAndJoined() throws IOException {
        box.filled(FIRST);
        byte[] large = new byte[(int) (2 * PackedPart.PART + 12345)];
        new Random(2).nextBytes(large);
        Files.write(box.file(FIRST, "mysql.sql.gz", ""), large);
        box.seal(FIRST);

        box.archive(FIRST);

        assertThat(box.keys().stream().filter(key -> key.startsWith("packs/"))).hasSize(3);
        assertThat(box.restored(FIRST)).isEmpty();
    }

    @Test
    void aFileThatIsNotWhatWasSealedIsNamedAndNothingIsCommitted() throws IOException {
        box.filled(FIRST).seal(FIRST);
        Path file = box.snapshot(FIRST).resolve("repositories/2/nw/a/b/c/2/1");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "CONTENT 21");
        Files.setLastModifiedTime(file, time);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
        assertThat(failure).hasMessageContaining("repositories/2/nw/a/b/c/2/1").hasMessageContaining(FIRST);
        assertThat(box.keys()).containsExactly("RESTORE.txt", "format.json", "restore.sh");
    }

    @Test
    void aLargeFileThatIsDamagedSendsNoPart() throws IOException {
        box.filled(FIRST);
        Path file = box.file(FIRST, "mysql.sql.gz", "");
        Files.write(file, new byte[(int) PackedPart.PART + 1]);
        box.seal(FIRST);
        FileTime time = Files.getLastModifiedTime(file);
        byte[] other = new byte[(int) PackedPart.PART + 1];
        other[other.length - 1] = 1;
        Files.write(file, other);
        Files.setLastModifiedTime(file, time);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
        assertThat(failure).hasMessageContaining("mysql.sql.gz");
        assertThat(box.keys()).containsExactly("RESTORE.txt", "format.json", "restore.sh");
    }

    @Test
    void anotherAppliancesStoreIsNotTouched() throws IOException {
        box.filled(FIRST).seal(FIRST);
        box.archive(FIRST);
        SortedSet<String> keys = box.keys();
        box.share(FIRST, SECOND);
        box.file(SECOND, "uuid", "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10\n");
        box.seal(SECOND);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(SECOND));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
        assertThat(failure).hasMessageContaining(ArchiveBox.UUID).hasMessageContaining("00000000-1f0e");
        assertThat(box.keys()).isEqualTo(keys);
    }

    @Test
    void aSnapshotWithoutASealIsNotArchived() throws IOException {
        box.filled(FIRST);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_MISSING);
    }

    @Test
    void aPlanCountsWhatIsNewAndChangesNothing() throws IOException {
        box.filled(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/9/nw/a/b/c/9/new", "new content");
        box.seal(FIRST, SECOND);
        String before = tree();

        ArchivePlan first = plan(FIRST);

        assertThat(tree()).isEqualTo(before);
        assertThat(first.archived()).isFalse();
        assertThat(first.newUnits()).isEqualTo(first.units());
        assertThat(first.files()).isEqualTo(14);
        box.archive(FIRST);
        ArchivePlan second = plan(SECOND);
        assertThat(second.files()).isEqualTo(1);
        assertThat(second.bytes()).isEqualTo("new content".length());
        assertThat(second.newUnits()).isLessThan(second.units());
        assertThat(plan(FIRST).archived()).isTrue();
    }

    private ArchivePlan plan(String id) {
        return box.archiver(box.store(), new LocalDisk()).plan(box.snapshotOf(id), new CountedProgress());
    }

    private String tree() {
        return Tool.run("bash", "-c", "cd \"$0\"; find state store | sort", volume.toString());
    }

    @Test
    void aDamagedRootIsNoProof() throws IOException {
        box.filled(FIRST).seal(FIRST);
        box.archive(FIRST);
        Path root = box.objects.resolve("snapshots/" + FIRST + ".json");
        String sound = Files.readString(root);
        for (String damaged : new String[] {"", "{", sound.substring(0, 300), sound.replace(FIRST, SECOND)}) {
            Files.writeString(root, damaged);

            Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

            assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
            assertThat(failure).hasMessageContaining("snapshots/" + FIRST + ".json");
        }
    }

    @Test
    void aSnapshotOfAClusterNeedsANameFromItsOwner() throws IOException {
        box.filled(FIRST);
        Files.delete(box.snapshot(FIRST).resolve("uuid"));
        box.file(FIRST, "cluster.conf", "[cluster]\n");
        box.seal(FIRST);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
        assertThat(failure.hint()).contains("appliance.uuid");
        assertThat(box.keys()).isEmpty();
    }

    @Test
    void noNameOfARepositoryIsInTheRoot() throws IOException {
        box.filled(FIRST).seal(FIRST);
        box.archive(FIRST);

        String root = Files.readString(box.objects.resolve("snapshots/" + FIRST + ".json"), StandardCharsets.UTF_8);

        assertThat(root).doesNotContain("repositories").contains(ArchiveBox.UUID);
    }
}
