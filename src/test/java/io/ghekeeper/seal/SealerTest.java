package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.OnDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    private static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    private static final String PACK = NETWORK + "/4.git/objects/pack/pack-1.pack";
    private static final String OTHER = "repositories/5/nw/5f/f1/2e/9/9.git/HEAD";
    private static final int LARGE = 3 << 20;

    @TempDir(factory = OnDisk.class)
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, PACK, "a pack");
        box.file(FIRST, OTHER, "ref: refs/heads/main\n");
        box.file(FIRST, "pages/1a/site", "<html>");
    }

    @Test
    void aSealHasEachEntryWithTheDigestOfItsContent() throws IOException {
        Files.createSymbolicLink(box.snapshot(FIRST).resolve("pages/1a/link"), Path.of("../nowhere"));
        Files.setLastModifiedTime(
                box.snapshot(FIRST).resolve("version"), FileTime.from(Instant.ofEpochSecond(7, 12_345_678)));

        SealedSnapshot sealed = box.seal(FIRST);

        Map<String, SealEntry> entries = box.entries(FIRST);
        assertThat(entries)
                .containsOnlyKeys(
                        ".",
                        "version",
                        "pages",
                        "pages/1a",
                        "pages/1a/site",
                        "pages/1a/link",
                        "repositories",
                        "repositories/5",
                        "repositories/5/nw",
                        "repositories/5/nw/5f",
                        "repositories/5/nw/5f/f1",
                        "repositories/5/nw/5f/f1/2d",
                        NETWORK,
                        NETWORK + "/4.git",
                        NETWORK + "/4.git/objects",
                        NETWORK + "/4.git/objects/pack",
                        PACK,
                        "repositories/5/nw/5f/f1/2e",
                        "repositories/5/nw/5f/f1/2e/9",
                        "repositories/5/nw/5f/f1/2e/9/9.git",
                        OTHER);
        assertThat(entries.get(PACK).digest().map(HexFormat.of()::formatHex)).contains(sha256("a pack"));
        assertThat(entries.get("pages/1a/link").facts().target()).contains("../nowhere");
        assertThat(entries.get("version").facts().modified()).isEqualTo(Instant.ofEpochSecond(7, 12_345_678));
        assertThat(sealed)
                .extracting(SealedSnapshot::files, SealedSnapshot::links, SealedSnapshot::folders)
                .containsExactly(4L, 1L, 16L);
        assertThat(sealed.bytes()).isEqualTo(8 + 6 + 21 + 6);
    }

    @Test
    void aUnitIsANetworkOrAFolderOfTheSecondLevel() throws IOException {
        box.seal(FIRST);

        assertThat(box.units(FIRST))
                .containsOnlyKeys(
                        ".",
                        "pages/1a",
                        "repositories/5",
                        "repositories/5/nw/5f",
                        NETWORK,
                        "repositories/5/nw/5f/f1/2e/9");
    }

    @Test
    void filesThatASealedSnapshotHoldsAreNotReadAgain() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        box.file(SECOND, "new", "12345");

        box.seal(SECOND);

        assertThat(box.bytesRead()).isEqualTo(5);
        assertThat(box.entries(SECOND).get(PACK).digest().map(HexFormat.of()::formatHex))
                .contains(sha256("a pack"));
    }

    @Test
    void anUnchangedUnitIsNotWrittenAgain() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        Files.writeString(box.snapshot(SECOND).resolve("pages/1a/new"), "new");
        List<Path> before = lists();

        SealedSnapshot sealed = box.seal(SECOND);

        assertThat(box.units(SECOND).get(NETWORK)).isEqualTo(box.units(FIRST).get(NETWORK));
        assertThat(box.units(SECOND).get("pages/1a"))
                .isNotEqualTo(box.units(FIRST).get("pages/1a"));
        assertThat(lists()).hasSize(before.size() + 2).containsAll(before);
        assertThat(sealed.units()).isEqualTo(6);
        assertThat(sealed.newUnits()).isEqualTo(1);
    }

    @Test
    void aNumberOfAnInodeThatWasFreedAndUsedAgainIsNotTrusted() throws IOException {
        Path pack = box.snapshot(FIRST).resolve(PACK);
        FileTime time = Files.getLastModifiedTime(pack);
        box.share(FIRST, SECOND);
        box.seal(FIRST);
        Object inode = Files.getAttribute(pack, "unix:ino");
        Files.delete(pack);
        Files.delete(box.snapshot(SECOND).resolve(PACK));
        Path again = fileWithInode(inode, pack.getParent(), box.snapshot(SECOND).resolve(PACK));
        Files.setLastModifiedTime(again, time);
        Files.createLink(volume.resolve("another name"), again);
        Files.setLastModifiedTime(again, time);

        box.seal(SECOND);

        assertThat(box.entries(SECOND).get(PACK).digest().map(HexFormat.of()::formatHex))
                .contains(sha256("b pack"));
    }

    /** The file system gives numbers out again when it likes. */
    private static Path fileWithInode(Object inode, Path folder, Path file) throws IOException {
        for (int i = 0; i < 2000; i++) {
            Path one = Files.writeString(folder.resolve("n" + i), "b pack");
            if (Files.getAttribute(one, "unix:ino").equals(inode)) {
                return Files.move(one, file);
            }
        }
        assumeTrue(false, "this file system did not use the inode again");
        throw new AssertionError();
    }

    @Test
    void aFileThatWasReplacedUnderItsNameIsRead() throws IOException {
        Path pack = box.snapshot(FIRST).resolve(PACK);
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        Path another = Files.writeString(volume.resolve("another"), "b pack");
        Files.setLastModifiedTime(another, Files.getLastModifiedTime(pack));
        Files.delete(box.snapshot(SECOND).resolve(PACK));
        Files.move(another, box.snapshot(SECOND).resolve(PACK));

        box.seal(SECOND);

        assertThat(box.entries(SECOND).get(PACK).digest().map(HexFormat.of()::formatHex))
                .contains(sha256("b pack"));
    }

    @Test
    void aFileThatWasWrittenInPlaceIsRead() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        Files.writeString(box.snapshot(SECOND).resolve(PACK), "c pack");

        box.seal(SECOND);

        assertThat(box.bytesRead()).isEqualTo(6);
        assertThat(box.entries(SECOND).get(PACK).digest().map(HexFormat.of()::formatHex))
                .contains(sha256("c pack"));
    }

    @Test
    void nothingIsTrustedOnAnotherFileSystem() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        // All files of a copy have other inodes, and so does the one that says which file system it is.
        Path marker = box.state.resolve("seals/file-system");
        Path copy = Files.copy(marker, volume.resolve("copy"));
        Files.delete(marker);
        Files.writeString(volume.resolve("takes the number"), "");
        Files.move(copy, marker);

        SealedSnapshot sealed = box.seal(SECOND);

        assertThat(box.bytesRead()).isEqualTo(sealed.bytes());
    }

    @Test
    void theListsOfUnitsAreTheSameOnAnotherVolume() throws IOException {
        box.seal(FIRST);
        SealBox other = new SealBox(volume.resolve("other"));
        Tool.run("cp", "-a", box.snapshot(FIRST).toString(), other.data.toString());

        other.seal(FIRST);

        assertThat(other.units(FIRST)).isEqualTo(box.units(FIRST));
    }

    @Test
    void aHardLinkWithinTheSnapshotIsReadOnce() throws IOException {
        Path large = Files.write(box.snapshot(FIRST).resolve("large"), new byte[LARGE]);
        Files.createLink(box.snapshot(FIRST).resolve("pages/1a/same"), large);

        box.seal(FIRST);

        assertThat(box.bytesRead()).isLessThan(LARGE + 100);
        assertThat(box.entries(FIRST).get("pages/1a/same").digest().get())
                .isEqualTo(box.entries(FIRST).get("large").digest().get());
    }

    @Test
    void aFileThatChangesWhileItIsReadFailsTheSealWithItsName() throws IOException {
        Path large = Files.write(box.snapshot(FIRST).resolve("large"), new byte[LARGE]);
        AtomicBoolean written = new AtomicBoolean();

        assertFails(FIRST, bytes -> {
            if (bytes > 100 && written.compareAndSet(false, true)) {
                write(large, new byte[] {1}, StandardOpenOption.WRITE);
            }
        });
    }

    @Test
    void aFileThatVanishesWhileItIsReadFailsTheSealWithItsName() throws IOException {
        Path large = Files.write(box.snapshot(FIRST).resolve("large"), new byte[LARGE]);

        assertFails(FIRST, bytes -> {
            if (bytes > 100) {
                delete(large);
            }
        });
    }

    @Test
    void aFileThatGrowsWhileItIsReadFailsTheSealWithItsName() throws IOException {
        Path large = Files.write(box.snapshot(FIRST).resolve("large"), new byte[LARGE]);

        assertFails(FIRST, bytes -> {
            if (bytes > 100) {
                write(large, new byte[] {1}, StandardOpenOption.APPEND);
            }
        });
    }

    private void assertFails(String id, SealBox.Reading reading) throws IOException {
        Failure failure = catchThrowableOfType(Failure.class, () -> box.seal(id, new LocalDisk(), reading));
        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_FAILED);
        assertThat(failure).hasMessageContaining(id + ": large: ");
        assertThat(box.files().sealed()).isEmpty();
    }

    @Test
    void aNameThatComesWhileAFileIsReadDoesNotFailTheSeal() throws IOException {
        Path large = Files.write(box.snapshot(FIRST).resolve("large"), new byte[LARGE]);
        Files.createDirectory(box.snapshot(SECOND));
        AtomicBoolean linked = new AtomicBoolean();

        box.seal(FIRST, new LocalDisk(), bytes -> {
            if (bytes > 100 && linked.compareAndSet(false, true)) {
                link(box.snapshot(SECOND).resolve("large"), large);
            }
        });

        assertThat(linked).isTrue();
        assertThat(box.entries(FIRST)).containsKey("large");
    }

    @Test
    void aSealThatIsEndedLeavesNone() throws IOException {
        Failure end = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");

        assertThatThrownBy(() -> box.seal(FIRST, new LocalDisk(), bytes -> {
                    throw end;
                }))
                .isSameAs(end);
        assertThat(box.files().sealed()).isEmpty();
    }

    @Test
    void aSealThatWasCutOffGoesOnWhereItEnded() throws IOException {
        for (int i = 100; i < 240; i++) {
            box.file(FIRST, "storage/" + i + "/object", "0123456789");
        }
        long all = 140 * 10 + 8 + 6 + 21 + 6;
        // Its root cannot be written: the end of a seal is cut off.
        Path root = Files.createDirectories(box.files().root(FIRST));
        Files.createFile(root.resolve("in the way"));
        assertThatThrownBy(() -> box.seal(FIRST)).isInstanceOf(Failure.class);
        assertThat(box.bytesRead()).isEqualTo(all);
        Tool.run("rm", "-r", root.toString());
        Files.writeString(box.snapshot(FIRST).resolve("storage/150/object"), "9876543210");

        box.seal(FIRST);

        assertThat(box.bytesRead()).isLessThan(100);
        assertThat(box.entries(FIRST).get("storage/150/object").digest().map(HexFormat.of()::formatHex))
                .contains(sha256("9876543210"));
        assertThat(box.entries(FIRST)).hasSize(20 + 281);
    }

    @Test
    void aListThatIsDamagedIsNotTrustedAndIsWrittenAgain() throws IOException {
        box.seal(FIRST);
        box.share(FIRST, SECOND);
        Path list = box.files().units().file(box.units(FIRST).get(NETWORK));
        byte[] content = Files.readAllBytes(list);
        content[content.length / 2] ^= 1;
        Files.write(list, content);

        box.seal(SECOND);

        assertThat(box.bytesRead()).isEqualTo(6);
        assertThat(box.entries(SECOND)).containsKey(PACK);
        assertThat(box.entries(FIRST)).containsKey(PACK);
    }

    @Test
    void aSealThatFailsAtAnyOperationIsWholeOrNotThere() throws IOException {
        Tool.run("rm", "-r", box.snapshot(FIRST).toString());
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, "pages/1a/site", "<html>");
        FaultyDisk counting = FaultyDisk.sound();
        box.seal(FIRST, counting, bytes -> {});
        Map<String, SealEntry> whole = box.entries(FIRST);
        assertThat(counting.operations()).isGreaterThan(20);
        for (int n : KillPoints.of(counting.operations(), 3).toArray()) {
            Tool.run("rm", "-rf", box.state.resolve("seals").toString());
            FaultyDisk disk = FaultyDisk.failingFrom(n);
            Failure failure = catchThrowableOfType(Failure.class, () -> box.seal(FIRST, disk, bytes -> {}));

            assertThat(failure).as("operation " + n).isNotNull();
            if (box.files().sealed().contains(FIRST)) {
                assertThat(box.entries(FIRST)).as("operation " + n).containsOnlyKeys(whole.keySet());
            }
            box.seal(FIRST);
            assertThat(box.entries(FIRST)).as("after operation " + n).containsOnlyKeys(whole.keySet());
            try (Stream<Path> files = Files.walk(box.state)) {
                assertThat(files)
                        .as("after operation " + n)
                        .noneMatch(file -> file.toString().matches(".*\\.(new|old)"));
            }
        }
    }

    private List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.walk(box.state.resolve("seals"))) {
            return files.filter(file -> file.toString().endsWith(".zst")).toList();
        }
    }

    private static String sha256(String content) {
        return HexFormat.of().formatHex(Sha256.digest().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(Path file, byte[] bytes, StandardOpenOption how) {
        try {
            Files.write(file, bytes, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path file) {
        try {
            Files.createLink(link, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
