package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over what /proc/self/mountinfo looks like in the places where ghe-keeper runs. */
class MountTableTest {
    private static final Path DATA = Path.of("/data/ghe-production-data");

    private static final String DOCKER = """
            1045 941 0:52 / / rw,relatime master:301 - overlay overlay rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w
            1046 1045 0:55 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
            1047 1045 0:56 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755
            1053 1045 259:1 /var/lib/docker/containers/4f/hosts /etc/hosts rw,relatime - ext4 /dev/nvme0n1p1 rw,discard
            """;

    private static final String POD = """
            2211 1790 0:310 / / rw,relatime - overlay overlay rw,lowerdir=/l/A,upperdir=/u,workdir=/w
            2220 2211 259:3 / /data rw,relatime - ext4 /dev/nvme1n1 rw,seclabel
            2221 2211 0:300 / /run/ghe-keeper rw,relatime - tmpfs tmpfs rw,size=1048576k
            2222 2211 0:299 / /meta/ghe-backup-secret ro,relatime - tmpfs tmpfs rw,size=1048576k
            """;

    private static final String HOST = """
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard
            30 27 254:16 / /mnt/backup rw,noatime shared:12 - xfs /dev/vdb rw,inode64
            31 27 254:16 /github /data rw,noatime shared:12 - xfs /dev/vdb rw,inode64
            32 27 0:60 / /srv/with\\040blank\\134and\\011tab rw - nfs4 nas:/export ro,vers=4.2
            """;

    /** Docker's own files of the container, as Taupage's Docker and most others keep them on the host's root disk. */
    private static final String DOCKERS_OWN = DOCKER + """
            1051 1045 259:1 /var/lib/docker/containers/4f/resolv.conf /etc/resolv.conf rw - ext4 /dev/nvme0n1p1 rw
            1052 1045 259:1 /var/lib/docker/containers/4f/hostname /etc/hostname rw - ext4 /dev/nvme0n1p1 rw
            1054 1045 0:24 / /run rw,relatime - tmpfs tmpfs rw,size=16384k
            """;

    private static final String KUBELETS_OWN = """
            2211 1790 0:310 / / ro,relatime - overlay overlay rw,lowerdir=/l/A,upperdir=/u,workdir=/w
            2230 2211 259:1 /var/lib/kubelet/pods/7c1e/etc-hosts /etc/hosts rw - xfs /dev/nvme0n1p1 rw
            2231 2211 259:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/9a/hostname /etc/hostname rw - xfs /dev/nvme0n1p1 rw
            2232 2211 259:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/9a/resolv.conf /etc/resolv.conf rw - xfs /dev/nvme0n1p1 rw
            2233 2211 259:1 /var/lib/kubelet/pods/7c1e/containers/main/1f /dev/termination-log rw - xfs /dev/nvme0n1p1 rw
            """;

    private static final String PODMANS_OWN = """
            601 500 0:77 / / rw,relatime - overlay overlay rw,lowerdir=/l/A,upperdir=/u,workdir=/w
            612 601 0:25 /containers/storage/overlay-containers/5d/userdata/hosts /etc/hosts rw,nosuid,nodev - tmpfs tmpfs rw
            613 601 0:25 /containers/storage/overlay-containers/5d/userdata/hostname /etc/hostname rw,nosuid,nodev - tmpfs tmpfs rw
            """;

    @Test
    void withoutAVolumeAContainersDataIsOnItsOwnLayer() {
        assertThat(holding(DOCKER, "/data/ghe-production-data"))
                .isEqualTo(new MountPoint(Path.of("/"), "overlay", false));
    }

    @Test
    void aPodsVolumeIsFoundAboveItsDirectories() {
        assertThat(holding(POD, "/data/ghe-production-data"))
                .isEqualTo(new MountPoint(Path.of("/data"), "ext4", false));
        assertThat(holding(POD, "/data")).hasToString("/data (ext4)");
    }

    @Test
    void aNameThatOnlyBeginsLikeAMountPointIsNotOnIt() {
        assertThat(holding(POD, "/data2/x").isRoot()).isTrue();
    }

    @Test
    void aBindMountIsAMountPointOfItsOwn() {
        assertThat(holding(HOST, "/data/ghe-production-data"))
                .isEqualTo(new MountPoint(Path.of("/data"), "xfs", false));
        assertThat(holding(HOST, "/mnt/backup/x").path()).isEqualTo(Path.of("/mnt/backup"));
    }

    @Test
    void aMachinesRootIsItsRoot() {
        assertThat(holding(HOST, "/var/lib")).hasToString("/ (ext4)");
    }

    @Test
    void readOnlyIsSeenOfTheMountAndOfTheFileSystem() {
        assertThat(holding(POD, "/meta/ghe-backup-secret/x").readOnly()).isTrue();
        assertThat(holding(HOST, "/srv/with blank\\and\ttab/x"))
                .isEqualTo(new MountPoint(Path.of("/srv/with blank\\and\ttab"), "nfs4", true));
    }

    @Test
    void ofTwoOnOnePointTheLaterCoversTheFirst() {
        String twice = HOST + "40 27 0:70 / /mnt/backup ro - tmpfs tmpfs rw\n";

        assertThat(holding(twice, "/mnt/backup/x").type()).isEqualTo("tmpfs");
    }

    @Test
    void linesOfAnotherFormArePassedOver() {
        assertThat(MountTable.parse("\nnonsense\n1 2 3 - \n1 2 3 / /x rw - \n").holding(Path.of("/x")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/mounts/data, Taupage without its volume",
        "/var/lib/docker/volumes/ghe/_data, a named volume of Docker",
        "/srv/with\\040blank, a bound directory"
    })
    void underDockerADirectoryOfTheHostsOwnDiskIsNoVolume(String directory, String what) {
        String mountinfo =
                DOCKERS_OWN + "1060 1045 259:1 " + directory + " /data rw,relatime - ext4 /dev/nvme0n1p1 rw,discard\n";

        assertThat(hostDirectory(mountinfo)).as(what).hasToString(directory.replace("\\040", " "));
    }

    @ParameterizedTest
    @CsvSource({
        "/var/lib/kubelet/pods/7c1e/volumes/kubernetes.io~empty-dir/data, an emptyDir",
        "/opt/ghe, a hostPath",
        "/var/lib/rancher/k3s/storage/pvc-1, a directory that a storage class made on the node"
    })
    void inAPodADirectoryOfTheNodesOwnDiskIsNoVolume(String directory, String what) {
        String mountinfo = KUBELETS_OWN + "2240 2211 259:1 " + directory + " /data rw - xfs /dev/nvme0n1p1 rw\n";

        assertThat(hostDirectory(mountinfo)).as(what).hasToString(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "259:3 / /data rw,relatime - ext4 /dev/nvme1n1 rw",
                "202:80 / /data rw,relatime - ext4 /dev/xvdf rw",
                "259:3 /github /data rw,relatime - ext4 /dev/nvme1n1 rw",
                "259:3 /github /data/ghe-production-data rw,relatime - ext4 /dev/nvme1n1 rw",
                "0:91 / /data rw,relatime - nfs4 10.0.0.9:/backups rw",
                "0:24 /x /data rw,relatime - tmpfs tmpfs rw"
            })
    void anotherDiskIsAVolumeWholeOrInPart(String mount) {
        assertThat(MountTable.parse(DOCKERS_OWN + "1060 1045 " + mount + "\n").hostDirectory(DATA))
                .isEmpty();
        assertThat(MountTable.parse(KUBELETS_OWN + "2240 2211 " + mount + "\n").hostDirectory(DATA))
                .isEmpty();
    }

    /** Then Docker keeps its files on the volume, and not the volume on Docker's disk. */
    @Test
    void aWholeDiskIsAVolumeEvenWhereTheRuntimeKeepsItsFilesOnIt() {
        assertThat(MountTable.parse(DOCKERS_OWN + "1060 1045 259:1 / /data rw - ext4 /dev/nvme0n1p1 rw\n")
                        .hostDirectory(DATA))
                .isEmpty();
    }

    /** podman keeps them in memory, so that they name no disk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "254:0 /srv/ghe /data rw,relatime - ext4 /dev/vda rw",
                "0:25 /somewhere /data rw,relatime - tmpfs tmpfs rw",
                "259:3 / /data rw,relatime - ext4 /dev/nvme1n1 rw"
            })
    void nothingIsConcludedFromFilesInMemory(String mount) {
        assertThat(MountTable.parse(PODMANS_OWN + "620 601 " + mount + "\n").hostDirectory(DATA))
                .isEmpty();
    }

    /** Kata's virtiofs shows every disk of the node as one file system, and btrfs its subvolumes. */
    @ParameterizedTest
    @ValueSource(strings = {"virtiofs kataShared", "btrfs /dev/sda2", "9p share"})
    void nothingIsConcludedFromWhatIsNoBlockDevice(String fileSystem) {
        String mountinfo = "10 1 0:33 /passthrough/5d-hosts /etc/hosts rw - " + fileSystem + " rw\n"
                + "11 1 0:33 /passthrough/5d-data /data rw - " + fileSystem + " rw\n";

        assertThat(MountTable.parse(mountinfo).hostDirectory(DATA)).isEmpty();
    }

    @Test
    void onAMachineWithoutContainersNothingIsConcluded() {
        assertThat(MountTable.parse(HOST).hostDirectory(DATA)).isEmpty();
    }

    private static Path hostDirectory(String mountinfo) {
        return MountTable.parse(mountinfo).hostDirectory(DATA).orElseThrow();
    }

    private static MountPoint holding(String mountinfo, String path) {
        return MountTable.parse(mountinfo).holding(Path.of(path)).orElseThrow();
    }
}
