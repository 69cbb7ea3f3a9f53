package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.SampleContent;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class PackedCopyTest {
    private static final int MEDIUM = 3 << 20;
    private static final int LARGE = (int) (PackedPart.PART + 12345);

    /** For all but the large file. */
    private static final int ROOM_FOR_SMALL = 20 << 20;

    /** Sealed, with one file that is cut into parts; copied by each test that needs it. */
    private static ArchiveBox withLargeFile;

    /** The same, where there was no room to pack that file. */
    private static ArchiveBox withoutRoom;

    @TempDir
    private static Path shared;

    @TempDir
    Path volume;

    private ArchiveBox box;
    private PackedSeal seals;

    @BeforeEach
    void make() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST);
        seals = new PackedSeal(box);
    }

    private Path random(String id, String path, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(path.hashCode()).nextBytes(content);
        return Files.write(box.file(id, path, ""), content);
    }

    @Test
    void theArchiveRunOpensNoFileThatTheSealRead() throws IOException {
        random(FIRST, "storage/1/medium", MEDIUM);
        random(FIRST, "storage/1/other", MEDIUM + 1);
        Path whole = volume.resolve("whole");
        Tool.run("cp", "-a", box.snapshot(FIRST).toString(), whole.toString());

        seals.seal(FIRST);
        Tool.run("find", box.snapshot(FIRST).toString(), "-type", "f", "!", "-name", "uuid", "-delete");
        box.archive(FIRST);

        assertThat(box.progress.read()).isZero();
        assertThat(seals.warnings).isEmpty();
        assertThat(box.warnings).isEmpty();
        box.restored(FIRST);
        assertThat(ArchiveBox.differences(whole, volume.resolve("restored-" + FIRST)))
                .isEmpty();
        assertThat(box.orphans()).isEmpty();
        assertThat(box.state.resolve("archive/outbox")).isEmptyDirectory();
        assertThat(box.state.resolve("archive/copied")).doesNotExist();
    }

    private static ArchiveBox sealedWithLargeFile(ArchiveBox large, boolean room) throws IOException {
        Path file = large.file(FIRST, "mysql.sql.gz", "");
        Files.write(file, SampleContent.random(LARGE));
        PackedSeal seals = new PackedSeal(large);
        if (!room) {
            seals.share = (int) (Files.getFileStore(large.volume).getUsableSpace() / ROOM_FOR_SMALL);
        }
        seals.seal(FIRST);
        assertThat(seals.warnings).hasSize(room ? 0 : 1);
        seals.warnings.forEach(warning -> assertThat(warning).contains("mysql.sql.gz (" + LARGE + " bytes)"));
        return large;
    }

    /** Returns the large file, which the copies share. */
    private Path sealedWithLargeFile() throws IOException {
        if (withLargeFile == null) {
            withLargeFile = sealedWithLargeFile(new ArchiveBox(shared.resolve("packed")).filled(FIRST), true);
        }
        return copied(withLargeFile);
    }

    private Path sealedWithoutRoomForALargeFile() throws IOException {
        if (withoutRoom == null) {
            withoutRoom = sealedWithLargeFile(new ArchiveBox(shared.resolve("left out")).filled(FIRST), false);
        }
        return copied(withoutRoom);
    }

    private Path copied(ArchiveBox from) throws IOException {
        box = from.copiedTo(volume);
        seals = new PackedSeal(box);
        return box.snapshot(FIRST).resolve("mysql.sql.gz");
    }

    @Test
    void theArchiveRunOpensNoLargeFileThatTheSealRead() throws IOException {
        Path file = sealedWithLargeFile();
        assertThat(seals.packs()).as("two parts, and the small files").hasSize(3);
        FlippedBit.in(file); // what is not read does no harm

        box.archive(FIRST);

        FlippedBit.in(file);
        assertThat(box.progress.read()).isZero();
        assertThat(box.warnings).isEmpty();
        assertThat(box.restored(FIRST)).isEmpty();
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
        assertThat(box.state.resolve("archive/parts")).isEmptyDirectory();
        assertThat(box.state.resolve("archive/outbox")).isEmptyDirectory();
    }

    @Test
    void aPartThatIsDamagedWhileItWaitsIsReadAgainAlone() throws IOException {
        sealedWithLargeFile();
        Path part = seals.packs().stream()
                .filter(pack -> pack.toFile().length() > PackedPart.PART)
                .findFirst()
                .orElseThrow();
        Files.copy(part, part.resolveSibling("copy"));
        Files.move(
                part.resolveSibling("copy"), part, StandardCopyOption.REPLACE_EXISTING); // not that of the other tests
        FlippedBit.in(part);

        box.archive(FIRST);

        assertThat(box.warnings).singleElement().asString().contains("cannot be sent");
        assertThat(box.progress.read()).isEqualTo(PackedPart.PART);
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void aLargeFileThatTheStoreHasIsNotSentAgain() throws IOException {
        Path file = sealedWithLargeFile();
        box.archive(FIRST);
        box.filled(SECOND);
        Files.copy(file, box.snapshot(SECOND).resolve("copy.gz"), StandardCopyOption.REPLACE_EXISTING);

        seals.seal(SECOND);

        assertThat(seals.packs()).isEmpty();
        assertThat(seals.warnings).isEmpty();
        box.progress = new CountedProgress();
        assertThat(box.archive(SECOND).objectsSent()).isLessThan(5);
        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(SECOND)).isEmpty();
        Tool.run("rm", "-r", box.snapshot(SECOND).toString());
    }

    @Test
    void aLargeFileThatChangesWhileItIsReadDropsItsParts() throws IOException {
        Path file = random(FIRST, "mysql.sql.gz", LARGE);
        seals.progress = onRead(() -> Files.writeString(file, "more", StandardOpenOption.APPEND));

        Failure failure = catchThrowableOfType(Failure.class, () -> seals.seal(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_FAILED);
        assertThat(seals.packs()).isEmpty();
        assertThat(box.state.resolve("archive/copied")).doesNotExist();
        assertThat(box.state.resolve("archive/parts")).doesNotExist();
    }

    @Test
    void aLargeFileWithoutRoomIsNamedAndReadByTheArchiveRunAlone() throws IOException {
        sealedWithoutRoomForALargeFile();
        assertThat(seals.packs()).hasSize(1);

        box.archive(FIRST);

        assertThat(box.progress.read()).isEqualTo(LARGE);
        assertThat(box.restored(FIRST)).isEmpty();
        assertThat(box.state.resolve("archive/parts")).isEmptyDirectory();
    }

    @Test
    void aLargeFileThatWasDamagedSinceIsRefusedByItsPart() throws IOException {
        Path file = sealedWithoutRoomForALargeFile();
        FlippedBit.in(file);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST));

        FlippedBit.in(file);
        assertThat(failure.kind()).isEqualTo(FailureKind.SNAPSHOT_DAMAGED);
        assertThat(failure).hasMessageContaining("mysql.sql.gz");
        box.archive(FIRST);
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void damagedDigestsOfPartsCountForNothing() throws IOException {
        sealedWithoutRoomForALargeFile();
        Tool.run(
                "bash",
                "-c",
                "sed -i '1s/^./x/' \"$0\"/*",
                box.state.resolve("archive/parts").toString());

        box.archive(FIRST);

        assertThat(box.progress.read()).isEqualTo(2L * LARGE);
        assertThat(box.fetched(FIRST)).isEmpty();
    }

    @Test
    void aLargeFileWhoseNameHasNoRoomForAPartIsLeftToTheArchiveRun() throws IOException {
        String name = "n".repeat(240);
        random(FIRST, name, LARGE);

        seals.seal(FIRST);

        assertThat(seals.warnings).singleElement().asString().contains(name);
        box.archive(FIRST);
        assertThat(box.progress.read()).isEqualTo(LARGE);
        assertThat(box.fetched(FIRST)).isEmpty();
    }

    @Test
    void contentThatTheStoreHasIsNotPacked() throws IOException {
        random(FIRST, "storage/1/medium", MEDIUM);
        box.seal(FIRST).archive(FIRST);
        box.filled(SECOND);
        Files.copy(
                box.snapshot(FIRST).resolve("storage/1/medium"),
                box.file(SECOND, "other", "").resolveSibling("copy"));
        Files.delete(box.snapshot(SECOND).resolve("other"));

        seals.seal(SECOND);

        assertThat(seals.packs()).isEmpty();
        box.progress = new CountedProgress();
        box.archive(SECOND);
        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(SECOND)).isEmpty();
    }

    @Test
    void contentThatWaitsForTheStoreIsNotPackedAgain() throws IOException {
        seals.seal(FIRST);
        int waiting = seals.packs().size();
        box.filled(SECOND);

        seals.seal(SECOND);

        assertThat(waiting).isEqualTo(1);
        assertThat(seals.packs()).hasSize(waiting);
    }

    @Test
    void equalContentIsPackedOnce() throws IOException {
        for (int i = 0; i < 4; i++) {
            Path file = random(FIRST, "storage/0/object", MEDIUM);
            Files.move(file, file.resolveSibling("object" + i));
        }

        seals.seal(FIRST);

        assertThat(seals.packs()).hasSize(2);
        box.archive(FIRST);
        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(FIRST)).isEmpty();
    }

    @Test
    void nothingIsKeptWhereAFileChangesWhileItIsRead() throws IOException {
        Path file = random(FIRST, "storage/1/medium", MEDIUM);
        seals.progress = onRead(() -> Files.writeString(file, "more", StandardOpenOption.APPEND));

        Failure failure = catchThrowableOfType(Failure.class, () -> seals.seal(FIRST));

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_FAILED);
        assertThat(seals.packs()).isEmpty();
        assertThat(box.state.resolve("archive/copied")).doesNotExist();
        seals.progress = new Unwatched();
        seals.seal(FIRST);
        box.archive(FIRST);
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void aFileThatGetsAnotherNameWhileItIsReadIsReadAgainAndPackedOnce() throws IOException {
        Path file = random(FIRST, "storage/1/medium", MEDIUM);
        seals.progress = onRead(() -> Files.createLink(volume.resolve("other name"), file));

        seals.seal(FIRST);
        box.archive(FIRST);

        assertThat(box.progress.read()).isZero();
        assertThat(box.fetched(FIRST)).isEmpty();
    }

    private interface FileChange {
        void make() throws IOException;
    }

    /** At the first bytes of a file that is larger than all others. */
    private static SealProgress onRead(FileChange change) {
        AtomicBoolean done = new AtomicBoolean();
        return new SealProgress() {
            @Override
            public void walked() {}

            @Override
            public void requireGoOn() {}

            @Override
            public void read(long bytes) {
                if (bytes > 100_000 && done.compareAndSet(false, true)) {
                    try {
                        change.make();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    @Test
    void noMoreIsPackedThanTheVolumeHasRoomFor() throws IOException {
        for (int i = 0; i < 6; i++) {
            random(FIRST, "storage/1/small" + i, 600_000);
            random(FIRST, "storage/1/medium" + i, MEDIUM);
        }
        seals.most = MEDIUM + 2_000_000;

        seals.seal(FIRST);

        long bytes = 0;
        for (Path pack : seals.packs()) {
            bytes += Files.size(pack);
        }
        assertThat(bytes).isBetween(600_000L, seals.most);
        assertThat(seals.warnings).isEmpty();
        box.archive(FIRST);
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void whatWaitsAlreadyCountsForTheRoom() throws IOException {
        random(FIRST, "storage/1/medium", MEDIUM);
        seals.seal(FIRST);
        random(SECOND, "storage/2/medium", MEDIUM);
        int waiting = seals.packs().size();
        seals.most = MEDIUM + 2_000_000;

        seals.seal(SECOND);

        assertThat(seals.packs()).hasSize(waiting);
    }

    @Test
    void waitingPartsOfALargeFileTakeNoRoomOfOtherFiles() throws IOException {
        sealedWithLargeFile();
        int waiting = seals.packs().size();
        box.filled(SECOND);
        box.file(SECOND, "storage/1/new", "new");
        seals.most = ROOM_FOR_SMALL;

        seals.seal(SECOND);

        assertThat(seals.packs()).hasSize(waiting + 1);
        Tool.run("rm", "-r", box.snapshot(SECOND).toString());
    }

    @Test
    void whatAKilledSealPackedGoesAlsoWhereTheStoreIsAway() throws IOException {
        seals.seal(FIRST);
        Path packed = Files.createDirectories(box.state.resolve("archive/copied"));
        Files.writeString(packed.resolve("1.new"), "content");
        FailingStore away = new FailingStore(box.store(), 1, FailingStore.Fault.AWAY);

        Failure failure = catchThrowableOfType(Failure.class, () -> box.archive(FIRST, away, box.disk));

        assertThat(failure).isNotNull();
        assertThat(packed).doesNotExist();
    }

    private EntryFacts ofSize(long size) throws IOException {
        EntryFacts facts = PackBox.facts(box.file(FIRST, "some", ""));
        return new EntryFacts(
                facts.type(),
                facts.mode(),
                facts.uid(),
                facts.gid(),
                size,
                facts.modified(),
                facts.target(),
                facts.device());
    }

    @Test
    void aLargeFileThatGrowsEndsPackingWithAWarningThatSaysSo() throws IOException {
        seals.share = Integer.MAX_VALUE;
        byte[] piece = new byte[(int) PackedPart.PART / 3];

        try (ContentCopy copy =
                        PackedCopy.begin(seals.setting(), box.snapshotOf(FIRST), seals.progress, seals.warnings::add);
                ContentCopy.FileCopy file = copy.begin("mysql.sql.gz", ofSize(2 * PackedPart.PART))) {
            for (int i = 0; i < 6; i++) {
                file.write(piece, 0, piece.length);
            }
            file.write(piece, 0, 1);
        }

        assertThat(seals.warnings).singleElement().asString().endsWith("mysql.sql.gz grows while it is read");
    }

    @Test
    void aFileOfMoreThanAllPartsIsLeftToTheArchiveRun() throws IOException {
        EntryFacts huge = ofSize(1L << 46);

        try (ContentCopy copy =
                PackedCopy.begin(seals.setting(), box.snapshotOf(FIRST), seals.progress, seals.warnings::add)) {
            assertThat(copy.begin("huge", huge)).isSameAs(ContentCopy.FileCopy.NONE);
        }
    }

    @Test
    void aPlanCountsWhatIsPackedAsRead() throws IOException {
        seals.seal(FIRST);

        ArchivePlan plan =
                box.archiver(box.store(), new LocalDisk()).plan(box.snapshotOf(FIRST), new CountedProgress());

        assertThat(plan.files()).isZero();
        assertThat(plan.bytes()).isZero();
        assertThat(plan.newUnits()).isPositive();
        assertThat(plan.objects()).isEqualTo(4);
    }
}
