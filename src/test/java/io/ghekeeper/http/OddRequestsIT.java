package io.ghekeeper.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are too large, have no end, or are none: they cost no more than their connection. */
@Timeout(300)
class OddRequestsIT {
    private static final String LINE = "GET / HTTP/1.1\r\n";

    @TempDir
    private static Path folder;

    private static PortProcess process;

    @BeforeAll
    static void start() throws IOException {
        process = new PortProcess(5, folder);
    }

    @AfterAll
    static void end() throws IOException {
        try (PortProcess ending = process) {
            ending.comesToRest();
        }
    }

    static Stream<String> tooLarge() {
        return Stream.of(
                "GET /" + "x".repeat(17_000) + " HTTP/1.1\r\n\r\n",
                LINE + "A: " + "x".repeat(17_000) + "\r\n\r\n",
                LINE + "x".repeat(17_000) + ": a\r\n\r\n",
                LINE + IntStream.range(0, 70).mapToObj(i -> "A" + i + ": b\r\n").collect(joining()) + "\r\n",
                LINE + "A: b\r\n".repeat(1000) + "\r\n",
                LINE + "A: b\r\n" + " c\r\n".repeat(10_000) + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void hangsUpOnAHeadThatIsTooLarge(String request) throws IOException {
        assertThat(Client.ask(process.port(), request)).isEmpty();
    }

    @Test
    void bearsAHeadAsLargeAsBrowsersSend() throws IOException {
        String cookies = "Cookie: " + "x".repeat(12_000) + "\r\n";

        assertThat(Client.ask(process.port(), LINE + cookies + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\r\n", LINE + "A: ", LINE + "\r\n"})
    void readsNothingThatHasNoEnd(String beginning) throws IOException {
        hangsUpInTheMiddle(beginning, beginning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10737418240",
                "Transfer-Encoding: chunked",
                "Content-Length: 5\r\nExpect: 100-continue"
            })
    void readsNoBody(String announced) throws IOException {
        for (String method : new String[] {"POST", "GET"}) {
            String head = method + " / HTTP/1.1\r\n" + announced + "\r\n\r\n";

            assertThat(Client.ask(process.port(), head))
                    .contains("HTTP/1.1 " + (method.equals("GET") ? 200 : 405))
                    .contains("\r\nConnection: close\r\n");
            hangsUpInTheMiddle(head, "5\r\nhello\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\n",
                "GET\r\n\r\n",
                "GET / \r\n\r\n",
                "\u00ff\u00fe\u00fd \u00fc \u00fb\r\n\r\n",
                "GET {} HTTP/1.1\r\n\r\n",
                "GET mailto:a HTTP/1.1\r\n\r\n",
                "GET * HTTP/1.1\r\n\r\n",
                "GET http:///:::/ HTTP/9\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                LINE + ": x\r\n\r\n",
                LINE + "\u0000: \u0001\r\n\r\n",
                LINE + "Content-Length: -1\r\n\r\n",
                LINE + "Content-Length: 99999999999999999999\r\n\r\n",
                LINE + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void bearsWhatIsNoHttp(String garbage) throws IOException {
        assertThat(Client.ask(process.port(), garbage)).doesNotContain("Exception:", "\tat ", "java.");
    }

    @Test
    void hangsUpOnOneWhoSpeaksTls() throws IOException {
        try (Socket tls =
                SSLSocketFactory.getDefault().createSocket(InetAddress.getLoopbackAddress(), process.port())) {
            assertThatThrownBy(() -> ((SSLSocket) tls).startHandshake()).isInstanceOf(IOException.class);
        }
    }

    private static void hangsUpInTheMiddle(String beginning, String endless) throws IOException {
        long begin = System.nanoTime();
        try (Client client = new Client(process.port())) {
            client.send(beginning);

            assertThatThrownBy(() -> sendForEver(client, endless)).isInstanceOf(SocketException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PortProcess.SOON);
    }

    private static void sendForEver(Client client, String text) throws IOException {
        String much = text.repeat(1 + 8000 / text.length());
        for (long sent = 0; sent < 10_000_000_000L; sent += much.length()) {
            client.send(much);
        }
    }
}
