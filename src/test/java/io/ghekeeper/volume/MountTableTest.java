package io.ghekeeper.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Over what /proc/self/mountinfo looks like in the places where ghe-keeper runs. */
class MountTableTest {
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

    private static MountPoint holding(String mountinfo, String path) {
        return MountTable.parse(mountinfo).holding(Path.of(path)).orElseThrow();
    }
}
