package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Mount;
import io.ghekeeper.lab.OnDisk;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a block snapshot holds: what was synced. A file system in a file is the volume, and a copy of the file is what a volume made
 * of the snapshot would be. {@link VolumeSnapshotIT} holds the run to it.
 */
class SyncedSnapshotIT {
    private static final int FILES = 201;
    private static final String MEBIBYTES = "400";

    @TempDir(factory = OnDisk.class)
    private Path folder;

    private Path image;
    private Path copy;
    private Path volume;
    private Path restored;

    @BeforeEach
    void begin() throws IOException {
        Assumptions.assumeTrue(Mount.possible(), "only root mounts");
        Tool.run("chmod", "0755", folder.toString());
        image = folder.resolve("image");
        copy = folder.resolve("copy");
        volume = Files.createDirectory(folder.resolve("volume"));
        restored = Files.createDirectory(folder.resolve("restored"));
    }

    @AfterEach
    void end() {
        if (restored == null) {
            return;
        }
        for (Path mounted : new Path[] {restored, volume}) {
            Tool.run("bash", "-c", "umount -l \"$0\" 2>/dev/null || true", mounted.toString());
        }
    }

    private void mount(String fileSystem) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/mkfs." + fileSystem)), "mkfs." + fileSystem + " is not here");
        Tool.run("truncate", "-s", MEBIBYTES + "m", image.toString());
        Tool.run("mkfs." + fileSystem, "-q", image.toString());
        Tool.run("mount", "-o", "loop", image.toString(), volume.toString());
        Tool.run("chown", "999:999", volume.toString());
    }

    /** As user 999: no right of root has a part in it. */
    private void write() {
        Tool.run(
                "setpriv",
                "--reuid=999",
                "--regid=999",
                "--clear-groups",
                "bash",
                "-c",
                "mkdir \"$0/data\" && for n in $(seq " + FILES + "); do echo \"content $n\" > \"$0/data/$n\"; done",
                volume.toString());
    }

    /** Of XFS, the mount replays the log. */
    private long inTheCopy() {
        Tool.run("mount", "-o", "loop" + (isXfs() ? ",nouuid" : ""), copy.toString(), restored.toString());
        return Long.parseLong(
                Tool.run("bash", "-c", "cd \"$0\" && grep -ls content data/* 2>/dev/null | wc -l", restored.toString())
                        .strip());
    }

    private void copyTheImage() {
        Tool.run("cp", "--sparse=always", image.toString(), copy.toString());
    }

    private boolean isXfs() {
        return Tool.run("blkid", "-o", "value", "-s", "TYPE", image.toString())
                .strip()
                .equals("xfs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void allThatWasWrittenIsInTheSnapshot(String fileSystem) throws IOException {
        mount(fileSystem);
        write();

        Tool.run(
                "setpriv",
                "--reuid=999",
                "--regid=999",
                "--clear-groups",
                "sync",
                "-f",
                volume.resolve("data").toString());
        copyTheImage();

        assertThat(inTheCopy()).isEqualTo(FILES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void whatWasNotSyncedIsNotInIt(String fileSystem) throws IOException {
        mount(fileSystem);
        write();

        copyTheImage();

        assertThat(inTheCopy()).isZero();
    }
}
