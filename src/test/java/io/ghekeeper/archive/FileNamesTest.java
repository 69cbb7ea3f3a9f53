package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.archive.FileNames.UnitNames;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.DiskSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of one file come back as names of one file, and nothing else becomes one. */
class FileNamesTest {
    private static final String NETWORK = "repositories/1/nw/a/b/c/1/";
    private static final String CONTENT = "a pack of several names";

    @TempDir
    Path volume;

    private ArchiveBox box;
    private FetchBox other;
    private Path to;

    /** Three names, of which "m" is the oldest, and a file of its own with the same content and facts. */
    @BeforeEach
    void box() throws IOException {
        box = new ArchiveBox(volume.resolve("one")).filled(FIRST);
        Path file = box.file(FIRST, NETWORK + "m", CONTENT);
        Files.createLink(file.resolveSibling("b"), file);
        Files.createLink(file.resolveSibling("z"), file);
        Tool.run("cp", "-p", file.toString(), file.resolveSibling("own").toString());
        other = new FetchBox(Files.createDirectories(volume.resolve("other")), box.store());
        to = volume.resolve("to");
    }

    private void archive(String... ids) {
        for (String id : ids) {
            box.seal(id);
            box.archive(id);
        }
    }

    private FetchedSnapshot fetch(Disk disk) {
        return other.to(to, FetchPaths.ALL, FIRST, disk);
    }

    private String differences(String id) throws IOException {
        return TreeDescription.differences(
                TreeDescription.of(box.snapshot(id)), TreeDescription.of(other.snapshot(id)));
    }

    private static Object inode(Path folder, String name) throws IOException {
        return Files.getAttribute(folder.resolve(NETWORK + name), "unix:ino");
    }

    /** How many names its file has. */
    private static Object names(Path folder, String name) throws IOException {
        return Files.getAttribute(folder.resolve(NETWORK + name), "unix:nlink");
    }

    @Test
    void namesOfOneFileComeBackAsOne() throws IOException {
        archive(FIRST);

        FetchedSnapshot fetched = fetch(box.disk);

        assertThat(TreeDescription.differences(TreeDescription.of(box.snapshot(FIRST)), TreeDescription.of(to)))
                .isEmpty();
        assertThat(names(to, "m")).isEqualTo(3);
        assertThat(names(to, "own")).isEqualTo(1);
        assertThat(fetched.bytes() - fetched.fetchedBytes()).isEqualTo(2L * CONTENT.length());
        assertThat(fetched.whole()).isTrue();
        assertThat(other.warnings).isEmpty();
    }

    @Test
    void aLargeFileOfSeveralNamesIsJoinedOnce() throws IOException {
        byte[] large = new byte[(int) PackedPart.PART + 1];
        new Random(1).nextBytes(large);
        Files.write(box.snapshot(FIRST).resolve(NETWORK + "m"), large);
        archive(FIRST);

        fetch(box.disk);

        assertThat(TreeDescription.differences(TreeDescription.of(box.snapshot(FIRST)), TreeDescription.of(to)))
                .isEmpty();
        assertThat(names(to, "m")).isEqualTo(3);
    }

    @Test
    void onlyTheNamesThatAreChosenAreMade() throws IOException {
        archive(FIRST);

        other.to(to, FetchPaths.of(List.of(NETWORK + "[mz]")), FIRST, box.disk);

        assertThat(inode(to, "m")).isEqualTo(inode(to, "z"));
        assertThat(names(to, "m")).isEqualTo(2);
        assertThat(to.resolve(NETWORK + "b")).doesNotExist();
    }

    @Test
    void whatIsSealedAgainIsArchivedAlready() throws IOException {
        archive(FIRST);
        other.toVolume(box.disk, FIRST);
        Tool.run("rm", "-r", box.snapshot(FIRST).toString());
        Tool.run(
                "cp",
                "-a",
                other.snapshot(FIRST).toString(),
                box.snapshot(SECOND).toString());

        SortedSet<String> before = box.keys();
        archive(SECOND);

        SortedSet<String> sent = box.keys();
        sent.removeAll(before);
        assertThat(sent).isNotEmpty().noneMatch(key -> key.startsWith("packs/") || key.startsWith("units/"));
    }

    @Test
    void aNameThatIsNewIsOneOfTheFileThatAnotherSnapshotHolds() throws IOException {
        box.share(FIRST, SECOND);
        Path file = box.snapshot(SECOND).resolve(NETWORK + "own");
        Files.createLink(file.resolveSibling("another"), file);
        archive(FIRST, SECOND);

        other.toVolume(box.disk, FIRST);
        FetchedSnapshot fetched = other.toVolume(box.disk, SECOND).get(0);

        assertThat(differences(SECOND)).isEmpty();
        assertThat(fetched.fetchedBytes()).isZero();
        assertThat(names(other.data.resolve(SECOND), "m")).as("both snapshots").isEqualTo(6);
        assertThat(names(other.data.resolve(SECOND), "own")).isEqualTo(3);
        assertThat(other.verified(SECOND, box.disk).found()).isZero();
    }

    /** They were one in the first snapshot, and are two files of the same content and facts in the second. */
    @Test
    void filesThatAreOneInAnotherSnapshotStayTwo() throws IOException {
        box.share(FIRST, SECOND);
        Path file = box.snapshot(SECOND).resolve(NETWORK + "m");
        Files.delete(file.resolveSibling("z"));
        Tool.run("cp", "-p", file.toString(), file.resolveSibling("z").toString());
        Files.delete(file.resolveSibling("b"));
        archive(FIRST, SECOND);

        other.toVolume(box.disk, FIRST, SECOND);

        assertThat(differences(FIRST)).isEmpty();
        assertThat(differences(SECOND)).isEmpty();
    }

    @Test
    void whereverAFetchIsCutOffTheNextOneGoesOn() throws IOException {
        archive(FIRST);
        FaultyDisk counting = FaultyDisk.brokenFrom(Integer.MAX_VALUE, box.disk);
        fetch(counting);
        for (int n = counting.operations(); n > counting.operations() / 2; n -= 3) {
            Tool.run("rm", "-rf", to.toString());
            try {
                fetch(FaultyDisk.brokenFrom(n, box.disk));
            } catch (Failure expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }

            try {
                fetch(box.disk);
            } catch (Failure complete) {
                assertThat(complete).hasMessageContaining("is not empty");
            }

            assertThat(TreeDescription.differences(TreeDescription.of(box.snapshot(FIRST)), TreeDescription.of(to)))
                    .as("operation " + n)
                    .isEmpty();
        }
    }

    @Test
    void whatLiesInTheFolderAsAnotherFileBecomesANameOfIt() throws IOException {
        archive(FIRST);
        other.toVolume(box.disk, FIRST);
        Path fetching = Files.move(other.snapshot(FIRST), other.data.resolve("fetching-" + FIRST));
        for (String name : List.of("b", "z")) {
            Path file = fetching.resolve(NETWORK + name);
            Tool.run(
                    "cp",
                    "-p",
                    "--remove-destination",
                    fetching.resolve(NETWORK + "own").toString(),
                    file.toString());
        }

        FetchedSnapshot fetched = other.toVolume(box.disk, FIRST).get(0);

        assertThat(fetched.packs()).isZero();
        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void whereNothingCanBeLinkedEachNameIsAFileOfItsOwn() throws IOException {
        archive(FIRST);

        fetch(FetchBox.withoutLinks(box.disk, "Function not implemented"));

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
        assertThat(names(to, "m")).isEqualTo(1);
        assertThat(other.warnings)
                .singleElement()
                .asString()
                .contains("names of one file cannot be linked here (Function not implemented)");
    }

    @Test
    void whereNothingCanBeLinkedTheRoomOfEachNameIsAskedFor() throws IOException {
        archive(FIRST);
        Disk disk = FetchBox.withoutLinks(box.disk, "Function not implemented");
        long files;
        try (Stream<Path> paths = Files.walk(box.snapshot(FIRST))) {
            files = paths.filter(Files::isRegularFile).count();
        }
        other.room = place -> new DiskSpace(1 << 30, 1 << 30, 1 << 20, files - 1);

        assertThatThrownBy(() -> fetch(disk)).hasMessageContaining("not enough room");

        other.room = place -> new DiskSpace(1 << 30, 1 << 30, 1 << 20, files);
        fetch(disk);
        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
    }

    /** One pack has most of the large file, and another one has its last byte. */
    @Test
    void asTheRoomOfPacksAtATimeNoMoreIsAskedForThanAllOfThemHave() throws IOException {
        byte[] large = new byte[(int) PackedPart.PART + 1];
        new Random(1).nextBytes(large);
        Files.write(box.snapshot(FIRST).resolve(NETWORK + "m"), large);
        archive(FIRST);
        other.room = place -> new DiskSpace(1 << 30, 2 * PackedPart.PART + (2 << 20), 0, 0);

        fetch(box.disk);

        assertThat(names(to, "m")).isEqualTo(3);
    }

    /** A root is foreign text: it names packs of a length that none has. */
    @Test
    void noRoomIsAskedForAPackThatIsNeverRead() throws IOException {
        archive(FIRST);
        Path root = box.objects.resolve("snapshots/" + FIRST + ".json");
        Files.writeString(
                root, Files.readString(root).replaceAll("(\"packs/[^}]*?\"length\"\\s*:\\s*)\\d+", "$1" + (1L << 50)));

        assertThatThrownBy(() -> fetch(box.disk))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED));
    }

    /** Also where no name is tried any more. */
    @Test
    void whatAKilledFetchLeftOfATriedLinkIsNotInTheSnapshot() throws IOException {
        archive(FIRST);
        Disk broken = FetchBox.withoutLinks(box.disk, "Input/output error");
        assertThatThrownBy(() -> other.toVolume(broken, FIRST)).isInstanceOf(Failure.class);
        Path fetching = other.data.resolve("fetching-" + FIRST);
        Files.createLink(fetching.resolve(FileLinks.TRIED), fetching.resolve(FetchMark.NAME));

        other.toVolume(box.disk, FIRST);

        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void whatWasFetchedWhereNothingCanBeLinkedIsKeptByTheNextFetch() throws IOException {
        box.share(FIRST, SECOND);
        archive(FIRST, SECOND);
        Disk disk = FetchBox.withoutLinks(box.disk, "Operation not permitted");
        other.toVolume(disk, FIRST, SECOND);
        for (String id : List.of(FIRST, SECOND)) {
            Files.move(other.snapshot(id), other.data.resolve("fetching-" + id));
        }
        Object inode = inode(other.data.resolve("fetching-" + FIRST), "z");

        List<FetchedSnapshot> fetched = other.toVolume(disk, FIRST, SECOND);

        assertThat(fetched).allSatisfy(one -> {
            assertThat(one.fetchedBytes()).isZero();
            assertThat(one.packs()).isZero();
            assertThat(one.kept()).isEqualTo(one.files());
        });
        assertThat(inode(other.snapshot(FIRST), "z")).isEqualTo(inode);
    }

    /** As ext4 with more than 65,000. */
    @Test
    void aFileThatHasAllItsNamesIsCopiedOnceForTheFurtherOnes() throws IOException {
        Path file = box.snapshot(FIRST).resolve(NETWORK + "m");
        Files.createLink(file.resolveSibling("y"), file);
        archive(FIRST);
        Disk disk = FetchBox.withNames(box.disk, 2);

        FetchedSnapshot fetched = fetch(disk);

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), to)).isEmpty();
        assertThat(inode(to, "b")).isEqualTo(inode(to, "m"));
        assertThat(inode(to, "y")).isEqualTo(inode(to, "z"));
        assertThat(fetched.bytes() - fetched.fetchedBytes()).isEqualTo(2L * CONTENT.length());
        assertThat(other.warnings).singleElement().asString().contains("Too many links");

        Files.writeString(
                to.resolve(FetchMark.NAME), "ghe-keeper archive fetch " + FIRST + " " + FetchPaths.ALL + "\n");
        Object copied = inode(to, "y");
        FetchedSnapshot again = fetch(disk);

        assertThat(inode(to, "y")).isEqualTo(copied);
        assertThat(again.fetchedBytes()).isZero();
        assertThat(other.warnings).hasSize(1);
    }

    /** A full disk is no file system without links: a copy would need more room still. */
    @Test
    void aLinkThatFailsForAnotherReasonIsNoReasonToCopy() throws IOException {
        archive(FIRST);

        assertThatThrownBy(() -> fetch(FetchBox.withoutLinks(box.disk, "No space left on device")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("No space left on device");
        assertThat(other.warnings).isEmpty();
    }

    /** They would fill the memory, where many units have many names. */
    @Test
    void theNamesOfUnitsAtATimeHaveTheMemoryOfOneSorter() throws Exception {
        FetchFolder folder = new FetchFolder(box.disk, volume, false, new CountedProgress());
        FetchCount count = new FetchCount(other.warnings::add);
        Files.writeString(volume.resolve(FetchMark.NAME), "");
        try (WorkFolder work = WorkFolder.ofProcess(box.disk, box.state, () -> {})) {
            UnitNames unit =
                    new FileNames(work, folder, new FileLinks(folder, count), count, new CountedProgress()).unit(1024);
            for (int i = 0; i < 100; i++) {
                unit.add(line(String.format("%03d", i), "0644", "1.000000000", "00"), 1);
            }

            assertThat(work.folder()).isNotEmptyDirectory();
        }
    }

    @Test
    void aListCanHaveNothingAtTheNamesThatAFetchNeeds() {
        assertThat(List.of(FetchMark.NAME, FetchMark.LOCK, FileLinks.TRIED, FileLinks.TRIED + "/x"))
                .allMatch(FetchMark::isNeeded);
        assertThat(List.of("a/" + FetchMark.NAME, FetchMark.NAME + "x")).noneMatch(FetchMark::isNeeded);
    }

    /** Who can write to the store may put any mark. */
    @Test
    void aMarkMakesNoFilesOneThatDifferOrAreOfTwoUnits() throws Exception {
        FetchFolder folder = new FetchFolder(box.disk, volume, false, new CountedProgress());
        FetchCount count = new FetchCount(other.warnings::add);
        List<String> fetched = new ArrayList<>();
        try (WorkFolder work = WorkFolder.ofProcess(box.disk, box.state, () -> {})) {
            Files.writeString(volume.resolve(FetchMark.NAME), "");
            FileNames names = new FileNames(work, folder, new FileLinks(folder, count), count, new CountedProgress());
            UnitNames first = names.unit(1);
            first.add(line("a", "0644", "1.000000000", "00"), 1);
            first.add(line("b", "0644", "1.000000000", "11"), 1);
            first.add(line("c", "0600", "1.000000000", "00"), 1);
            first.add(line("d", "0644", "2.000000000", "00"), 1);
            first.add(line("e", "0644", "1.000000000", "00"), 0);
            first.end((entry, line, source) -> fetched.add(line.substring(2, 3) + source));
            UnitNames second = names.unit(1);
            second.add(line("f", "0644", "1.000000000", "00"), 1);
            second.end((entry, line, source) -> fetched.add(line.substring(2, 3) + source));

            for (String name : List.of("b", "c", "d", "e", "f")) {
                Files.writeString(volume.resolve(name), "x");
            }
            names.link();
        }

        assertThat(fetched).containsExactlyInAnyOrder("e0", "b1", "c1", "d1", "f1");
        assertThat(Files.getAttribute(volume.resolve("a"), "unix:ino"))
                .isEqualTo(Files.getAttribute(volume.resolve("e"), "unix:ino"));
        for (String name : List.of("b", "c", "d", "f")) {
            assertThat(Files.getAttribute(volume.resolve(name), "unix:nlink"))
                    .as(name)
                    .isEqualTo(1);
        }
    }

    private static String line(String name, String mode, String time, String digest) {
        return "./" + name + " type=file mode=" + mode + " uid=0 gid=0 size=1 time=" + time
                + " tags=file-0123456789abcdef sha256digest=" + digest.repeat(32);
    }
}
