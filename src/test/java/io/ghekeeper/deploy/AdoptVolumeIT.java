package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that gives a volume to our user, run with no more than the Job gives it. */
class AdoptVolumeIT {
    private static final Path SCRIPT =
            Manifests.OVERLAYS.resolve("adopt-volume/adopt-volume.sh").toAbsolutePath();
    private static final String OURS = "999:999";

    @TempDir
    private Path folder;

    private Path volume;
    private Path outside;

    @BeforeEach
    void writeAVolumeAsTheEarlierApplianceDid() throws IOException {
        Assumptions.assumeTrue(
                Tool.run("id", "-u").equals("0") && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "only root can give files away, and setpriv takes its other rights from it");
        outside = Files.writeString(folder.resolve("outside"), "of another");
        volume = Files.createDirectory(folder.resolve("volume"));
        Path snapshot = Files.createDirectories(volume.resolve("ghe-production-data/20200101T031700/repositories"));
        Files.writeString(snapshot.resolve("a file of a name with blanks\nand a line end"), "x");
        Files.writeString(snapshot.resolve("readable"), "x");
        Files.createLink(volume.resolve("ghe-production-data/the-same"), snapshot.resolve("readable"));
        Files.writeString(snapshot.resolve("closed"), "x");
        Files.createSymbolicLink(snapshot.resolve("link"), outside);
        Path own = Files.createDirectory(snapshot.resolve("own"));
        Files.writeString(own.resolve("within"), "x");
        mode(snapshot.resolve("readable"), "r--r--r--");
        mode(snapshot.resolve("closed"), "---------");
        mode(own, "rwx------");
        Tool.run("chmod", "g+s", snapshot.toString());
        Tool.run("chown", "500:500", own.toString(), own.resolve("within").toString());
        mode(volume, "rwxr-xr-x");
    }

    @Test
    void everythingIsOursAndNothingElseHasChanged() throws IOException {
        Map<String, String> before = looks();

        assertThat(adopt()).contains("changed ", "is ghe-keeper's now: drwxrwsr-x 0:999");

        assertThat(owners()).hasSize(10).allMatch(OURS::equals);
        assertThat(looks()).isEqualTo(before);
        assertThat(owner(outside)).as("what a link leads to").isEqualTo("0:0");
        assertThat(Tool.run("stat", "-c", "%a %u:%g", volume.toString())).isEqualTo("2775 0:999");
    }

    @Test
    void doneAgainItChangesNothing() throws IOException {
        adopt();
        Map<String, String> changed = changeTimes();

        assertThat(adopt()).contains("changed 0 files");

        assertThat(changeTimes()).isEqualTo(changed);
    }

    /** As after a kill: some is done, and the folder by which the kubelet judges is not. */
    @Test
    void halfDoneItIsFinished() throws IOException {
        Tool.run("chown", "-h", OURS, volume.resolve("ghe-production-data").toString());
        Tool.run(
                "chown",
                "-hR",
                OURS,
                volume.resolve("ghe-production-data/20200101T031700/repositories/own")
                        .toString());

        adopt();

        assertThat(owners()).allMatch(OURS::equals);
    }

    @Test
    void theFolderThatTheKubeletJudgesByComesLast() throws IOException {
        assertThat(Manifests.text(SCRIPT).lines().filter(line -> line.contains("chown") || line.contains("chmod")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("-mindepth 1"),
                        line -> assertThat(line).startsWith("chown \"0:"),
                        line -> assertThat(line).startsWith("chmod ug+rwx,g+s ."));
    }

    @Test
    void withoutItsCapabilitiesItFailsAndLeavesTheJudgeAlone() throws IOException {
        List<String> command = command("-all");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        assertThat(process.onExit().join().exitValue()).isNotZero();
        assertThat(Tool.run("stat", "-c", "%a %u:%g", volume.toString())).isEqualTo("755 0:0");
    }

    private String adopt() {
        return Tool.run(command("-all,+chown,+dac_override"));
    }

    /** As the Job: root in the group 999, with these capabilities. */
    private List<String> command(String capabilities) {
        return List.of(
                "setpriv",
                "--reuid=0",
                "--regid=999",
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--bounding-set=" + capabilities,
                "bash",
                SCRIPT.toString(),
                volume.toString());
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private List<Path> within() throws IOException {
        try (Stream<Path> all = Files.walk(volume)) {
            return all.skip(1).toList();
        }
    }

    private List<String> owners() throws IOException {
        List<String> owners = new ArrayList<>();
        for (Path path : within()) {
            owners.add(owner(path));
        }
        return owners;
    }

    private static String owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) + ":"
                + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** What rsync and hard links go by. */
    private Map<String, String> looks() throws IOException {
        Map<String, String> looks = new TreeMap<>();
        for (Path path : within()) {
            Map<String, Object> all =
                    Files.readAttributes(path, "unix:mode,ino,nlink,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            looks.put(path.toString(), new TreeMap<>(all).toString());
        }
        return looks;
    }

    private Map<String, String> changeTimes() throws IOException {
        Map<String, String> times = new TreeMap<>();
        for (Path path : within()) {
            times.put(
                    path.toString(),
                    Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
                            .toString());
        }
        return times;
    }
}
