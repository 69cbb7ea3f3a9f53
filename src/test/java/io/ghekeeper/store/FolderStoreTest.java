package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest extends LockingStoreContract {
    @TempDir
    private Path folder;

    @Override
    ObjectStore store() {
        return on(new LocalDisk());
    }

    @Override
    ObjectStore failingAt(int n) {
        return on(FaultyDisk.failingOnce(n));
    }

    private ObjectStore on(Disk disk) {
        return new FolderStore(folder, disk, Clock.systemUTC());
    }

    @Override
    String named(ObjectKey key) {
        return folder.resolve(key.text()).toString();
    }

    @Override
    void plantForeign() throws IOException {
        Files.writeString(folder.resolve(".half.new"), "half");
        Files.writeString(folder.resolve("of another\nprogram"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    }

    private static final String LEFT = ".0b9f7f3c-6d53-4a0f-9f0e-3f0c2b1d4e5f.new";

    private Path planted(String name, Duration age) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "half");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void removesWhatKilledPutsLeftMoreThanADayAgoAndNothingElse() throws IOException {
        Duration old = Duration.ofDays(1).plusMinutes(1);
        Path left = planted("packs/ab/" + LEFT, old);
        Path above = planted(LEFT, old);
        List<Path> others = List.of(
                planted("lost+found/" + LEFT, old),
                planted("packs/cd/" + LEFT, Duration.ofHours(23)),
                planted("packs/ab/.half.new", old),
                planted("packs/ab/" + LEFT.substring(1), old),
                planted(".hidden/" + LEFT, old),
                planted("packs/ab/object", old));
        Path link = Files.createSymbolicLink(folder.resolve(LEFT.replace("0b9f", "1b9f")), planted("target", old));

        assertThat(removeUnfinished()).isEqualTo(2);

        assertThat(left).doesNotExist();
        assertThat(above).doesNotExist();
        assertThat(others).allSatisfy(file -> assertThat(file).exists());
        assertThat(link).exists();
        assertThat(removeUnfinished()).isZero();
    }

    private int removeUnfinished() {
        return removeUnfinished(store());
    }

    private static int removeUnfinished(ObjectStore store) {
        return store.removeUnfinished(List.of("packs", "units"), () -> {});
    }

    @Test
    void anUnfinishedFileThatCannotBeRemovedKeepsNoOther() throws IOException {
        Duration old = Duration.ofDays(2);
        List<Path> left = List.of(planted("packs/ab/" + LEFT, old), planted("units/" + LEFT, old));

        // The third operation, after what is made to know the time.
        assertThatThrownBy(() -> removeUnfinished(failingAt(3)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("removing unfinished files of " + folder.resolve("packs/ab"));

        assertThat(left.get(0)).exists();
        assertThat(left.get(1)).doesNotExist();
    }

    @Test
    void theAgeOfAnUnfinishedFileIsByTheClockOfItsFolder() throws IOException {
        Path young = planted("packs/ab/" + LEFT, Duration.ofHours(1));

        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        assertThat(removeUnfinished(new FolderStore(folder, new LocalDisk(), ahead)))
                .isZero();

        assertThat(young).exists();
    }

    @Test
    void whatEndsTheRunEndsTheSearchForUnfinishedFiles() {
        assertThatThrownBy(() -> store().removeUnfinished(List.of("packs"), () -> {
                    throw new IllegalStateException("cancelled");
                }))
                .hasMessage("cancelled");
    }

    /** Its process may have been stopped for longer than a day. */
    @ParameterizedTest
    @ValueSource(ints = {3, 2})
    void aPutWhoseUnfinishedFileIsRemovedMakesNoObject(int left) throws IOException {
        byte[] bytes = new byte[3 << 20];
        ObjectKey key = new ObjectKey("packs/ab/object");
        ObjectContent content = new ObjectContent(
                bytes.length,
                Sha256.digest().digest(bytes),
                () -> new FilterInputStream(new ByteArrayInputStream(bytes)) {
                    @Override
                    public int read(byte[] to, int offset, int length) throws IOException {
                        if (in.available() == left << 20) { // no piece is written, or the first one
                            removeHidden();
                        }
                        return super.read(to, offset, length);
                    }
                });

        assertThatThrownBy(() -> store().putIfAbsent(key, content))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("putting " + folder.resolve("packs/ab/object") + " failed");

        assertThat(store().find(key)).isEmpty();
        try (Stream<Path> files = Files.list(folder.resolve("packs/ab"))) {
            assertThat(files).isEmpty();
        }
    }

    private void removeHidden() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("packs/ab"), ".*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
