package io.ghekeeper.notify;

import io.ghekeeper.net.LimitedSocketFactory;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** Sends a message to a mail server. It is separate from {@link Mail}: only a process that sends mail loads the library. */
final class Smtp {
    /** Bytes; a server says some kilobytes. */
    private static final int LONGEST_CONNECTION = 256 * 1024;

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private static final String MASKED = "(masked)";

    /** How a server's answer begins that is no before somebody changes something. */
    private static final Pattern REFUSAL = Pattern.compile("(?s)\\A\\s*5\\d\\d\\b.*");

    /** A message takes a dozen answers, which have this many times the limit together. */
    private static final int ANSWERS = 6;

    private final MailSettings settings;
    private final Duration limit;
    private final Optional<SSLSocketFactory> trust;

    /**
     * @param limit for each answer of the server
     * @param trust whose certificates are good; nothing for those that this machine's Java trusts
     */
    @SuppressWarnings("MissingSummary")
    Smtp(MailSettings settings, Duration limit, Optional<SSLSocketFactory> trust) {
        this.settings = settings;
        this.limit = limit;
        this.trust = trust;
    }

    /** @throws DeliveryException where it is not taken by all */
    @SuppressWarnings("MissingSummary")
    void send(Notification notice) {
        Optional<String> password = settings.password().map(SecretText::of);
        try {
            Session session = Session.getInstance(properties());
            MimeMessage message = message(session, notice);
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect(
                        settings.host(), settings.port(), settings.user().orElse(null), password.orElse(null));
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw undelivered(e, password);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        String millis = Long.toString(limit.toMillis());
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        boolean upgraded = settings.encryption() == MailSettings.MailEncryption.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(upgraded));
        properties.put("mail.smtp.starttls.required", Boolean.toString(upgraded));
        properties.put(
                "mail.smtp.ssl.enable", Boolean.toString(settings.encryption() == MailSettings.MailEncryption.TLS));
        // One address that is wrong by now must not keep the others from hearing it.
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.from", settings.from());
        // Also below TLS; without it, the library would try once more with a socket of its own.
        properties.put(
                "mail.smtp.socketFactory",
                LimitedSocketFactory.ofConnections(LONGEST_CONNECTION, limit.multipliedBy(ANSWERS)));
        properties.put("mail.smtp.socketFactory.fallback", "false");
        trust.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
        return properties;
    }

    private MimeMessage message(Session session, Notification notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.from(), true));
        for (String to : settings.to()) {
            message.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(notice.subject(), UTF_8);
        message.setSentDate(Date.from(notice.at()));
        // No out-of-office answers, please.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Ghe-Keeper-Topic", notice.topic().word());
        message.setHeader("X-Ghe-Keeper-State", notice.state());
        message.setHeader("X-Ghe-Keeper-Appliance", notice.appliance());
        message.setText(notice.text() + "\n", UTF_8);
        message.saveChanges();
        return message;
    }

    private DeliveryException undelivered(MessagingException failure, Optional<String> password) {
        if (failure instanceof SendFailedException some && count(some.getValidSentAddresses()) > 0) {
            return new DeliveryException(
                    DeliveryException.RetryChance.PARTLY_DELIVERED,
                    "only " + count(some.getValidSentAddresses()) + " of "
                            + settings.to().size() + " addresses were taken");
        }
        String said = Optional.ofNullable(failure.getMessage()).orElse("");
        if (failure instanceof AuthenticationFailedException) {
            return stays("it does not take the user and the password: " + said, password);
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SSLException) {
                return stays("no TLS with it: " + each.getMessage(), password);
            }
            if (REFUSAL.matcher(String.valueOf(each.getMessage())).matches()) {
                return stays("it refused: " + each.getMessage(), password);
            }
        }
        return said.contains("STARTTLS is required")
                ? stays("it offers no STARTTLS, and notify.smtp-encryption wants it", password)
                : new DeliveryException(
                        DeliveryException.RetryChance.CAN_PASS, masked(reason(failure, said), password));
    }

    private static String reason(MessagingException failure, String said) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null || said.contains(cause.getMessage())
                ? said
                : said + ": " + cause.getMessage();
    }

    private DeliveryException stays(String words, Optional<String> password) {
        return new DeliveryException(DeliveryException.RetryChance.STAYS, masked(words, password));
    }

    /** A server's reply can repeat what it was sent, with the password in it. */
    private String masked(String words, Optional<String> password) {
        return password.map(secret -> words.replace(coded("\0" + settings.user().orElse("") + "\0" + secret), MASKED)
                        .replace(coded(secret), MASKED)
                        .replace(secret, MASKED))
                .orElse(words);
    }

    private static String coded(String secret) {
        return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static int count(Address[] addresses) {
        return addresses == null ? 0 : addresses.length;
    }
}
