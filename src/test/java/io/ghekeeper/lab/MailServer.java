package io.ghekeeper.lab;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on this machine, which keeps what it is handed. */
public final class MailServer implements AutoCloseable {
    public static final String USER = "ghe-backup";
    public static final String PASSWORD = "s3cret+Passw0rd";
    /** The one address that it does not take. */
    public static final String UNKNOWN = "gone@example.com";

    private final List<byte[]> raw = new CopyOnWriteArrayList<>();
    private final SMTPServer server;

    /** How it is protected. */
    public enum Protection {
        NONE,
        STARTTLS,
        TLS
    }

    private MailServer(SMTPServer.Builder builder) {
        this.server = builder.simpleMessageListener(new SimpleMessageListener() {
                    @Override
                    public boolean accept(String from, String recipient) {
                        return !recipient.equals(UNKNOWN);
                    }

                    @Override
                    public void deliver(String from, String recipient, InputStream data) throws IOException {
                        raw.add(data.readAllBytes());
                    }
                })
                .build();
        server.start();
    }

    /** One that asks for the user and the password with TLS, and for none without. */
    public static MailServer start(Protection protection, Optional<ServerCertificate> certificate) {
        try {
            SMTPServer.Builder builder = new SMTPServer.Builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .hostName("smtp.example.com");
            if (protection == Protection.STARTTLS) {
                builder.enableTLS()
                        .requireTLS()
                        .startTlsSocketFactory(certificate.orElseThrow().server());
            } else if (protection == Protection.TLS) {
                builder.serverSocketFactory(certificate.orElseThrow().server());
            }
            if (protection != Protection.NONE) {
                builder.requireAuth()
                        .authenticationHandlerFactory(
                                new EasyAuthenticationHandlerFactory((user, password, context) -> {
                                    if (!USER.equals(user) || !PASSWORD.equals(password)) {
                                        throw new LoginFailedException("not " + password + ", " + user);
                                    }
                                }));
            }
            return new MailServer(builder);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** What came, for each address once. */
    public List<MimeMessage> mails() {
        return raw.stream().map(MailServer::parsed).toList();
    }

    /** The same as it came over the wire. */
    public List<String> lines() {
        return raw.stream()
                .flatMap(mail -> new String(mail, StandardCharsets.ISO_8859_1).lines())
                .toList();
    }

    private static MimeMessage parsed(byte[] mail) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
