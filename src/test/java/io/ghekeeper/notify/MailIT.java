package io.ghekeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ghekeeper.lab.MailServer;
import io.ghekeeper.lab.MailServer.Protection;
import io.ghekeeper.lab.ServerCertificate;
import io.ghekeeper.lab.TestTimeouts;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail, at a real server. */
class MailIT {
    private static final String HOST = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static ServerCertificate certificate;

    @BeforeAll
    static void certify() {
        certificate = ServerCertificate.make(folder, "ip:127.0.0.1");
    }

    @Test
    void arrivesAsPlainTextWithItsHeadersOverStarttls() throws Exception {
        try (MailServer server = MailServer.start(Protection.STARTTLS, Optional.of(certificate))) {
            mail(server.port(), MailSettings.MailEncryption.STARTTLS, MailServer.PASSWORD, trusted(), "ops@example.com")
                    .deliver(Samples.notice("Sicherung gestört: läuft nicht", "The volume is full."));

            assertThat(server.mails()).hasSize(1);
            MimeMessage mail = server.mails().get(0);
            assertThat(mail.getSubject()).isEqualTo("Sicherung gestört: läuft nicht");
            assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
            assertThat(mail.getContent().toString().strip())
                    .isEqualToNormalizingNewlines("The volume is full.\nThe appliance is github.example.com.");
            assertThat(mail.getFrom()[0]).hasToString("ghe-backup@example.com");
            assertThat(mail.getAllRecipients()[0]).hasToString("ops@example.com");
            assertThat(mail.getSentDate().toInstant()).isEqualTo(Samples.NOW);
            assertThat(mail.getMessageID()).endsWith("@example.com>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getHeader("X-Ghe-Keeper-Topic")).containsExactly("backup");
            assertThat(server.lines()).allSatisfy(line -> assertThat(line).matches("\\p{ASCII}*"));
        }
    }

    @Test
    void arrivesOverTlsFromTheFirstByteToo() throws Exception {
        try (MailServer server = MailServer.start(Protection.TLS, Optional.of(certificate))) {
            mail(server.port(), MailSettings.MailEncryption.TLS, MailServer.PASSWORD, trusted(), "ops@example.com")
                    .deliver(Samples.notice("backups fail", "Look."));

            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNeverShown() throws Exception {
        try (MailServer server = MailServer.start(Protection.STARTTLS, Optional.of(certificate))) {
            // This server says the password in its answer.
            DeliveryException failure = failure(mail(
                    server.port(),
                    MailSettings.MailEncryption.STARTTLS,
                    "an0ther+Passw0rd",
                    trusted(),
                    "ops@example.com"));

            assertThat(failure)
                    .hasMessageStartingWith("it does not take the user and the password: ")
                    .hasNoCause();
            assertThat(failure.getMessage()).doesNotContain("an0ther+Passw0rd");
            assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.STAYS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"an0ther+Passw0rd", "\0ghe-backup\0an0ther+Passw0rd"})
    void aPasswordIsNotShownAsItWasSentEither(String sent) throws Exception {
        String coded = Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8));
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            speaking(
                    server,
                    out -> out.write(("220 hello\r\n250-hello\r\n250 AUTH PLAIN\r\n535 AUTH PLAIN " + coded + "?\r\n")
                            .getBytes(StandardCharsets.US_ASCII)));

            DeliveryException failure = failure(mail(
                    server.getLocalPort(),
                    MailSettings.MailEncryption.NONE,
                    "an0ther+Passw0rd",
                    Optional.empty(),
                    "ops@example.com"));

            assertThat(failure).hasMessageEndingWith(": 535 AUTH PLAIN (masked)?");
        }
    }

    @Test
    void nothingIsSaidToAServerWhoseCertificateIsNotTrusted() {
        try (MailServer server = MailServer.start(Protection.STARTTLS, Optional.of(certificate))) {
            DeliveryException failure = failure(mail(
                    server.port(),
                    MailSettings.MailEncryption.STARTTLS,
                    MailServer.PASSWORD,
                    Optional.empty(),
                    "ops@example.com"));

            assertThat(failure).hasMessageStartingWith("no TLS with it: ");
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void nothingIsSaidToAServerWhoseCertificateIsForAnotherName() throws Exception {
        ServerCertificate another = ServerCertificate.make(folder, "dns:another.example.com");
        try (MailServer server = MailServer.start(Protection.STARTTLS, Optional.of(another))) {
            DeliveryException failure = failure(mail(
                    server.port(),
                    MailSettings.MailEncryption.STARTTLS,
                    MailServer.PASSWORD,
                    Optional.of(another.client().getSocketFactory()),
                    "ops@example.com"));

            assertThat(failure).hasMessageStartingWith("no TLS with it: ");
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void nothingIsSaidToAServerWithoutStarttls() throws Exception {
        try (MailServer server = MailServer.start(Protection.NONE, Optional.empty())) {
            DeliveryException failure = failure(mail(
                    server.port(),
                    MailSettings.MailEncryption.STARTTLS,
                    MailServer.PASSWORD,
                    trusted(),
                    "ops@example.com"));

            assertThat(failure).hasMessage("it offers no STARTTLS, and notify.smtp-encryption wants it");
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void oneRefusedAddressDoesNotKeepTheMessageFromTheOthers() {
        try (MailServer server = MailServer.start(Protection.NONE, Optional.empty())) {
            DeliveryException failure = failure(unprotected(server.port(), "ops@example.com", MailServer.UNKNOWN));

            assertThat(failure).hasMessage("only 1 of 2 addresses were taken");
            assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.PARTLY_DELIVERED);
            assertThat(server.mails()).hasSize(1);
        }
    }

    @Test
    void anAddressThatIsRefusedIsNotTriedAgainAtOnce() {
        try (MailServer server = MailServer.start(Protection.NONE, Optional.empty())) {
            DeliveryException failure = failure(unprotected(server.port(), MailServer.UNKNOWN));

            assertThat(failure).hasMessageContaining("553");
            assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.STAYS);
        }
    }

    @Test
    void aSilentServerIsNotWaitedForForEver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Mail mail = new Mail(
                    settings(
                            silent.getLocalPort(),
                            MailSettings.MailEncryption.NONE,
                            Optional.empty(),
                            "ops@example.com"),
                    Duration.ofMillis(300),
                    Optional.empty());
            long begin = System.nanoTime();

            DeliveryException failure = failure(mail);

            assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.CAN_PASS);
            assertThat(failure).hasMessageContaining("Read timed out");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TestTimeouts.LONG);
        }
    }

    @Test
    void aServerWhoseAnswerNeverEndsTakesNoMemory() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            LongAdder said = new LongAdder();
            Thread endless = speaking(server, out -> {
                while (true) {
                    out.write("220-hello\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII));
                    said.add(11_000);
                }
            });

            DeliveryException failure = failure(unprotected(server.getLocalPort(), "ops@example.com"));

            assertThat(failure).hasMessageContaining("it says more than 262144 bytes");
            assertThat(failure.chance()).isEqualTo(DeliveryException.RetryChance.CAN_PASS);
            endless.join(10_000);
            assertThat(said.sum()).as("the rest in the sockets' buffers").isLessThan(16_000_000);
        }
    }

    @Test
    void aServerThatDripsIsNotListenedToForEver() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            speaking(server, out -> {
                while (true) {
                    out.write('2');
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            });
            Mail mail = new Mail(
                    settings(
                            server.getLocalPort(),
                            MailSettings.MailEncryption.NONE,
                            Optional.empty(),
                            "ops@example.com"),
                    Duration.ofMillis(200),
                    Optional.empty());

            assertThat(assertTimeoutPreemptively(TestTimeouts.LONG, () -> failure(mail)))
                    .hasMessageContaining("it has not come to an end in 1 s");
        }
    }

    /** What a server says to whom connects. */
    private interface Speech {
        void to(OutputStream out) throws IOException;
    }

    private static Thread speaking(ServerSocket server, Speech speech) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                speech.to(client.getOutputStream());
                client.shutdownOutput();
                client.getInputStream().readAllBytes(); // what is read before it is closed is not lost
            } catch (IOException hungUp) {
                // The client hung up, which the test expects.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void noServerAnswersThere() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThat(failure(unprotected(port, "ops@example.com")))
                .hasMessageContaining("Connection refused")
                .hasMessageContaining(Integer.toString(port));
    }

    @Test
    void whatARecordSaysCanAddNoHeader() throws Exception {
        try (MailServer server = MailServer.start(Protection.NONE, Optional.empty())) {
            unprotected(server.port(), "ops@example.com")
                    .deliver(Samples.notice("fail\r\nBcc: evil@example.com\r\n\r\nbody", "a\r\n.\r\nMAIL FROM:<x@y>"));

            assertThat(server.mails()).hasSize(1);
            assertThat(server.mails().get(0).getHeader("Bcc")).isNull();
            assertThat(server.mails().get(0).getSubject()).isEqualTo("fail Bcc: evil@example.com body");
        }
    }

    private static Optional<SSLSocketFactory> trusted() throws GeneralSecurityException {
        return Optional.of(certificate.client().getSocketFactory());
    }

    private static DeliveryException failure(Mail mail) {
        return catchThrowableOfType(DeliveryException.class, () -> mail.deliver(Samples.notice("fail", "Look.")));
    }

    private static Mail unprotected(int port, String... to) {
        return new Mail(
                settings(port, MailSettings.MailEncryption.NONE, Optional.empty(), to), LIMIT, Optional.empty());
    }

    private static Mail mail(
            int port,
            MailSettings.MailEncryption encryption,
            String password,
            Optional<SSLSocketFactory> trust,
            String... to) {
        return new Mail(settings(port, encryption, Optional.of(password), to), LIMIT, trust);
    }

    private static MailSettings settings(
            int port, MailSettings.MailEncryption encryption, Optional<String> password, String... to) {
        return new MailSettings(
                HOST,
                port,
                encryption,
                password.map(any -> MailServer.USER),
                password.map(Secret.Given::new),
                "ghe-backup@example.com",
                List.of(to));
    }
}
