package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent again and what is not, counted at the socket: the JDK repeats requests by itself, beneath the SDK. */
@Tag("core")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class AwsIT {
    private static final String BUSY = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    private static final Map<String, Consumer<Bucket>> DEEDS = Map.of(
            "putting",
                    bucket -> bucket.putIfAbsent(
                            "a/b",
                            new Bucket.Upload(
                                    3,
                                    new byte[32],
                                    Optional.empty(),
                                    () -> new ByteArrayInputStream(new byte[3]),
                                    Optional.empty(),
                                    Optional.empty())),
            "deleting", bucket -> bucket.delete("a/b", Optional.of("v1")),
            "retaining",
                    bucket -> bucket.retain(
                            "a/b",
                            Optional.empty(),
                            new Bucket.ObjectLock("GOVERNANCE", Instant.parse("2030-01-01T00:00:00Z"))));
    private static final Map<String, Consumer<Bucket>> QUESTIONS = Map.of(
            "looking for", bucket -> bucket.head("a/b", Optional.empty()),
            "reading", bucket -> bucket.get("a/b", Optional.empty(), Optional.empty()),
            "listing", bucket -> bucket.list("a/b", Optional.empty()),
            "reading the lock of", bucket -> bucket.lock("a/b", Optional.empty()),
            "reading the clock of", bucket -> bucket.facts().time("a/b"));

    private final AtomicInteger requests = new AtomicInteger();
    private ServerSocket server;
    private Map<String, String> properties;
    private volatile String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "S3 that breaks");
        thread.setDaemon(true);
        thread.start();
        properties = Map.of(
                "aws.endpointUrlS3", "http://127.0.0.1:" + server.getLocalPort(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
    }

    @AfterEach
    void stop() throws IOException {
        properties.keySet().forEach(System::clearProperty);
        server.close();
    }

    static Stream<Arguments> deeds() {
        return DEEDS.keySet().stream().flatMap(deed -> Stream.of(Arguments.of(deed, ""), Arguments.of(deed, BUSY)));
    }

    @ParameterizedTest
    @MethodSource("deeds")
    void aDeedIsSentOnceAndSaysThatItMayBeDone(String deed, String answered) {
        answer = answered;

        assertFails(DEEDS.get(deed), deed, "; it may have been done");

        assertThat(requests).hasValue(1);
    }

    static Stream<Arguments> questions() {
        return QUESTIONS.keySet().stream().map(question -> Arguments.of(question, BUSY));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionIsSentThreeTimesAtMost(String question, String answered) {
        answer = answered;

        assertFails(QUESTIONS.get(question), question, "AWS");

        assertThat(requests).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aQuestionIsNotSentAgainWhereTheCauseStays(String question, String unused) {
        answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";

        assertFails(QUESTIONS.get(question), question, "access denied");

        // A HEAD has no words for its error: another question asks for them.
        assertThat(requests).hasValue(question.equals("looking for") ? 2 : 1);
    }

    private static void assertFails(Consumer<Bucket> call, String doing, String words) {
        Aws aws = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
        try (Bucket bucket = aws.bucket("archive", "Allow it.", FailureKind.AWS_FAILED)) {
            assertThatThrownBy(() -> call.accept(bucket))
                    .isInstanceOf(Failure.class)
                    .hasMessageStartingWith(doing + " s3://archive/a/b failed: ")
                    .hasMessageContaining(words);
        }
    }

    /** Reads one request a connection, its body only as far as it came, and answers, or hangs up. */
    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                if (in.readLine() == null) {
                    continue;
                }
                requests.incrementAndGet();
                long length = 0;
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    length = line.startsWith("Content-Length: ") ? Long.parseLong(line.substring(16)) : length;
                    if (line.startsWith("Expect:")) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    }
                }
                for (long i = 0; i < length; i++) {
                    in.read();
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // The next one, or the test is over.
            }
        }
    }
}
