package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.ManifestReader.ArchivedUnit;
import io.ghekeeper.archive.ObjectReader.PlainObject;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.seal.SealEntry;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What reads objects of a store gets them with another bit, as if the SHA-256 of the root were right. It says that the object
 * is damaged, or gives the same as before: never another file.
 */
class FlippedBitsTest {
    private static final int TRIES = 1000;

    @TempDir
    Path volume;

    private ArchiveBox box;
    private ObjectReader objects;

    /** What a reader makes of an object. */
    private interface Reading {
        String of(PlainObject object) throws IOException;
    }

    @BeforeEach
    void archive() throws IOException {
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        box.archive(FIRST);
        WorkFolder work = new WorkFolder(new LocalDisk(), volume.resolve("work"), () -> {});
        ObjectStore store = box.store();
        objects = new ObjectReader(store, work, Optional.empty(), new CountedProgress());
    }

    @Test
    void noBitOfAPackMakesAnotherFile() throws IOException {
        flip("packs/", TRIES, this::files);
    }

    /** What does not compress lies there as it is, and no checksum of zstd is beside it. */
    @Test
    void noBitOfWhatDoesNotCompressMakesAnotherFile() throws IOException {
        byte[] noise = new byte[3 << 19];
        new Random(18).nextBytes(noise);
        Files.write(box.file(SECOND, "noise", ""), noise);
        box.file(SECOND, "uuid", ArchiveBox.UUID + "\n");
        Tool.run("rm", "-r", box.objects.resolve("packs").toString());
        box.seal(SECOND).archive(SECOND);

        flip("packs/", 50, this::files);
    }

    /** Its frame says how long it is, and holds something else. */
    @Test
    void aShortListThatZstdRefusesIsDamaged() throws IOException {
        byte[] list = Zstd.compress("#mtree\n. type=dir\n".repeat(50).getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 8; i < list.length; i++) {
            list[i] ^= -1;
        }
        PlainObject object = objects.new PlainObject("units/x", Files.write(volume.resolve("list"), list));

        assertThatThrownBy(() -> UnitListReader.open(
                        object, ".", new UnitPlace("0".repeat(64), "units/x", 0, list.length, List.of())))
                .isInstanceOf(UnreadableObjectException.class);
    }

    /** What another lane's failure interrupts, or what this machine cannot read, says nothing of the store. */
    @Test
    void whatCannotBeReadHereIsNoDamageOfTheStore() throws IOException {
        ArchivedUnit unit = units().get(0);
        Path list = box.objects.resolve(key("units/"));
        PlainObject gone = objects.new PlainObject("units/x", volume.resolve("gone"));

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() ->
                            UnitListReader.open(objects.new PlainObject("units/x", list), unit.path(), unit.place()))
                    .isInstanceOf(ClosedByInterruptException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThatThrownBy(() -> UnitListReader.open(gone, unit.path(), unit.place()))
                .isInstanceOf(NoSuchFileException.class);
    }

    private String files(PlainObject object) throws IOException {
        StringBuilder files = new StringBuilder();
        try (PackReader pack = new PackReader(object)) {
            PackTarCheck tar = new PackTarCheck(pack);
            for (PackedContent member : pack.members()) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                tar.require(member);
                pack.copy(member, content, objects.progress());
                assertThat(HexFormat.of().formatHex(Sha256.digest().digest(content.toByteArray())))
                        .isEqualTo(member.digest());
                files.append(member.digest()).append(content).append('\n');
            }
            tar.requireEnd();
        }
        return files.toString();
    }

    @Test
    void noBitOfAManifestLeadsOutOfTheSnapshot() throws IOException {
        flip("manifests/", TRIES, object -> {
            StringBuilder units = new StringBuilder();
            try (ManifestReader manifest = new ManifestReader(object)) {
                for (Optional<ArchivedUnit> unit = manifest.next(); unit.isPresent(); unit = manifest.next()) {
                    units.append(unit.get()).append('\n');
                }
            }
            return units.toString();
        });
    }

    @Test
    void noBitOfAListMakesAnotherEntry() throws IOException {
        List<ArchivedUnit> units = units();
        flip("units/", TRIES, object -> {
            StringBuilder entries = new StringBuilder();
            for (ArchivedUnit unit : units) {
                try (UnitListReader list = UnitListReader.open(object, unit.path(), unit.place())) {
                    for (Optional<SealEntry> entry = list.next(); entry.isPresent(); entry = list.next()) {
                        entries.append(list.line()).append('\n');
                    }
                }
            }
            return entries.toString();
        });
    }

    private List<ArchivedUnit> units() throws IOException {
        List<ArchivedUnit> units = new ArrayList<>();
        PlainObject object = objects.new PlainObject("manifests/one", box.objects.resolve(key("manifests/")));
        try (ManifestReader manifest = new ManifestReader(object)) {
            for (Optional<ArchivedUnit> unit = manifest.next(); unit.isPresent(); unit = manifest.next()) {
                units.add(unit.get());
            }
        }
        return units;
    }

    private String key(String begin) {
        return box.keys().stream()
                .filter(key -> key.startsWith(begin))
                .findFirst()
                .orElseThrow();
    }

    private void flip(String begin, int tries, Reading reading) throws IOException {
        byte[] bytes = Files.readAllBytes(box.objects.resolve(key(begin)));
        Path file = volume.resolve("flipped");
        PlainObject object = objects.new PlainObject(begin + "flipped", file);
        Files.write(file, bytes);
        String whole = reading.of(object);
        Random random = new Random(17);
        int damaged = 0;
        for (int i = 0; i < tries; i++) {
            int bit = random.nextInt(bytes.length * Byte.SIZE);
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            byte[] cut = i % 10 == 0 ? Arrays.copyOf(flipped, bit / Byte.SIZE) : flipped;
            Files.write(file, cut);
            try {
                if (!reading.of(object).equals(whole)) {
                    fail("bit " + bit + " of " + begin + " made another result");
                }
            } catch (UnreadableObjectException e) {
                assertThat(e).hasMessageStartingWith("the object " + begin + "flipped of the archive ");
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(tries / 2);
    }
}
