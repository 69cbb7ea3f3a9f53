package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while a seal packs what it reads, and a kill before each change on the volume. */
@Order(2)
class PackedCopyFaultsTest {
    private static final int STEP = 5;

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

    /** What a seal knows of the parts of a file that the archive run reads: it is more than 48 MiB. */
    @Test
    void afterAKilledSealOfALargeFileTheNextRunsEndWell() throws IOException {
        PackedSeal seals = new PackedSeal(made(folder.resolve("large"))); // copies share their snapshots
        seals.box.lanes = 1;
        try (RandomAccessFile large =
                new RandomAccessFile(seals.box.file(SECOND, "mysql.sql.gz", "").toFile(), "rw")) {
            large.setLength(PackedPart.PART + 1);
        }
        FaultyDisk disk = FaultyDisk.failingFrom(45); // of some fifty: one is enough, each reading takes a second
        seals.disk = disk;
        seals.copyDisk = disk;
        try {
            seals.seal(SECOND);
        } catch (Failure failure) {
            assertThat(failure.getMessage()).doesNotContain("internal");
        }
        assertThat(disk.operations()).isGreaterThanOrEqualTo(45);
        requireNextRunsEndWell(seals, 45);
        try (RootReader root = new RootReader(seals.box.objects.resolve("snapshots/" + SECOND + ".json"))) {
            assertThat(root.facts().bytes()).isGreaterThan(PackedPart.PART);
        }
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
        seals.box.encryption = failing(progress -> {
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
        seals.box.encryption = failing(progress -> {
            while (true) {
                progress.requireGoOn();
                Thread.onSpinWait();
            }
        });

        seals.seal(SECOND);

        assertThat(seals.warnings).singleElement().asString().contains("the encryption took no bytes");
        seals.box.encryption = new NoEncryption();
        requireNextRunsEndWell(seals, 1);
    }

    private interface EncryptionWrite {
        void write(ArchiveProgress progress);
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
            public EncryptedStream begin(OutputStream to, ArchiveProgress progress) {
                return new EncryptedStream() {
                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        write.write(progress);
                    }

                    @Override
                    public void finish() {
                        write.write(progress);
                    }

                    @Override
                    public void close() {}
                };
            }
        };
    }
}
