package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.VolumeSettings.Mount;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeTest {
    private static final String HARD = "link";
    private static final String SYMBOLIC = "symbolicLink";
    private static final Map<String, String> POD = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    @TempDir
    private Path folder;

    private Path root;
    private Path data;

    @BeforeEach
    void make() throws IOException {
        root = folder.resolve("root");
        data = folder.resolve("volume/ghe-production-data");
        Files.createDirectories(data);
        Files.createDirectories(root.resolve("proc/self"));
        Files.createDirectories(root.resolve("run"));
        mounted("/", "ext4", "rw");
    }

    private void mounted(String point, String type, String options) throws IOException {
        Path mountinfo = root.resolve("proc/self/mountinfo");
        String before = point.equals("/") ? "" : Files.readString(mountinfo);
        Files.writeString(
                mountinfo, before + "1 2 3:4 / " + point + " " + options + " - " + type + " source " + options + "\n");
    }

    /** Kernels from 6.15 on say the second of an ext4 that has met an error. */
    @ParameterizedTest
    @ValueSource(strings = {"ro", "rw,emergency_ro"})
    void aFailureOnAVolumeThatTurnedReadOnlyIsNamedByThat(String options) throws IOException {
        mounted(data.toRealPath().getParent().toString(), "ext4", options);
        Volume volume = volume(Mount.REQUIRED);

        Failure exact =
                volume.exact(new Failure(FailureKind.ENGINE_FAILED, "ghe-backup ended with 1", "Read the log."));

        assertThat(exact.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE);
        assertThat(exact).hasMessageContaining("is mounted read-only").hasMessageContaining("ghe-backup ended with 1");
        assertThat(volume.condition().word()).isEqualTo("read-only");
        assertThat(volume.condition(new DiskSpace(1 << 30, 1 << 29, 100, 50)).word())
                .isEqualTo("read-only");
        Failure ofTheKey = new Failure(FailureKind.KEY_REFUSED, "the key was refused", "Add it.");
        assertThat(volume.exact(ofTheKey)).isSameAs(ofTheKey);
    }

    @Test
    void theConditionGoesByTheRoomThatWasRead() {
        Volume volume = volume(Mount.ANY);

        assertThat(volume.condition(new DiskSpace(1 << 30, 1 << 29, 100, 50))).isEqualTo(Volume.Condition.WRITABLE);
        assertThat(volume.condition(new DiskSpace(1 << 30, 0, 100, 50))).isEqualTo(Volume.Condition.FULL);
        assertThat(volume.condition(new DiskSpace(1 << 30, 1 << 29, 100, 0))).isEqualTo(Volume.Condition.OUT_OF_INODES);
    }

    @Test
    void whereTheContainersLayerIsReadOnlyTheVolumeIsStillWhatIsMissing() throws IOException {
        mounted("/", "overlay", "ro");

        assertRefused(volume(Mount.DETECT), FailureKind.VOLUME_NOT_MOUNTED);
        assertRefused(volume(Mount.ANY), FailureKind.VOLUME_UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "aufs", "fuse-overlayfs", "fuse.fuse-overlayfs"})
    void aContainersOwnLayerIsRefused(String type) throws IOException {
        mounted("/", type, "rw");

        assertThatThrownBy(() -> volume(Mount.DETECT).requireMounted())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_NOT_MOUNTED);
                    assertThat(failure).hasMessageContaining(data + " is in the container's own layer");
                    assertThat(failure).hasMessageContaining("/ (" + type + ")");
                    assertThat(failure.hint()).contains("Mount the volume at " + data.getParent(), "data.mount to any");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {".dockerenv", "run/.containerenv"})
    void inAContainerTheRootIsRefusedWhateverItIs(String sign) throws IOException {
        Files.createFile(root.resolve(sign));

        assertRefused(volume(Mount.DETECT), FailureKind.VOLUME_NOT_MOUNTED);
    }

    @Test
    void inAPodTheRootIsRefusedWhateverItIs() {
        assertRefused(volume(Mount.DETECT, POD), FailureKind.VOLUME_NOT_MOUNTED);
    }

    @Test
    void aVolumeMountedInAPodIsWell() throws IOException {
        mounted("/", "overlay", "rw");
        mounted(data.toRealPath().getParent().toString(), "ext4", "rw");

        assertThat(volume(Mount.DETECT, POD).requireMounted()).isEmpty();
        assertThat(volume(Mount.REQUIRED, POD).requireMounted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mount.class,
            names = {"DETECT", "REQUIRED"})
    void aDirectoryOfTheHostsOwnDiskIsRefusedAndTheWaysOutAreNamed(Mount rule) throws IOException {
        boundFromTheHost();

        assertThatThrownBy(() -> volume(rule).requireMounted()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_NOT_MOUNTED);
            assertThat(failure).hasMessageContaining(data + " is on no volume, but on the host's own disk: ");
            assertThat(failure).hasMessageContaining("(ext4) is the directory /mounts/data of the disk");
            assertThat(failure.hint())
                    .contains("Attach the volume", "mkfs.ext4", "persistentVolumeClaim", "data.mount to any");
        });
    }

    @Test
    void theHostsOwnDiskIsTakenWhereThatIsSaid() throws IOException {
        boundFromTheHost();

        assertThat(volume(Mount.ANY).requireMounted()).isEmpty();
    }

    private void boundFromTheHost() throws IOException {
        mounted("/", "overlay", "rw");
        Path mountinfo = root.resolve("proc/self/mountinfo");
        Files.writeString(
                mountinfo,
                Files.readString(mountinfo)
                        + "2 1 259:1 /var/lib/docker/containers/4f/hosts /etc/hosts rw - ext4 /dev/xvda1 rw\n"
                        + "3 1 259:1 /mounts/data " + data.getParent().toRealPath() + " rw - ext4 /dev/xvda1 rw\n");
    }

    @Test
    void aMachinesRootIsDoubtedAndRefusedWhereAMountIsRequired() {
        assertThat(volume(Mount.DETECT).requireMounted())
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("the machine's root file system, / (ext4)"));
        assertRefused(volume(Mount.REQUIRED), FailureKind.VOLUME_NOT_MOUNTED);
    }

    @Test
    void anythingIsTakenWhereThatIsSaid() throws IOException {
        mounted("/", "overlay", "rw");

        assertThat(volume(Mount.ANY, POD).requireMounted()).isEmpty();
    }

    @Test
    void memoryIsDoubted() throws IOException {
        mounted(data.toRealPath().toString(), "tmpfs", "rw");

        assertThat(volume(Mount.DETECT).requireMounted())
                .hasValueSatisfying(doubt -> assertThat(doubt).contains("in memory"));
    }

    @Test
    void readOnlyIsRefusedWhateverIsSaid() throws IOException {
        mounted(data.toRealPath().getParent().toString(), "ext4", "ro");

        assertRefused(volume(Mount.ANY), FailureKind.VOLUME_UNUSABLE);
    }

    @Test
    void aDirectoryThatIsMadeLaterIsLookedForInItsParent() throws IOException {
        Files.delete(data);
        mounted(data.getParent().toRealPath().toString(), "ext4", "rw");

        assertThat(volume(Mount.REQUIRED).requireMounted()).isEmpty();
        Files.delete(data.getParent());
        assertThatThrownBy(() -> volume(Mount.ANY).requireMounted())
                .hasMessageContaining("there is no directory " + data + ", nor " + data.getParent());
    }

    @Test
    void aSymbolicLinkThatLeadsNowhereIsRefusedAndNeverTakenForWhatIsMadeLater() throws IOException {
        Files.delete(data);
        Files.createSymbolicLink(data, folder.resolve("gone"));

        assertThatThrownBy(() -> volume(Mount.ANY).requireMounted())
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.VOLUME_UNUSABLE))
                .hasMessage(data + " is no directory, but a symbolic link to " + folder.resolve("gone")
                        + ", which is not there or none");
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Files.delete(data);
        Files.createFile(data);

        assertThatThrownBy(() -> volume(Mount.ANY).requireMounted()).hasMessage(data + " is no directory");
    }

    @Test
    void aSymbolicLinkIsLookedForWhereItLeads() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/data"));
        Files.delete(data);
        Files.createSymbolicLink(data, elsewhere);
        mounted(data.getParent().toRealPath().toString(), "ext4", "rw");

        assertThat(volume(Mount.DETECT).mount().isRoot()).isTrue();
    }

    @Test
    void linksAreTriedAndLeaveNothing() {
        assertThatCode(volume(Mount.ANY)::requireLinks).doesNotThrowAnyException();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void whatAKilledProbeLeftIsRemovedAndWhatALiveOneMakesIsNot() throws IOException {
        Path dead = Files.createFile(data.resolve(".ghe-keeper-links-4194305-hard"));
        Path own = Files.createFile(
                data.resolve(".ghe-keeper-links-" + ProcessHandle.current().pid()));
        Path live = Files.createFile(data.resolve(".ghe-keeper-links-1"));

        volume(Mount.ANY).requireLinks();

        assertThat(dead).doesNotExist();
        assertThat(own).doesNotExist();
        assertThat(live).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "link, hard, Operation not permitted",
        "link, hard, Operation not supported",
        "symbolicLink, symbolic, Operation not permitted",
        "symbolicLink, symbolic, Function not implemented"
    })
    void aKindOfLinkThatDoesNotWorkIsNamed(String operation, String kind, String reason) {
        assertThatThrownBy(() -> failing(operation, reason).requireLinks())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.LINKS_UNSUPPORTED);
                    assertThat(failure).hasMessageContaining(kind + " links do not work in " + data + " on / (ext4)");
                    assertThat(failure.hint()).contains("ext4");
                });
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aHardLinkThatIsACopyIsNone() {
        Disk copying = disk(HARD, (link, existing) -> Files.copy(existing, link));

        assertRefused(
                new Volume(settings(Mount.ANY), copying, Map.of(), root)::requireLinks, FailureKind.LINKS_UNSUPPORTED);
    }

    @Test
    void aSymbolicLinkThatIsAFileIsNone() {
        Disk writing = disk(SYMBOLIC, (link, target) -> Files.createFile(link));

        assertRefused(
                new Volume(settings(Mount.ANY), writing, Map.of(), root)::requireLinks, FailureKind.LINKS_UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, VOLUME_FULL",
        "Disk quota exceeded, VOLUME_FULL",
        "Read-only file system, VOLUME_UNUSABLE",
        "Input/output error, VOLUME_UNUSABLE"
    })
    void whatSaysNothingOfLinksIsNoMatterOfLinks(String reason, FailureKind kind) {
        for (String operation : new String[] {"write", HARD, SYMBOLIC}) {
            assertRefused(failing(operation, reason)::requireLinks, kind);
        }
    }

    private static void assertRefused(Volume volume, FailureKind kind) {
        assertRefused(volume::requireMounted, kind);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, FailureKind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }

    private Volume volume(Mount mount) {
        return volume(mount, Map.of());
    }

    private Volume volume(Mount mount, Map<String, String> environment) {
        return new Volume(settings(mount), new LocalDisk(), environment, root);
    }

    private VolumeSettings settings(Mount mount) {
        return new VolumeSettings(data, mount);
    }

    private Volume failing(String operation, String reason) {
        Disk disk = disk(operation, (file, other) -> {
            throw new FileSystemException(file.toString(), null, reason);
        });
        return new Volume(settings(Mount.ANY), disk, Map.of(), root);
    }

    private interface Operation {
        void perform(Path first, Path second) throws IOException;
    }

    /** This machine's disk, but for one operation. */
    private static Disk disk(String operation, Operation instead) {
        LocalDisk local = new LocalDisk();
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(operation)) {
                        instead.perform((Path) arguments[0], arguments[1] instanceof Path second ? second : null);
                        return null;
                    }
                    try {
                        return method.invoke(local, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
