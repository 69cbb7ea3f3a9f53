package io.ghekeeper.notify;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Sends each message as plain text by SMTP. */
final class Mail implements Receiver {
    private final MailSettings settings;
    private final Duration limit;
    private final Optional<SSLSocketFactory> trust;

    /**
     * @param limit for each answer of the server
     * @param trust whose certificates are good; nothing for those that this machine's Java trusts
     */
    @SuppressWarnings("MissingSummary")
    Mail(MailSettings settings, Duration limit, Optional<SSLSocketFactory> trust) {
        this.settings = settings;
        this.limit = limit;
        this.trust = trust;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String place() {
        return settings.host() + ":" + settings.port();
    }

    @Override
    public void deliver(Notification notice) {
        new Smtp(settings, limit, trust).send(notice);
    }
}
