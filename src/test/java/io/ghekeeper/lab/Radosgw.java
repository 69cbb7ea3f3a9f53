package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Ceph's object gateway, a real store that speaks S3: versions, Object Lock, policies and signatures are enforced. One
 * monitor, and one OSD that keeps everything in memory. It is started once for the JVM, in about ten seconds, and ends with
 * it.
 *
 * <p>Ceph 16 of Debian ignores {@code If-None-Match} in buckets with versions, and {@code x-amz-checksum-sha256}.
 */
public final class Radosgw {
    private static final List<String> PROGRAMS =
            List.of("radosgw", "radosgw-admin", "ceph-mon", "ceph-osd", "ceph", "ceph-authtool", "monmaptool");
    private static final String OWNER = "owner";

    /** May do what the keeper has to, by the policies of {@link #makeBucket}; it owns no bucket. */
    public static final String KEEPER = "keeper";

    private static Radosgw running;

    private final Path folder;
    private final Path configuration;
    private final int port = freePort();
    private final List<Process> processes = new ArrayList<>();

    private Radosgw(Path folder) {
        this.folder = folder;
        this.configuration = folder.resolve("ceph.conf");
    }

    /** Whether this machine has its programs; a test that needs them assumes so, with {@link #WHERE_FROM} as its reason. */
    public static boolean installed() {
        return PROGRAMS.stream()
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))));
    }

    public static final String WHERE_FROM =
            "NOT RUN on a real store: install Debian's radosgw, ceph-mon, ceph-osd and ceph-common";

    /** Fails where the programs are there and do not start. */
    public static synchronized Radosgw running() {
        if (running == null) {
            try {
                running = new Radosgw(Files.createTempDirectory("radosgw"));
                Runtime.getRuntime().addShutdownHook(new Thread(running::end));
                running.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** System properties by which the SDK reaches it, as its owner of buckets or as {@link #KEEPER}. */
    public Map<String, String> properties(boolean keeper) {
        return Map.of(
                "aws.endpointUrlS3",
                endpoint(),
                "aws.accessKeyId",
                keeper ? KEEPER : OWNER,
                "aws.secretAccessKey",
                "secret",
                "aws.region",
                "us-east-1");
    }

    /** Makes a bucket of the owner's. The keeper may put, read, list and lock in it, and not delete. */
    public void makeBucket(String name, boolean locks) {
        as(OWNER, s3 -> {
            s3.createBucket(request -> request.bucket(name).objectLockEnabledForBucket(locks));
            s3.putBucketPolicy(request -> request.bucket(name)
                    .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":["
                            + "\"arn:aws:iam:::user/" + KEEPER + "\"]},\"Action\":[\"s3:GetObject\","
                            + "\"s3:GetObjectVersion\",\"s3:PutObject\",\"s3:ListBucket\",\"s3:ListBucketVersions\","
                            + "\"s3:GetObjectRetention\",\"s3:PutObjectRetention\",\"s3:GetBucketVersioning\","
                            + "\"s3:GetBucketObjectLockConfiguration\"],\"Resource\":[\"arn:aws:s3:::" + name
                            + "\",\"arn:aws:s3:::" + name + "/*\"]}]}"));
        });
    }

    /** Does something as the owner of the buckets, by the SDK itself. */
    public void asOwner(Consumer<S3Client> deed) {
        as(OWNER, deed);
    }

    /** What the role of the keeper does, with the rights that the bucket gives it. */
    public void asKeeper(Consumer<S3Client> deed) {
        as(KEEPER, deed);
    }

    private void as(String user, Consumer<S3Client> deed) {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(user, "secret")))
                .build()) {
            deed.accept(s3);
        }
    }

    private void start() throws IOException {
        String cluster = UUID.randomUUID().toString();
        String monitor = "[v2:127.0.0.1:" + freePort() + "]";
        Files.writeString(configuration, configuration(cluster, monitor));
        Path keys = folder.resolve("keyring");
        run("ceph-authtool", "--create-keyring", keys, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        key(keys, "client.admin", "allow *", "allow *");
        key(keys, "client.rgw", "allow rw", "allow rwx");
        key(keys, "osd.0", "allow profile osd", "allow *");
        run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", monitor, folder.resolve("monmap"));
        run(
                "ceph-mon",
                "-c",
                configuration,
                "--mkfs",
                "-i",
                "a",
                "--monmap",
                folder.resolve("monmap"),
                "--keyring",
                keys);
        begin("ceph-mon", "-c", configuration, "-i", "a", "-f");
        String osd = UUID.randomUUID().toString();
        Files.createDirectory(folder.resolve("osd")); // where the store in memory is written when it ends
        run("ceph", "-c", configuration, "osd", "new", osd, "0");
        run("ceph-osd", "-c", configuration, "-i", "0", "--mkfs", "--osd-uuid", osd, "--keyring", keys);
        begin("ceph-osd", "-c", configuration, "-i", "0", "-f");
        user(OWNER);
        user(KEEPER);
        Process gateway = begin("radosgw", "-c", configuration, "-n", "client.rgw", "-f");
        Awaitility.await()
                .atMost(TestTimeouts.LONG)
                .failFast(() -> !gateway.isAlive())
                .ignoreExceptions()
                .until(this::answers);
    }

    private String configuration(String cluster, String monitor) {
        return String.join(
                "\n",
                "[global]",
                "fsid = " + cluster,
                "mon initial members = a",
                "mon host = " + monitor,
                "public network = 127.0.0.0/8",
                "auth cluster required = cephx",
                "auth service required = cephx",
                "auth client required = cephx",
                "keyring = " + folder.resolve("keyring"),
                "run dir = " + folder,
                "log file = " + folder + "/$name.log",
                "pid file = " + folder + "/$name.pid",
                "admin socket = " + folder + "/$name.asok",
                "mon data = " + folder.resolve("mon"),
                "osd data = " + folder.resolve("osd"),
                "osd objectstore = memstore",
                "memstore device bytes = 1073741824",
                "osd pool default size = 1",
                "osd pool default min size = 1",
                "osd pool default pg num = 1",
                "osd pool default pgp num = 1",
                "osd crush chooseleaf type = 0",
                "mon allow pool size one = true",
                "ms bind ipv6 = false",
                // Each pool is a change of the monitor's, which else waits a second for others to join it.
                "paxos propose interval = 0.05",
                "paxos min wait = 0.01",
                "[client.rgw]",
                "rgw frontends = beast endpoint=127.0.0.1:" + port,
                "rgw thread pool size = 32",
                "");
    }

    private void key(Path keys, String name, String monitor, String osd) {
        run("ceph-authtool", keys, "--gen-key", "-n", name, "--cap", "mon", monitor, "--cap", "osd", osd);
    }

    private void user(String name) {
        run(
                "radosgw-admin",
                "-c",
                configuration,
                "-n",
                "client.rgw",
                "user",
                "create",
                "--uid=" + name,
                "--display-name=" + name,
                "--access-key=" + name,
                "--secret-key=secret");
    }

    private static void run(Object... command) {
        Tool.run(Stream.of(command).map(Object::toString).toList());
    }

    private Process begin(Object... command) throws IOException {
        Process process = new ProcessBuilder(
                        Stream.of(command).map(Object::toString).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".out").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private boolean answers() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    }

    private void end() {
        for (Process process : processes) {
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
