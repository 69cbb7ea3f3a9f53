package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification finds damaged is listed, put aside before a backup, and never taken for whole. */
@Order(3)
class QuarantineTest {
    private static final String RUN = "20261120T120000Z-backup-0001";
    private static final String THIRD = "20261120T031700";
    private static final String PACK = "repositories/5/nw/5f/f1/2d/4/4.git/objects/pack/pack-1.pack";
    private static final String PAGE = "pages/1a/site";
    private static final Clock CLOCK = Clock.fixed(SealBox.NOW, ZoneOffset.UTC);

    private static final Unwatched PROGRESS = new Unwatched();

    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, PACK, "a pack");
        box.file(FIRST, PAGE, "<html>");
    }

    @Test
    void eachSnapshotThatHoldsADamagedFileHasItInItsList() throws IOException {
        sharedAndDamaged(PACK);
        box.share(FIRST, THIRD);
        Files.delete(path(THIRD, PACK));
        box.file(THIRD, PACK, "a pack");

        verify(FIRST, new LocalDisk(), SECOND, THIRD);

        assertThat(listed(FIRST)).containsExactly(PACK);
        assertThat(listed(SECOND)).containsExactly(PACK);
        assertThat(listed(THIRD)).isEmpty();
    }

    @Test
    void listsNoFileTwiceHoweverOftenItIsFound() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        FlippedBit.in(path(FIRST, PAGE));
        Files.writeString(path(FIRST, "version"), "v3");

        verify(FIRST, new LocalDisk(), SECOND);
        verify(FIRST, new LocalDisk(), SECOND);

        assertThat(listed(SECOND)).containsExactly(PAGE, PACK, "version");
    }

    @Test
    void aSnapshotThatIsWholeAgainHasNoList() throws IOException {
        box.seal(FIRST);
        FlippedBit.in(path(FIRST, PACK));
        verify(FIRST, new LocalDisk());
        FlippedBit.in(path(FIRST, PACK));

        assertThat(verify(FIRST, new LocalDisk()).isWhole()).isTrue();

        assertThat(listed(FIRST)).isEmpty();
        assertThat(box.state.resolve("evidence")).isEmptyDirectory();
    }

    @Test
    void aReadingOfPartsAddsToTheListsOfAllThatHoldTheFile() throws IOException {
        sharedAndDamaged(PACK);
        box.seal(SECOND);
        new VolumeVerifier(box.state, new LocalDisk(), CLOCK, 2)
                .readSample(
                        new VolumeSnapshots(
                                List.of(box.snapshotOf(FIRST)), List.of(box.snapshot(FIRST), box.snapshot(SECOND))),
                        1,
                        new Random(1),
                        new DamageListener() {
                            @Override
                            public void damaged(
                                    String snapshot, long found, Difference first, List<Difference> differences) {}

                            @Override
                            public void shared(String other, long files, String damaged) {}
                        },
                        PROGRESS);

        assertThat(listed(FIRST)).containsExactly(PACK);
        assertThat(listed(SECOND)).containsExactly(PACK);
        assertThat(box.state.resolve("evidence")).isDirectoryNotContaining("glob:**.found");
    }

    @Test
    void aRecordOfEvidenceThatCannotBeReadKeepsNoDamageInTheNextSnapshot() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        Files.writeString(box.state.resolve("evidence/" + SECOND + ".json"), "noise");

        assertThat(putAside(SECOND, new LocalDisk()).files()).isEqualTo(1);
    }

    @Test
    void aFullVolumeDoesNotEndTheSearchForDamage() throws IOException {
        box.seal(FIRST);
        FlippedBit.in(path(FIRST, PACK));
        FlippedBit.in(path(FIRST, PAGE));
        List<String> heard = new ArrayList<>();

        Failure failure =
                catchThrowableOfType(Failure.class, () -> verify(FIRST, FaultyDisk.failingFrom(1), heard, List.of()));

        assertThat(heard).containsExactly(PAGE, PACK);
        assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_FULL);
        assertThat(failure).hasMessageContaining("cannot list the damaged files of " + FIRST);
    }

    @Test
    void putsTheDamagedFileOfTheCurrentSnapshotAsideAndNothingElse() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        evidenceOf(SECOND, 1);

        Quarantine.PutAside done = putAside(SECOND, new LocalDisk());

        assertThat(done).isEqualTo(new Quarantine.PutAside(1, PACK, Optional.empty()));
        assertThat(path(SECOND, PACK)).doesNotExist();
        assertThat(inode(aside(SECOND).get(0))).isEqualTo(inode(path(FIRST, PACK)));
        assertThat(inode(path(SECOND, PAGE))).isEqualTo(inode(path(FIRST, PAGE)));
        assertThat(putAside(SECOND, new LocalDisk()).files()).isZero();
    }

    @Test
    void leavesASnapshotAloneInWhichNothingWasFound() throws IOException {
        box.seal(FIRST);
        FaultyDisk disk = FaultyDisk.sound();

        assertThat(putAside(FIRST, disk).files()).isZero();

        assertThat(disk.operations()).isZero();
    }

    @Test
    void leavesAFileThatIsAnotherOneNow() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        Files.delete(path(SECOND, PACK));
        box.file(SECOND, PACK, "a pack");

        assertThat(putAside(SECOND, new LocalDisk()).files()).isZero();

        assertThat(path(SECOND, PACK)).hasContent("a pack");
    }

    @Test
    void recordsTheDamageFirstWhereAVerificationWasKilledBetweenItsListAndItsRecord() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        assertThat(damage(SECOND)).isEmpty();

        putAside(SECOND, new LocalDisk());

        assertThat(damage(SECOND)).hasValueSatisfying(words -> assertThat(words).contains(PACK));
    }

    @Test
    void neverReachesThroughALinkIntoAnotherSnapshot() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk(), SECOND);
        Path folder = path(SECOND, PACK).getParent();
        Tool.run("rm", "-r", folder.toString());
        Files.createSymbolicLink(folder, path(FIRST, PACK).getParent());

        Quarantine.PutAside done = putAside(SECOND, new LocalDisk());

        assertThat(done.files()).isZero();
        assertThat(done.failure()).hasValueSatisfying(why -> assertThat(why).startsWith(PACK));
        assertThat(path(FIRST, PACK)).exists();
    }

    @Test
    void neverPutsAFileIntoAFolderThatALinkNames() throws IOException {
        box.seal(FIRST);
        FlippedBit.in(path(FIRST, PACK));
        verify(FIRST, new LocalDisk());
        Path elsewhere = Files.createDirectory(volume.resolve("elsewhere"));
        Files.createSymbolicLink(path(FIRST, Snapshot.PUT_ASIDE), elsewhere);

        assertThat(putAside(FIRST, new LocalDisk()).failure()).isPresent();

        assertThat(path(FIRST, PACK)).exists();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void eachNameOfADamagedFileGoes() throws IOException {
        Files.createLink(path(FIRST, "pages/other"), path(FIRST, PAGE));
        box.seal(FIRST);
        FlippedBit.in(path(FIRST, PAGE));
        verify(FIRST, new LocalDisk());

        assertThat(putAside(FIRST, new LocalDisk()).files()).isEqualTo(2);

        assertThat(path(FIRST, PAGE)).doesNotExist();
        assertThat(path(FIRST, "pages/other")).doesNotExist();
        assertThat(aside(FIRST)).hasSize(2);
    }

    @Test
    void namesThatAreNoTextArePutAside() throws IOException {
        Tool.run(
                "bash",
                "-c",
                "cd \"$0\"; mkdir -p $'pages/\\xff\\xfe'; echo x >$'pages/\\xff\\xfe/a\\nb \\\\ \\x80'; echo x >"
                        + "\"pages/$(printf 'n%.0s' {1..255})\"; echo x >-rf",
                box.snapshot(FIRST).toString());
        box.seal(FIRST);
        Tool.run(
                "bash",
                "-c",
                "cd \"$0\"; find . -size 2c -exec sh -c 'touch -r \"$1\" t; echo y >\"$1\"; touch -r t \"$1\"; rm t' x"
                        + " {} \\;",
                box.snapshot(FIRST).toString());
        verify(FIRST, new LocalDisk());

        assertThat(putAside(FIRST, new LocalDisk()).files()).isEqualTo(3);

        assertThat(aside(FIRST)).hasSize(3).allSatisfy(file -> assertThat(file).hasContent("y"));
    }

    @Test
    void aDamagedBackupOfMssqlTakesItsWholeChainAlong() throws IOException {
        box.file(FIRST, "mssql/20261118T031700@db.bak", "full");
        box.file(FIRST, "mssql/20261118T041700@db.log", "log");
        box.seal(FIRST);
        FlippedBit.in(path(FIRST, "mssql/20261118T041700@db.log"));
        verify(FIRST, new LocalDisk());

        assertThat(putAside(FIRST, new LocalDisk())).isEqualTo(new Quarantine.PutAside(1, "mssql", Optional.empty()));

        assertThat(path(FIRST, "mssql")).doesNotExist();
        assertThat(aside(FIRST))
                .singleElement()
                .satisfies(folder -> assertThat(folder).isDirectoryContaining("glob:**.bak"));
    }

    /** Fails at none where n is 0. */
    private static FaultyDisk failing(int n, boolean once) {
        return once ? FaultyDisk.failingOnce(n) : n == 0 ? FaultyDisk.sound() : FaultyDisk.failingFrom(n);
    }

    private interface FailingWork {
        void with(int n, FaultyDisk disk) throws IOException;
    }

    /** Does it with a disk that does not fail, and then with failures at the operations that it had. */
    private void failAtEachOperation(boolean once, int least, FailingWork work) throws IOException {
        Path top = volume;
        int operations = failAt(top, 0, once, work);
        assertThat(operations).isGreaterThanOrEqualTo(least);
        for (int n : KillPoints.of(operations, 3).toArray()) {
            failAt(top, n, once, work);
        }
    }

    /** On a volume of its own. Returns how many operations there were. */
    private int failAt(Path top, int n, boolean once, FailingWork work) throws IOException {
        volume = Files.createDirectory(top.resolve("n" + n));
        make();
        FaultyDisk disk = failing(n, once);
        work.with(n, disk);
        return disk.operations();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVerificationThatFailsAtAnyOperationListsAllDamagedFilesOrNone(boolean once) throws IOException {
        failAtEachOperation(once, 10, (n, disk) -> {
            sharedAndDamaged(PACK);
            FlippedBit.in(path(FIRST, PAGE));

            Failure failure = catchThrowableOfType(Failure.class, () -> verify(FIRST, disk, SECOND));

            assertThat(failure == null).as("operation " + n).isEqualTo(n == 0);
            for (String id : List.of(FIRST, SECOND)) {
                assertThat(listed(id)).as("operation " + n).isIn(List.of(), List.of(PAGE, PACK));
            }
            verify(FIRST, new LocalDisk(), SECOND);
            assertThat(listed(FIRST)).as("after operation " + n).containsExactly(PAGE, PACK);
            assertThat(listed(SECOND)).as("after operation " + n).containsExactly(PAGE, PACK);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inheritedDamageThatFailsToBeRecordedIsFoundByTheNextLook(boolean once) throws IOException {
        failAtEachOperation(once, 8, (n, disk) -> {
            sharedAndDamaged(PACK);
            verify(FIRST, new LocalDisk());
            InheritedDamage look = new InheritedDamage(box.state, disk, CLOCK);

            Failure failure = catchThrowableOfType(Failure.class, () -> look.find(box.snapshotOf(SECOND), RUN));

            assertThat(failure == null).as("operation " + n).isEqualTo(n == 0);
            assertThat(listed(SECOND)).as("operation " + n).isIn(List.of(), List.of(PACK));
            assertThat(damage(SECOND).isPresent() && listed(SECOND).isEmpty())
                    .as("operation " + n)
                    .isFalse();
            assertThat(inherited(SECOND)).as("after operation " + n).isEqualTo(Map.of(FIRST, 1L));
            assertThat(damage(SECOND)).as("after operation " + n).isPresent();
            assertThat(listed(SECOND)).as("after operation " + n).containsExactly(PACK);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAFailureAtAnyOperationNoFileIsLostAndTheNextCallGoesOn(boolean once) throws IOException {
        failAtEachOperation(once, 6, (n, disk) -> {
            box.seal(FIRST);
            FlippedBit.in(path(FIRST, PACK));
            FlippedBit.in(path(FIRST, PAGE));
            verify(FIRST, new LocalDisk());

            try {
                putAside(FIRST, disk);
            } catch (Failure unrecorded) {
                assertThat(aside(FIRST)).isEmpty();
            }

            assertThat(aside(FIRST).size()
                            + Stream.of(PACK, PAGE)
                                    .filter(p -> Files.exists(path(FIRST, p)))
                                    .count())
                    .as("operation " + n)
                    .isEqualTo(2);
            assertThat(putAside(FIRST, new LocalDisk()).failure()).isEmpty();
            assertThat(aside(FIRST)).as("operation " + n).hasSize(2);
        });
    }

    @Test
    void aNewSnapshotThatSharesADamagedFileIsDamaged() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk());

        assertThat(inherited(SECOND)).isEqualTo(Map.of(FIRST, 1L));

        assertThat(damage(SECOND))
                .hasValueSatisfying(
                        words -> assertThat(words).contains("it shares files with " + FIRST + ", which is damaged"));
        assertThat(listed(SECOND)).containsExactly(PACK);
    }

    @Test
    void aNewSnapshotThatHasTheFileAfreshIsNotDamaged() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk());
        Files.delete(path(SECOND, PACK));
        box.file(SECOND, PACK, "a pack");

        assertThat(inherited(SECOND)).isEmpty();

        assertThat(damage(SECOND)).isEmpty();
        assertThat(listed(SECOND)).isEmpty();
    }

    @Test
    void theListOfASnapshotThatIsGoneGoes() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk());
        Tool.run("rm", "-r", box.snapshot(FIRST).toString());

        assertThat(inherited(SECOND)).isEmpty();

        assertThat(listed(FIRST)).isEmpty();
    }

    @Test
    void aListThatCannotBeReadLetsNoSnapshotPass() throws IOException {
        sharedAndDamaged(PACK);
        verify(FIRST, new LocalDisk());
        Files.writeString(box.state.resolve("evidence/" + FIRST + ".damaged"), "noise\n");

        Failure failure = catchThrowableOfType(Failure.class, () -> inherited(SECOND));

        assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(failure.hint()).contains("ghe-keeper verify " + FIRST);
        assertThat(putAside(FIRST, new LocalDisk()).failure())
                .hasValueSatisfying(why -> assertThat(why).contains("no damaged file"));
    }

    /** The verification comes just before each operation of the backup, and waits where it must. */
    @Test
    void whatABackupAndAVerificationAddToOneListAtTheSameTimeIsAllInIt() throws Exception {
        Path top = volume;
        int operations = 1;
        for (int n = 1; n <= operations; n++) {
            volume = Files.createDirectory(top.resolve("n" + n));
            make();
            sharedAndDamaged(PACK);
            verify(FIRST, new LocalDisk());
            FutureTask<Void> verification = new FutureTask<>(this::findMore, null);
            Thread thread = new Thread(verification);
            FaultyDisk disk = FaultyDisk.disturbedAt(n, () -> {
                thread.start();
                while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            });

            new InheritedDamage(box.state, disk, CLOCK).find(box.snapshotOf(SECOND), RUN);

            verification.get();
            assertThat(listed(SECOND)).as("operation " + n).containsExactly(PAGE, PACK);
            operations = disk.operations();
        }
        assertThat(operations).isGreaterThan(5);
    }

    private void findMore() {
        try {
            DamageLists lists = new DamageLists(box.state, new LocalDisk());
            DamageListWriter found = lists.begin(FIRST);
            found.add(new DamagedFile(PAGE, (long) inode(path(FIRST, PAGE))));
            lists.add(found, box.snapshotOf(FIRST), List.of(SECOND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sharedAndDamaged(String path) throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        FlippedBit.in(path(FIRST, path));
    }

    private Path path(String id, String path) {
        return box.snapshot(id).resolve(path);
    }

    private VerifiedSnapshot verify(String id, Disk disk, String... others) {
        return verify(
                id,
                disk,
                new ArrayList<>(),
                Stream.of(others).map(box::snapshot).toList());
    }

    private VerifiedSnapshot verify(String id, Disk disk, List<String> heard, List<Path> others) {
        return new Verifier(box.state, disk, CLOCK, 2)
                .verify(box.snapshotOf(id), others, found -> heard.add(found.path()), PROGRESS);
    }

    private Quarantine.PutAside putAside(String id, Disk disk) {
        return new Quarantine(box.state, disk, CLOCK).putAside(box.snapshotOf(id), RUN, () -> {});
    }

    private Map<String, Long> inherited(String id) {
        return new InheritedDamage(box.state, new LocalDisk(), CLOCK).find(box.snapshotOf(id), RUN);
    }

    private void evidenceOf(String id, long found) {
        new EvidenceFiles(box.state)
                .readBack(new LocalDisk(), id, new ReadBack(SealBox.NOW, RUN, found, Optional.of("damaged")));
    }

    private Optional<String> damage(String id) {
        return new EvidenceFiles(box.state).of(id).damage();
    }

    private List<String> listed(String id) throws IOException {
        List<String> paths = new ArrayList<>();
        try (DamageListReader list = new DamageLists(box.state, new LocalDisk()).read(id)) {
            for (; !list.isAtEnd(); list.next()) {
                paths.add(list.file().path());
            }
        }
        return paths;
    }

    private List<Path> aside(String id) throws IOException {
        Path folder = path(id, Snapshot.PUT_ASIDE);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
