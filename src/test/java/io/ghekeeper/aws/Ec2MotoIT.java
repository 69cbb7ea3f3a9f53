package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * The same calls at moto, where its server is installed: a reader of EC2's API that others wrote. It has no pending snapshots, no
 * pages and no locks.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class Ec2MotoIT {
    private static final Map<String, String> PROPERTIES =
            Map.of("aws.accessKeyId", "test", "aws.secretAccessKey", "test", "aws.region", "eu-west-1");

    @TempDir
    private Path folder;

    private Process server;
    private URI endpoint;
    private QueryCalls calls;
    private Ec2 ec2;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(isInstalled(), "moto_server is not on the PATH");
        PROPERTIES.forEach(System::setProperty);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Awaitility.await().until(() -> answers(port));
        endpoint = URI.create("http://127.0.0.1:" + port);
        calls = new QueryCalls(new QueryCalls.ApiEndpoint(endpoint, "ec2", "eu-west-1", Ec2Calls.VERSION));
        ec2 = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of())
                .ec2(Optional.of("eu-west-1"), Optional.of(endpoint));
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "moto_server")));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (server == null) {
            return;
        }
        ec2.close();
        calls.close();
        server.destroyForcibly();
        PROPERTIES.keySet().forEach(System::clearProperty);
    }

    private String volume() throws QueryCalls.Refusal {
        return calls.send(
                        new Deed("making a volume", CallFailures.ofEc2("")),
                        "CreateVolume",
                        Map.of("Size", "20", "AvailabilityZone", "eu-west-1a"))
                .root()
                .text("volumeId")
                .orElseThrow();
    }

    @Test
    void aSnapshotIsMadeListedAndDeleted() throws QueryCalls.Refusal {
        String volume = volume();
        assertThat(ec2.volume(volume).orElseThrow().sizeGib()).isEqualTo(20);

        EbsSnapshot made = ec2.createSnapshot(volume, "of a test", Map.of("ghe-keeper-run", "run-1", "Name", "a b&c"));

        assertThat(made.tags()).isEqualTo(Map.of("ghe-keeper-run", "run-1", "Name", "a b&c"));
        assertThat(ec2.snapshotsWith("ghe-keeper-run", "run-1").all())
                .extracting(EbsSnapshot::id)
                .containsExactly(made.id());
        assertThat(ec2.snapshotsWith("ghe-keeper-run", "run-2").all()).isEmpty();
        assertThat(ec2.snapshotsOfVolume(volume).all())
                .extracting(EbsSnapshot::id)
                .contains(made.id());
        assertThat(ec2.snapshot(made.id()).orElseThrow().isCompleted()).isTrue();
        assertThat(ec2.imagesOf(List.of(made.id()))).isEmpty();

        assertThat(ec2.deleteSnapshot(made.id())).isTrue();
        assertThat(ec2.deleteSnapshot(made.id())).isFalse();
        assertThat(ec2.snapshot(made.id())).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(ec2.volume("vol-0123456789abcdef0")).isEmpty();
        assertThat(ec2.snapshot("snap-0123456789abcdef0")).isEmpty();
        assertThatThrownBy(() -> ec2.createSnapshot("vol-0123456789abcdef0", "", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("InvalidVolume.NotFound");
    }

    @Test
    void aRightIsTriedWithoutMakingASnapshot() throws QueryCalls.Refusal {
        String volume = volume();

        ec2.requireMayCreateSnapshot(volume, Map.of("Name", "x"));

        assertThat(ec2.snapshotsOfVolume(volume).all()).isEmpty();
    }

    @Test
    void aSnapshotIsCopiedToAnotherRegionWithItsTags() throws QueryCalls.Refusal {
        String made = ec2.createSnapshot(volume(), "", Map.of("ghe-keeper-run", "run-1"))
                .id();
        try (Ec2 other = in("eu-central-1")) {
            String copy = other.protection()
                    .copy(
                            new Ec2Protection.CopyRequest(
                                    made,
                                    "eu-west-1",
                                    ec2.protection().copyUrl(made, "eu-central-1"),
                                    Optional.empty()),
                            "a copy",
                            Map.of("ghe-keeper-run", "run-1"));

            assertThat(other.snapshotsWith("ghe-keeper-run", "run-1").all())
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.id()).isEqualTo(copy);
                        assertThat(found.isCompleted()).isTrue();
                        assertThat(found.description()).isEqualTo("a copy");
                    });
        }
    }

    private Ec2 in(String region) {
        return new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of())
                .ec2(Optional.of(region), Optional.of(endpoint));
    }

    @Test
    void aSnapshotIsShared() throws QueryCalls.Refusal {
        String made = ec2.createSnapshot(volume(), "", Map.of()).id();

        ec2.protection().share(made, "444455556666");

        String permissions = calls.send(
                        new Question("looking at a share", CallFailures.ofEc2("")),
                        "DescribeSnapshotAttribute",
                        Map.of("SnapshotId", made, "Attribute", "createVolumePermission"))
                .root()
                .items("createVolumePermission")
                .get(0)
                .text("userId")
                .orElseThrow();
        assertThat(permissions).isEqualTo("444455556666");
    }

    @Test
    void aTagIsSetInThePlaceOfAnEarlierOne() throws QueryCalls.Refusal {
        String volume = volume();

        ec2.setTag(volume, "snapshot_latest", "08");
        ec2.setTag(volume, "snapshot_latest", "skipped");

        assertThat(ec2.tags(volume)).isEqualTo(Map.of("snapshot_latest", "skipped"));
        assertThat(ec2.volume(volume).orElseThrow().tags()).containsEntry("snapshot_latest", "skipped");
    }
}
