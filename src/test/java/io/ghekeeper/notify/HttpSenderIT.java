package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts to servers that no library for tests would play: each says byte for byte what the test wants. */
class HttpSenderIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int MEBIBYTE = 1024 * 1024;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong said = new AtomicLong();
    private final AtomicBoolean listened = new AtomicBoolean();
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        // The system's own buffers would take some mebibytes more.
        listening.setReceiveBufferSize(4096);
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    /** What it says, until it is not listened to any more. */
    private interface Speech {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    private void answer(Speech speech) {
        Thread answering = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    listened.set(true);
                    socket.setSendBufferSize(4096);
                    byte[] request = new byte[4096];
                    int length = Math.max(0, socket.getInputStream().read(request)); // it may have left already
                    asked.add(new String(request, 0, length, StandardCharsets.ISO_8859_1));
                    speech.to(socket.getOutputStream());
                } catch (IOException | InterruptedException gone) {
                    listened.set(false);
                }
            }
        });
        answering.setDaemon(true);
        answering.start();
    }

    private static Speech once(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Speech endless(String begin, String piece) {
        return out -> {
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            byte[] pieces = piece.repeat(4096 / piece.length()).getBytes(StandardCharsets.ISO_8859_1);
            while (true) {
                out.write(pieces);
                said.addAndGet(pieces.length);
            }
        };
    }

    private static Speech drip(String begin, String drop) {
        return out -> {
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(drop.getBytes(StandardCharsets.ISO_8859_1));
                Thread.sleep(20);
            }
        };
    }

    private String post(String scheme, String rest, Duration limit) {
        URI url = URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + rest);
        return new HttpSender(limit).send(url, "text/plain", "words");
    }

    private DeliveryException failure(String scheme, Duration limit) {
        return catchThrowableOfType(DeliveryException.class, () -> post(scheme, "/", limit));
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nX: ', x",
        "'HTTP/1.1 200 ', x",
        "'HTTP/1.1 200 OK\r\n', 'X: y\r\n'",
        "'HTTP/1.1 200 OK\r\nX: y\r\n', ' z\r\n'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', 0",
        "'', x",
        "'', 'HTTP/1.1 100 Continue\r\n\r\n'"
    })
    void aHeadWithoutEndIsReadToABound(String begin, String piece) {
        answer(endless(begin, piece));

        DeliveryException failure = failure("http", LONG);

        assertThat(failure).hasMessageStartingWith("the connection broke").hasNoCause();
        assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.CAN_PASS);
        assertThat(said.get()).isLessThan(8 * MEBIBYTE);
        assertThat(asked).filteredOn(line -> line.startsWith("POST")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http, 'HTTP/1.1 ', 2",
        "http, 'HTTP/1.1 200 OK\r\nX: ', x",
        "http, 'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n', x",
        "http, 'HTTP/1.1 200 OK\r\n\r\n', x",
        "http, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'",
        "http, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', 0",
        "http, '', 'HTTP/1.1 100 Continue\r\n\r\n'",
        "https, '\u0016\u0003\u0003  ', x"
    })
    void aServerThatDripsIsLeftAtTheLimit(String scheme, String begin, String drop) {
        answer(drip(begin, drop));

        long start = System.nanoTime();
        DeliveryException failure = failure(scheme, Duration.ofMillis(500));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestTimeouts.LONG);
        assertThat(failure).hasMessage("no whole answer came in 0 s");
        // The size of a piece is read under Java's own lock, which bounds it to two kibibytes.
        if (!drop.equals("0")) {
            Awaitility.await().untilFalse(listened);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void whoWantsALoginGetsNone(int status) {
        AtomicBoolean wanted = new AtomicBoolean();
        answer(once("HTTP/1.1 " + status + " No\r\nWWW-Authenticate: Basic realm=\"a\"\r\n"
                + "Proxy-Authenticate: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n"));
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                wanted.set(true);
                return new PasswordAuthentication("user", new char[0]);
            }
        });
        try {
            assertThat(failure("http", LONG)).hasMessage("it answered " + status);
        } finally {
            Authenticator.setDefault(null);
        }
        assertThat(wanted).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsNotAnsweredIsNotSaidTwice() {
        answer(out -> {});

        assertThat(failure("http", LONG)).hasMessageStartingWith("the connection broke");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'',/", "?a=1,/?a=1", "/a%2Fb?c=%20,/a%2Fb?c=%20", "/\u00e4,/%C3%A4"})
    void theAddressIsSentAsItIs(String rest, String sent) {
        answer(once("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"));

        assertThat(post("http", rest, LONG)).isEqualTo("OK");
        assertThat(asked.get(0))
                .startsWith("POST " + sent + " HTTP/1.1\r\n")
                .contains("Connection: close\r\n", "User-Agent: ghe-keeper\r\n", "Content-Type: text/plain\r\n");
    }

    @Test
    void aUserInTheAddressIsNeverSent() {
        answer(once("HTTP/1.1 204 No Content\r\n\r\n"));

        new HttpSender(LONG)
                .send(URI.create("http://user:SECRET@127.0.0.1:" + listening.getLocalPort()), "text/plain", "");

        assertThat(asked.get(0)).doesNotContain("SECRET", "Authorization", "user");
    }

    @Test
    void anAddressOfIpv6IsReached() throws IOException {
        listening.close();
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        listening = new ServerSocket(0, 5, InetAddress.getByAddress(loopback));
        answer(once("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"));

        assertThat(new HttpSender(LONG)
                        .send(URI.create("http://[::1]:" + listening.getLocalPort() + "/a"), "text/plain", ""))
                .isEqualTo("OK");
    }
}
