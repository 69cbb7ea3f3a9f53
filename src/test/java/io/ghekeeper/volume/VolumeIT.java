package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.ShortCommand;
import io.ghekeeper.volume.VolumeSettings.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real file systems; only root can mount them. */
@Tag("core")
class VolumeIT {
    private static final ShortCommand COMMAND = new ShortCommand(Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    private Path point;
    private boolean mounted;

    @BeforeEach
    void asRoot() throws IOException {
        assumeThat(COMMAND.ask(List.of("id", "-u"))).as("only root can mount").isEqualTo("0");
        point = Files.createDirectory(folder.resolve("data"));
    }

    @AfterEach
    void unmount() throws IOException {
        if (mounted) {
            COMMAND.ask(List.of("umount", point.toString()));
        }
    }

    private void mount(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        command.add(point.toString());
        COMMAND.ask(command);
        mounted = true;
    }

    private Volume volume() {
        return new Volume(new VolumeSettings(point, Mount.REQUIRED), new LocalDisk(), Map.of());
    }

    @Test
    void aMountedVolumeReportsItsRoom() throws IOException {
        mount("-t", "tmpfs", "-o", "size=8m,nr_inodes=100", "none");

        assertThat(volume().mount()).isEqualTo(new MountPoint(point.toRealPath(), "tmpfs", false));
        assertThat(volume().requireMounted()).isEmpty();
        assertThat(volume().room()).isEqualTo(new DiskSpace(8 << 20, 8 << 20, 100, 99));
        volume().requireLinks();
        assertThat(point).isEmptyDirectory();
    }

    @Test
    void aFileSystemWithoutAFixedNumberOfInodesHasNoLimitOfThem() throws IOException {
        assumeThat(mkfs("mkfs.btrfs", 128 << 20, "-q")).as("no mkfs.btrfs here").isTrue();
        mount("-o", "loop", folder.resolve("image").toString());

        assertThat(volume().room().hasInodes(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void whatIsReservedForRootIsNotFree() throws IOException {
        assumeThat(mkfs("mkfs.ext4", 32 << 20, "-q", "-F", "-m", "50"))
                .as("no mkfs.ext4 here")
                .isTrue();
        mount("-o", "loop", folder.resolve("image").toString());

        assertThat(volume().room().freeBytes())
                .isLessThan(Files.getFileStore(point).getUnallocatedSpace());
    }

    @Test
    void aFailureOnAFullVolumeIsNamedByThatAndOnOneWithRoomIsNot() throws IOException {
        mount("-t", "tmpfs", "-o", "size=8m", "none");
        Failure engines = new Failure(FailureKind.ENGINE_STEPS_FAILED, "these steps failed: pages", "Read the log.");
        assertThat(volume().exact(engines)).isSameAs(engines);

        Files.write(point.resolve("all"), new byte[8 << 20]);

        assertThat(volume().exact(engines).kind()).isEqualTo(FailureKind.VOLUME_FULL);
        assertThat(volume().exact(engines)).hasMessageContaining("these steps failed: pages");
        assertThat(volume().condition().word()).isEqualTo("full");
    }

    @Test
    void outOfInodesIsDistinguishedFromFull() throws IOException {
        mount("-t", "tmpfs", "-o", "size=8m,nr_inodes=3", "none");
        Files.createFile(point.resolve("1"));
        Files.createFile(point.resolve("2"));

        assertRefused(volume()::requireLinks, FailureKind.VOLUME_OUT_OF_INODES, "no inode is left");
        Failure engines = new Failure(FailureKind.VOLUME_FULL, "the volume is full", "Free space.");
        assertThat(volume().exact(engines).kind()).isEqualTo(FailureKind.VOLUME_OUT_OF_INODES);
    }

    @Test
    void aFullVolumeIsFull() throws IOException {
        mount("-t", "tmpfs", "-o", "size=64k", "none");
        Files.write(point.resolve("all"), new byte[64 << 10]);

        assertRefused(volume()::requireLinks, FailureKind.VOLUME_FULL, "No space left");
        Failure engines = new Failure(FailureKind.VOLUME_FULL, "the volume is full", "Free space.");
        assertThat(volume().exact(engines)).isSameAs(engines);
    }

    @Test
    void aReadOnlyVolumeIsUnusable() throws IOException {
        mount("-t", "tmpfs", "none");
        COMMAND.ask(List.of("mount", "-o", "remount,ro", point.toString()));

        assertRefused(volume()::requireMounted, FailureKind.VOLUME_UNUSABLE, "read-only");
        assertRefused(volume()::requireLinks, FailureKind.VOLUME_UNUSABLE, "Read-only file system");
    }

    @Test
    void aFileSystemWithoutLinksIsRefused() throws IOException {
        assumeThat(Files.readString(Path.of("/proc/filesystems")))
                .as("this kernel has no vfat")
                .contains("vfat");
        assumeThat(mkfs("mkfs.vfat", 8 << 20)).as("no mkfs.vfat here").isTrue();
        mount("-o", "loop", folder.resolve("image").toString());

        assertRefused(volume()::requireLinks, FailureKind.LINKS_UNSUPPORTED, "hard links do not work");
        assertRefused(volume()::requireLinks, FailureKind.LINKS_UNSUPPORTED, "(vfat)");
    }

    private boolean mkfs(String program, int bytes, String... options) throws IOException {
        Path image = folder.resolve("image");
        COMMAND.ask(List.of("truncate", "-s", Integer.toString(bytes), image.toString()));
        List<String> command = new ArrayList<>(List.of("env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin", program));
        command.addAll(List.of(options));
        command.add(image.toString());
        try {
            COMMAND.ask(command);
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    private static void assertRefused(ThrowingCallable call, FailureKind kind, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind))
                .hasMessageContaining(words);
    }
}
