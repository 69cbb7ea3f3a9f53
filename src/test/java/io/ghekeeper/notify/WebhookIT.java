package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.ghekeeper.lab.Inbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook, at a real web server. */
@Tag("core")
class WebhookIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private final Retries retries = new Retries(pauses::add);
    private Inbox inbox;

    @BeforeEach
    void listen() {
        inbox = Inbox.start();
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private Webhook webhook() {
        return new Webhook(new Secret.Given(inbox.webhook()), new HttpSender(LIMIT));
    }

    private DeliveryException failure(Webhook webhook) {
        DeliveryException failure = catchThrowableOfType(
                DeliveryException.class, () -> retries.of(() -> webhook.deliver(Samples.notice("fail", "Look."))));
        assertThat(failure).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("SECRET");
        return failure;
    }

    @Test
    void isTextForPeopleAndFieldsForPrograms() {
        webhook().deliver(Samples.notice("backups fail & <!channel>", "See <https://evil.example.com|here>."));

        JsonNode message = inbox.messages().get(0);
        assertThat(message.path("text").asText())
                .isEqualTo("*backups fail &amp; &lt;!channel&gt;*\nSee &lt;https://evil.example.com|here&gt;.\n"
                        + "The appliance is github.example.com.");
        assertThat(message.path("source").asText()).isEqualTo("ghe-keeper");
        assertThat(message.path("format").asInt()).isEqualTo(1);
        assertThat(message.path("topic").asText()).isEqualTo("backup");
        assertThat(message.path("state").asText()).isEqualTo("failing");
        assertThat(message.path("subject").asText()).isEqualTo("backups fail & <!channel>");
        assertThat(message.path("message").asText())
                .isEqualTo("See <https://evil.example.com|here>.\nThe appliance is github.example.com.");
        assertThat(message.path("appliance").asText()).isEqualTo("github.example.com");
        assertThat(message.path("run").asText()).isEqualTo("20261120T091700Z-backup-4f2a");
        assertThat(message.path("at").asText()).isEqualTo("2026-11-20T09:30:00Z");
    }

    @Test
    void isShownByItsHostOnly() {
        assertThat(webhook().place()).isEqualTo(inbox.place());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void whatCanPassIsTriedAgainTwice(int status) {
        inbox.answerAtFirst(2, WireMock.aResponse().withStatus(status));

        retries.of(() -> webhook().deliver(Samples.notice("fail", "Look.")));

        assertThat(inbox.requests()).isEqualTo(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410})
    void whatStaysIsNotTriedAgain(int status) {
        inbox.answer(WireMock.aResponse().withStatus(status).withBody("Cannot POST /services/" + Inbox.SECRET));

        assertThat(failure(webhook())).hasMessage("it answered " + status);
        assertThat(inbox.requests()).isEqualTo(1);
    }

    @Test
    void isLeftAloneForAsLongAsItAsks() {
        inbox.answerAtFirst(1, WireMock.aResponse().withStatus(429).withHeader("Retry-After", "7"));

        retries.of(() -> webhook().deliver(Samples.notice("fail", "Look.")));

        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void whoAsksToBeLeftAloneForLongIsNotWaitedFor() {
        inbox.answer(WireMock.aResponse().withStatus(429).withHeader("Retry-After", "3600"));

        assertThat(failure(webhook())).hasMessage("it answered 429");
        assertThat(pauses).isEmpty();
    }

    @Test
    void isNotFollowedToAnotherPlace() {
        inbox.answer(WireMock.temporaryRedirect(inbox.check()));

        assertThat(failure(webhook())).hasMessage("it answered 302, which leads elsewhere and is not followed");
        assertThat(inbox.pings()).isEmpty();
    }

    @Test
    void ofAnEndlessAnswerOnlyTheBeginningIsRead() {
        inbox.answer(WireMock.ok("x".repeat(3_000_000)).withChunkedDribbleDelay(30, 60_000));

        long begin = System.nanoTime();
        webhook().deliver(Samples.notice("fail", "Look."));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void aSilentServerIsNotWaitedForForEver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Webhook webhook = new Webhook(
                    new Secret.Given("http://127.0.0.1:" + silent.getLocalPort() + "/SECRET"),
                    new HttpSender(Duration.ofMillis(200)));

            assertThat(failure(webhook).chance()).isEqualTo(DeliveryException.RetryChance.CAN_PASS);
            assertThat(pauses).hasSize(2);
        }
    }

    @Test
    void aBrokenConnectionIsReportedWithoutItsAddress() {
        inbox.answer(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThat(failure(webhook())).hasMessageStartingWith("the connection broke");
    }

    @Test
    void aServerThatIsNotThereAndANameThatIsNotKnownAreDistinguished() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(failure(
                        new Webhook(new Secret.Given("http://127.0.0.1:" + port + "/SECRET"), new HttpSender(LIMIT))))
                .hasMessage("no server answers there");
        assertThat(failure(new Webhook(new Secret.Given("http://nowhere.invalid/SECRET"), new HttpSender(LIMIT))))
                .hasMessage("its name is not known here");
    }

    @Test
    void aCertificateThatIsNotTrustedIsNotTaken() throws Exception {
        var certificate = io.ghekeeper.lab.ServerCertificate.make(folder, "ip:127.0.0.1");
        try (var server = (javax.net.ssl.SSLServerSocket) certificate
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (var socket = server.accept()) {
                    socket.getInputStream().read();
                } catch (IOException expected) {
                    // The other side does not want it.
                }
            });
            answering.start();

            assertThat(failure(new Webhook(
                            new Secret.Given("https://127.0.0.1:" + server.getLocalPort() + "/SECRET"),
                            new HttpSender(LIMIT))))
                    .hasMessageStartingWith("no TLS with it: ");
            assertThat(pauses).isEmpty();
            answering.join();
        }
    }

    @Test
    void aSecretIsReadFromItsFileEachTime() throws IOException {
        Path file = Files.writeString(folder.resolve("webhook_url"), "http://127.0.0.1:1/SECRET\n");
        Webhook webhook = new Webhook(new Secret.InFile(file), new HttpSender(LIMIT));
        failure(webhook);

        Files.writeString(file, inbox.webhook() + "\n");
        webhook.deliver(Samples.notice("fail", "Look."));

        assertThat(inbox.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "SECRET",
                "ftp://h/SECRET",
                "http://h:99999/SECRET",
                "https://user:SECRET@h/",
                "https://h/ SECRET",
                "a\nSECRET"
            })
    void aFileThatHoldsNoUrlIsNamedAndNotShown(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("webhook_url"), content);

        assertThat(failure(new Webhook(new Secret.InFile(file), new HttpSender(LIMIT))))
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileThatIsMissingOrTooLargeIsNamed() throws IOException {
        Path file = folder.resolve("webhook_url");
        Secret secret = new Secret.InFile(file);

        assertThatThrownBy(() -> SecretText.of(secret)).hasMessage(file + " is not there");
        Files.writeString(file, "x".repeat(5000));
        assertThatThrownBy(() -> SecretText.of(secret)).hasMessage(file + " is larger than 4096 bytes");
        assertThatThrownBy(() -> SecretText.of(new Secret.InFile(folder))).hasMessage(folder + " is no regular file");
    }
}
