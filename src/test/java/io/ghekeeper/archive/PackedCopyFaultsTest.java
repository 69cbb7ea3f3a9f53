package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.age.EncryptedStream;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.SealProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while a seal packs what it reads, and a kill before each change on the volume. */
@Order(2)
class PackedCopyFaultsTest {
    private static final int MOST_PARTS = 8;
    private static final int STEP = 5;
    private static final int LARGE_STEP = 23;
    private static final long TWO_PARTS = PackedPart.PART + (2 << 20);

    @TempDir
    private static Path folder;

    private static ArchiveBox template;

    /** The first snapshot is archived; the second one has small and medium files that are new. */
    @BeforeAll
    static void makeTemplate() throws IOException {
        template = made(folder.resolve("template"));
    }

    private static ArchiveBox made(Path volume) throws IOException {
        ArchiveBox box = new ArchiveBox(volume).filled(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "repositories/0/nw/a/b/c/0/1", "changed");
        box.file(SECOND, "storage/1/object", "new");
        byte[] medium = new byte[CopySetting.SMALL + 1000];
        new Random(1).nextBytes(medium);
        Files.write(box.file(SECOND, "storage/1/medium", ""), medium);
        box.seal(FIRST);
        box.archive(FIRST);
        return box;
    }

    private PackedSeal copied() throws IOException {
        ArchiveBox box = template.copiedTo(folder.resolve("copy"));
        box.lanes = 1;
        return new PackedSeal(box);
    }

    @Test
    void whereverAKillComesThereIsASealOrNoneAndNothingIsSentThatNoRootNeeds() throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        PackedSeal whole = copied();
        whole.disk = sound;
        whole.copyDisk = sound;
        whole.seal(SECOND);
        assertThat(sound.operations()).isGreaterThan(40);

        for (int n : KillPoints.of(sound.operations(), STEP).toArray()) {
            PackedSeal seals = copied();
            FaultyDisk disk = FaultyDisk.brokenFrom(n, seals.box.disk);
            seals.disk = disk;
            seals.copyDisk = disk;
            try {
                seals.seal(SECOND);
            } catch (Failure failure) {
                assertThat(failure.getMessage()).doesNotContain("internal");
            }
            assertThat(disk.operations()).isGreaterThanOrEqualTo(n);
            requireNextRunsEndWell(seals, n);
        }
    }

    /** Before, within and after its end, when its packs get their indexes: some of these, as each reading takes a second. */
    @Test
    void afterAKilledSealOfALargeFileTheNextRunsEndWell() throws IOException {
        ArchiveBox made = made(folder.resolve("large"));
        try (RandomAccessFile large =
                new RandomAccessFile(made.file(SECOND, "mysql.sql.gz", "").toFile(), "rw")) {
            large.setLength(PackedPart.PART + 1);
        }
        FaultyDisk sound = FaultyDisk.sound();
        killed(made, sound);
        assertThat(sound.operations()).isGreaterThan(70);

        for (int n : KillPoints.of(sound.operations(), LARGE_STEP).toArray()) {
            FaultyDisk disk = FaultyDisk.brokenFrom(n, made.disk);
            PackedSeal seals = killed(made, disk);
            assertThat(disk.operations()).isGreaterThanOrEqualTo(n);
            requireNextRunsEndWell(seals, n);
            try (RootReader root = new RootReader(seals.box.objects.resolve("snapshots/" + SECOND + ".json"))) {
                assertThat(root.facts().bytes()).isGreaterThan(PackedPart.PART);
            }
        }
    }

    private static ArchiveBox withLargeFile(String name, long size) throws IOException {
        ArchiveBox box = new ArchiveBox(folder.resolve(name)).filled(FIRST);
        try (RandomAccessFile large =
                new RandomAccessFile(box.file(FIRST, "mysql.sql.gz", "").toFile(), "rw")) {
            large.setLength(size);
        }
        return box;
    }

    /** As where the volume is full, and the end of the file is far away: what was packed of it is gone before that is read. */
    @Test
    void partsOfALargeFileGoAsSoonAsPackingEnds() throws IOException {
        ArchiveBox box = withLargeFile("ended", TWO_PARTS);
        PackedSeal seals = new PackedSeal(box);
        List<Path> before = new ArrayList<>();
        List<Path> atTheEnd = new ArrayList<>();
        AtomicLong read = new AtomicLong();
        seals.progress = onRead(read, () -> {
            if (read.get() > PackedPart.PART + (1 << 20)) {
                atTheEnd.addAll(unfinished(box));
            }
        });
        AtomicBoolean failed = new AtomicBoolean();
        seals.copyDisk = FaultyDisk.disturbed(() -> {
            if (read.get() >= PackedPart.PART && failed.compareAndSet(false, true)) {
                before.addAll(unfinished(box));
                throw new IOException(FaultyDisk.FULL);
            }
        });

        seals.seal(FIRST);

        assertThat(read.get()).isGreaterThan(PackedPart.PART + (1 << 20));
        assertThat(before).isNotEmpty();
        assertThat(atTheEnd).isEmpty();
        assertThat(seals.warnings).singleElement().asString().contains(FaultyDisk.FULL);
    }

    @Test
    void packsThatAreFinishedGoWhereTheVolumeIsFull() throws IOException {
        PackedSeal seals = copied();
        AtomicBoolean failed = new AtomicBoolean();
        seals.copyDisk = FaultyDisk.disturbed(() -> {
            if (!copied(seals.box, "*.holds").isEmpty() && failed.compareAndSet(false, true)) {
                throw new IOException(FaultyDisk.FULL);
            }
        });

        seals.seal(SECOND);

        assertThat(seals.warnings).singleElement().asString().contains(FaultyDisk.FULL);
        assertThat(seals.packs()).isEmpty();
        requireNextRunsEndWell(seals, 1);
    }

    /** Others fill it, too. */
    @Test
    void noPartBeginsWhereTheVolumeHasNoRoomAnyMore() throws IOException {
        PackedSeal seals = new PackedSeal(withLargeFile("reserve", TWO_PARTS));
        seals.reserve = Long.MAX_VALUE;

        seals.seal(FIRST);

        assertThat(seals.warnings).singleElement().asString().contains("the volume has less than", "free");
        assertThat(seals.packs()).isEmpty();
    }

    /** No digest of the seal would show it. */
    @Test
    void aPartThatIsDamagedWhileItWaitsMakesNoPack() throws IOException {
        ArchiveBox box = withLargeFile("damaged", TWO_PARTS);
        box.lanes = 1;
        PackedSeal seals = new PackedSeal(box);
        AtomicLong read = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        seals.progress = onRead(read, () -> {
            if (read.get() > PackedPart.PART + (1 << 20) && done.compareAndSet(false, true)) {
                for (Path file : unfinished(box)) {
                    if (Files.size(file) > 0) { // of zeros, only a part that is finished has any
                        FlippedBit.in(file);
                    }
                }
            }
        });

        seals.seal(FIRST);

        assertThat(seals.warnings).singleElement().asString().contains("is not what was written to it");
        assertThat(seals.packs()).isEmpty();
        box.archive(FIRST);
        assertThat(box.fetched(FIRST)).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    @Test
    void partsWaitForTheirOwnerAloneAndBecomePacksOneAfterTheOther() throws IOException {
        ArchiveBox box = withLargeFile("waiting", 2 * PackedPart.PART + 1);
        PackedSeal seals = new PackedSeal(box);
        List<Integer> counts = new ArrayList<>();
        Set<String> modes = new TreeSet<>();
        seals.copyDisk = FaultyDisk.disturbed(() -> {
            List<Path> files = copied(box, "*{.new,.zst}");
            counts.add(files.size());
            for (Path file : files) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        });

        seals.seal(FIRST);

        assertThat(seals.warnings).isEmpty();
        assertThat(modes).containsExactly("rw-------");
        assertThat(Collections.max(counts))
                .as("three parts, one of them as a pack, too, and small files")
                .isBetween(4, 5);
        assertThat(seals.packs()).hasSize(4);
    }

    /** A file of a terabyte has 20,000 parts. To make their packs takes longer than a seal may be silent. */
    @Test
    void eachPackOfAPartIsASignOfLife() throws IOException {
        int withPacks = signs(withLargeFile("with room", TWO_PARTS), 10);
        int without = signs(withLargeFile("without room", TWO_PARTS), Integer.MAX_VALUE);

        assertThat(withPacks - without).isEqualTo(2);
    }

    private static int signs(ArchiveBox box, int share) {
        PackedSeal seals = new PackedSeal(box);
        seals.share = share;
        AtomicInteger signs = new AtomicInteger();
        seals.progress = new SealProgress() {
            @Override
            public void walked() {
                signs.incrementAndGet();
            }

            @Override
            public void requireGoOn() {}

            @Override
            public void read(long bytes) {}
        };
        seals.seal(FIRST);
        return signs.get();
    }

    private static SealProgress onRead(AtomicLong read, FaultyDisk.Happening happening) {
        return new SealProgress() {
            @Override
            public void walked() {}

            @Override
            public void requireGoOn() {}

            @Override
            public void read(long bytes) {
                read.addAndGet(bytes);
                try {
                    happening.happen();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static List<Path> unfinished(ArchiveBox box) throws IOException {
        return copied(box, "*.new");
    }

    private static List<Path> copied(ArchiveBox box, String names) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(box.state.resolve("archive/copied"), names)) {
            files.forEach(found::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    private static PackedSeal killed(ArchiveBox made, FaultyDisk disk) throws IOException {
        PackedSeal seals = new PackedSeal(made.copiedTo(folder.resolve("copy")));
        seals.box.lanes = 1;
        seals.disk = disk;
        seals.copyDisk = disk;
        try {
            seals.seal(SECOND);
        } catch (Failure failure) {
            assertThat(failure.getMessage()).doesNotContain("internal");
        }
        return seals;
    }

    private static void requireNextRunsEndWell(PackedSeal seals, int n) throws IOException {
        ArchiveBox box = seals.box;
        if (!Files.exists(box.state.resolve("seals/" + SECOND + ".json"))) {
            box.seal(SECOND);
        }
        box.archive(SECOND);
        assertThat(box.orphans()).as("struck at " + n).isEmpty();
        assertThat(box.state.resolve("archive/outbox")).as("struck at " + n).isEmptyDirectory();
        assertThat(box.state.resolve("archive/copied")).as("struck at " + n).doesNotExist();
        assertThat(box.fetched(SECOND)).as("struck at " + n).isEmpty();
    }

    @Test
    void noFailureOfTheCopyFailsTheSeal() throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        PackedSeal whole = copied();
        whole.copyDisk = sound;
        whole.seal(SECOND);
        assertThat(sound.operations()).isGreaterThan(20);
        assertThat(whole.warnings).isEmpty();

        for (int n : KillPoints.of(sound.operations(), STEP).toArray()) {
            PackedSeal seals = copied();
            FaultyDisk disk = FaultyDisk.failingOnce(n);
            seals.copyDisk = disk;

            seals.seal(SECOND);

            assertThat(disk.operations()).isGreaterThanOrEqualTo(n);
            assertThat(seals.warnings).as("struck at " + n).hasSizeLessThanOrEqualTo(1);
            requireNextRunsEndWell(seals, n);
        }
    }

    @Test
    void anEncryptionThatFailsEndsTheCopyWithOneWarning() throws IOException {
        PackedSeal seals = copied();
        AtomicInteger begun = new AtomicInteger();
        seals.box.encryption = failing(goOn -> {
            begun.incrementAndGet();
            throw new Failure(FailureKind.ENCRYPTION_FAILED, "age cannot be started", "Install it.");
        });

        seals.seal(SECOND);

        assertThat(begun.get()).isPositive();
        assertThat(seals.warnings).singleElement().asString().contains("age cannot be started");
        assertThat(seals.packs()).isEmpty();
        seals.box.encryption = new NoEncryption();
        requireNextRunsEndWell(seals, 1);
    }

    @Test
    void anEncryptionThatHangsIsGivenUpAndTheSealGoesOn() throws IOException {
        PackedSeal seals = copied();
        seals.patience = Duration.ofMillis(50);
        seals.box.encryption = failing(goOn -> {
            while (true) {
                goOn.run();
                Thread.onSpinWait();
            }
        });

        seals.seal(SECOND);

        assertThat(seals.warnings).singleElement().asString().contains("the encryption took no bytes");
        seals.box.encryption = new NoEncryption();
        requireNextRunsEndWell(seals, 1);
    }

    @Test
    void anEncryptionThatHangsWhenPartsBecomePacksIsGivenUpAndTheSealGoesOn() throws IOException {
        PackedSeal seals = new PackedSeal(withLargeFile("hanging", TWO_PARTS));
        seals.patience = Duration.ofMillis(50);
        seals.box.encryption = failing(goOn -> {
            while (true) {
                goOn.run();
                Thread.onSpinWait();
            }
        });

        seals.seal(FIRST);

        assertThat(seals.warnings).singleElement().asString().contains("the encryption took no bytes");
        assertThat(seals.packs()).isEmpty();
        assertThat(seals.box.state.resolve("archive/copied")).doesNotExist();
    }

    private interface EncryptionWrite {
        void write(Runnable goOn);
    }

    private static Encryption failing(EncryptionWrite write) {
        return new Encryption() {
            @Override
            public String suffix() {
                return "";
            }

            @Override
            public String recipients() {
                return "all";
            }

            @Override
            public EncryptedStream begin(OutputStream to, Runnable goOn) {
                return new EncryptedStream() {
                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        write.write(goOn);
                    }

                    @Override
                    public void finish() {
                        write.write(goOn);
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }

    /** To note it makes one part of several, and so reads other parts. */
    @Test
    void whatASealPackedIsNotedBesideNotesThatAreDamaged() throws IOException {
        PackedSeal seals = copied();
        ArchiveBox box = seals.box;
        String last = FIRST;
        int day = 20;
        for (; parts(box).size() < MOST_PARTS; day++) {
            last = packed(seals, last, "202611" + day + "T031700");
            box.archive(last);
        }
        for (Path part : parts(box)) {
            byte[] bytes = Files.readAllBytes(part);
            bytes[bytes.length / 2] ^= 1;
            Files.write(part, bytes);
        }
        String next = packed(seals, last, "202611" + day + "T031700");

        box.archive(next);

        assertThat(box.warnings).anyMatch(words -> words.contains(" it is kept as "));
        assertThat(box.restored(next)).isEmpty();
    }

    private static String packed(PackedSeal seals, String last, String next) throws IOException {
        seals.box.share(last, next);
        seals.box.file(next, "storage/1/" + next, "new in " + next);
        seals.seal(next);
        assertThat(seals.packs()).isNotEmpty();
        return next;
    }

    private static List<Path> parts(ArchiveBox box) throws IOException {
        try (Stream<Path> files = Files.list(box.state.resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("objects."))
                    .toList();
        }
    }
}
