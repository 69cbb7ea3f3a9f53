package io.ghekeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("core")
@Timeout(300)
class HttpPortIT {
    private static final String STYLE = "body { color: black }";
    private static final String STYLE_HASH = "sha256-9nTC/7dB2f1JpbRTvOrSQbb3pM4m9KB3UwcuNN8sxso=";
    private static final String PAGE = "<!doctype html><title>ü</title><style>" + STYLE + "</style><p>well";

    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, Supplier<Document>> documents = Map.of(
            "/",
            () -> Document.page(200, PAGE, STYLE_HASH),
            "/api/status",
            () -> Document.json(200, "{\"made\":" + made.incrementAndGet() + "}"),
            "/healthz",
            () -> Document.text(503, "the loop stands still\n"),
            "/empty",
            () -> Document.text(200, ""),
            "/metrics",
            () -> {
                throw new IllegalStateException("planted in the source");
            });

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.ghekeeper.http");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private HttpPort port = onFreePort("127.0.0.1");
    private int number;

    @BeforeEach
    void begin() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
        port.begin();
        number = opened(port).getPort();
    }

    @AfterEach
    void end() {
        port.close();
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void answersGetWithWhatItsSourceHasReady() throws Exception {
        HttpResponse<String> page = fetch("GET", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(PAGE);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(fetch("GET", "/healthz").statusCode()).isEqualTo(503);
        assertThat(fetch("GET", "/empty").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "head", "ANYTHING"})
    void answersNoMethodButGet(String method) throws Exception {
        String answer = Client.ask(number, method + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD\r\n");
        assertThat(answer).satisfies(HttpPortIT::isHardened);
    }

    /** Load balancers and uptime checks ask so. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/empty", "/none"})
    void answersHeadAsGetWithoutTheBody(String path) throws Exception {
        String get = Client.ask(number, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String head = Client.ask(number, "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(head).endsWith("\r\n\r\n").satisfies(HttpPortIT::isHardened);
        assertThat(headers(head)).isEqualTo(headers(get));
    }

    private static Set<String> headers(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> !line.startsWith("Date:"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/favicon.ico",
                "/metrics/",
                "//metrics",
                "/../metrics",
                "/./metrics",
                "/x/../metrics",
                "/%6detrics",
                "/metrics%00",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/",
                "/METRICS",
                "/metrics;x=1",
                "/\u00e4",
                "http://localhost/none"
            })
    void knowsNoPathButItsOwnToTheLetter(String path) throws Exception {
        String answer = Client.get(number, path);

        assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("metrics", "passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "?a=b", "?%00%ff&&==", "?../../etc/passwd", "?<script>", "?\"'`"})
    void ignoresWhatIsAskedBehindThePath(String query) throws Exception {
        assertThat(Client.get(number, "/healthz" + query))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 503 "),
                        answer -> assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("script", "`"));
        assertThat(Client.get(number, "/healthz?" + "x".repeat(8000))).startsWith("HTTP/1.1 503 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/status", "/healthz", "/metrics", "/empty", "/none"})
    void everyAnswerIsHardened(String path) throws Exception {
        assertThat(Client.get(number, path)).satisfies(HttpPortIT::isHardened);
    }

    @Test
    void allowsTheStyleOfThePageAndNoOther() throws Exception {
        // echo -n 'body { color: black }' | openssl dgst -sha256 -binary | base64
        assertThat(fetch("GET", "/").headers().firstValue("Content-Security-Policy"))
                .contains(
                        "default-src 'none'; style-src 'sha256-9nTC/7dB2f1JpbRTvOrSQbb3pM4m9KB3UwcuNN8sxso='; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(fetch("GET", "/healthz").headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void saysThatASourceFailedButNotHow() throws Exception {
        for (int i = 0; i < 20; i++) {
            String answer = Client.get(number, "/metrics");

            assertThat(answer).startsWith("HTTP/1.1 500 ").doesNotContain("planted", "Exception", "\tat ");
        }

        assertThat(log.list)
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getFormattedMessage())
                            .startsWith("/metrics cannot be shown: internal error at HttpPortIT.java:")
                            .doesNotContain("\n", "planted");
                    assertThat(line.getThrowableProxy()).isNull();
                });
    }

    @Test
    void makesADocumentOnceForAllWhoAskAtTheSameTime() throws Exception {
        // On a busy machine, two requests may be further apart than a document lasts.
        await().until(() -> fetch("GET", "/api/status")
                .body()
                .equals(fetch("GET", "/api/status").body()));
        String one = fetch("GET", "/api/status").body();
        await().until(() -> !fetch("GET", "/api/status").body().equals(one));
    }

    @Test
    void answersOneRequestAConnection() throws Exception {
        String twice = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2);

        assertThat(Client.ask(number, twice)).containsOnlyOnce("HTTP/1.1").contains("\r\nConnection: close\r\n");
    }

    @Test
    void saysWhereItListens() {
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).isEqualTo("http: listening on 127.0.0.1:0");
        });
    }

    @Test
    void listensOnAnIpv6AddressInBrackets() throws Exception {
        try (HttpPort other = onFreePort("[::1]")) {
            other.begin();

            assertThat(opened(other).getAddress()).isInstanceOf(Inet6Address.class);
        }
    }

    @Test
    void isClosedAtOnceAndForGood() throws Exception {
        try (Client silent = new Client(number)) {
            Client.get(number, "/"); // came later: the silent one is accepted by now
            long begin = System.nanoTime();
            port.close();
            port.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TestTimeouts.LONG);
            assertThat(silent.answer()).isEmpty();
        }
        try (ServerSocket successor = new ServerSocket()) {
            successor.setReuseAddress(true);
            successor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
        }
        assertThat(port.address()).isEmpty();
    }

    @Test
    void triesAgainWhereTheAddressIsTakenAndSaysSoOnce() throws Exception {
        log.list.clear();
        try (HttpPort second =
                new HttpPort(new HttpSettings.Listen("127.0.0.1", number), documents, PortProgram.QUICK)) {
            second.begin();
            await().until(() -> log.list.size() == 2);
            await().pollDelay(PortProgram.QUICK.again().multipliedBy(4)).until(() -> true);
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("http: cannot listen on 127.0.0.1:" + number + ": ")
                                    .contains("Address already in use"),
                            line -> assertThat(line).startsWith("hint: "));
            assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.ERROR);

            port.close();

            opened(second);
            assertThat(Client.get(number, "/healthz")).startsWith("HTTP/1.1 503 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "no-such-host.invalid"})
    void staysClosedWhereTheMachineHasNoSuchAddress(String host) {
        log.list.clear();
        try (HttpPort nowhere = onFreePort(host)) {
            nowhere.begin();

            await().until(() -> log.list.size() == 2);
            assertThat(nowhere.address()).isEmpty();
        }
    }

    private static InetSocketAddress opened(HttpPort port) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> port.address().isPresent());
        return port.address().orElseThrow();
    }

    private HttpPort onFreePort(String host) {
        return new HttpPort(new HttpSettings.Listen(host, 0), documents, PortProgram.QUICK);
    }

    private HttpResponse<String> fetch(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void isHardened(String answer) {
        assertThat(List.of(answer.substring(0, answer.indexOf("\r\n\r\n")).split("\r\n")))
                .contains(
                        "X-content-type-options: nosniff",
                        "X-frame-options: DENY",
                        "Referrer-policy: no-referrer",
                        "Cross-origin-resource-policy: same-origin",
                        "Cache-control: no-store",
                        "Connection: close")
                .anyMatch(line -> line.startsWith("Content-security-policy: default-src 'none'; "))
                .anyMatch(line -> line.startsWith("Permissions-policy: "))
                .noneMatch(line -> line.startsWith("Server:") || line.startsWith("Set-cookie"));
    }
}
