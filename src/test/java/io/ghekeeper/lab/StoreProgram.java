package io.ghekeeper.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A store that others wrote and that speaks S3, as a process of its own with one bucket. The build copies the programs. */
public final class StoreProgram implements AutoCloseable {
    public static final String BUCKET = "other";

    /** Which {@code ./dev} installs where there is npm. */
    private static final Path AZURITE =
            Path.of("target/stores/node_modules/azurite/dist/src/blob/main.js").toAbsolutePath();

    private static final Path JARS = Path.of("target/stores").toAbsolutePath();
    private static final String USER = "user";
    private static final String SECRET = "secret-key";

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port = freePort();

    private StoreProgram(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Adobe's S3Mock: conditions of a PUT, checksums and versions; no locks and no signatures. */
    public static StoreProgram s3mock(Path folder) throws IOException {
        StoreProgram program = new StoreProgram(folder);
        program.java(
                "s3mock",
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=" + program.port,
                "--com.adobe.testing.s3mock.store.root=" + folder.resolve("s3mock"));
        return program.withBucket();
    }

    /** The gateway s3proxy over a folder: signatures, conditions and checksums; no versions and no locks. */
    public static StoreProgram s3proxy(Path folder) throws IOException {
        Path base = Files.createDirectories(folder.resolve("s3proxy"));
        return new StoreProgram(folder).s3proxy("filesystem-nio2", "jclouds.filesystem.basedir=" + base);
    }

    /** Whether npm has installed Azurite; a test that needs it assumes so. */
    public static boolean hasAzurite() {
        return Files.exists(AZURITE);
    }

    /** The same gateway over Azurite, Microsoft's own stand-in of Azure's blobs. */
    public static StoreProgram s3proxyOverAzurite(Path folder) throws IOException {
        StoreProgram program = new StoreProgram(folder);
        int azure = freePort();
        program.begin(
                "azurite",
                List.of(
                        "node",
                        AZURITE.toString(),
                        "--blobPort",
                        "" + azure,
                        "--location",
                        folder.toString(),
                        "--skipApiVersionCheck"));
        program.await(azure);
        // The account that Azurite documents.
        return program.s3proxy(
                "azureblob-sdk",
                "jclouds.endpoint=http://127.0.0.1:" + azure + "/devstoreaccount1",
                "jclouds.identity=devstoreaccount1",
                "jclouds.credential=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");
    }

    private StoreProgram s3proxy(String provider, String... lines) throws IOException {
        Path properties = folder.resolve("s3proxy.conf");
        Files.write(
                properties,
                Stream.concat(
                                Stream.of(
                                        "s3proxy.authorization=aws-v2-or-v4",
                                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                                        "s3proxy.identity=" + USER,
                                        "s3proxy.credential=" + SECRET,
                                        "jclouds.provider=" + provider),
                                Stream.of(lines))
                        .toList());
        java("s3proxy", "--properties", properties.toString());
        return withBucket();
    }

    private void java(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                JARS.resolve(name + ".jar").toString()));
        command.addAll(List.of(arguments));
        begin(name, command);
    }

    private void begin(String name, List<String> command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start());
    }

    private StoreProgram withBucket() {
        await(port);
        asOwner(s3 -> s3.createBucket(request -> request.bucket(BUCKET)));
        return this;
    }

    private void await(int listening) {
        Awaitility.await()
                .atMost(TestTimeouts.LONG)
                .failFast(
                        "it ended; see *.out in " + folder,
                        () -> !processes.stream().allMatch(Process::isAlive))
                .ignoreExceptions()
                .until(() -> listens(listening));
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Does something at the store by the SDK itself. */
    public void asOwner(Consumer<S3Client> deed) {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(USER, SECRET)))
                .build()) {
            deed.accept(s3);
        }
    }

    /** System properties by which the SDK reaches it. */
    public Map<String, String> properties() {
        return Map.of(
                "aws.endpointUrlS3",
                endpoint(),
                "aws.accessKeyId",
                USER,
                "aws.secretAccessKey",
                SECRET,
                "aws.region",
                "us-east-1");
    }

    /** The same for a process. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3",
                endpoint(),
                "AWS_ACCESS_KEY_ID",
                USER,
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_REGION",
                "us-east-1");
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
