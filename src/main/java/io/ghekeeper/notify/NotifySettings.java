package io.ghekeeper.notify;

import java.util.Objects;
import java.util.Optional;

/**
 * Who is notified, and of which topics.
 *
 * @param webhook its URL
 * @param ping the URL of a check at healthchecks.io or the like
 * @param daysLeft a message is sent when the volume is full in fewer days
 */
public record NotifySettings(
        Optional<Secret> webhook, Optional<Secret> ping, Optional<MailSettings> mail, int daysLeft) {
    public NotifySettings {
        Objects.requireNonNull(webhook);
        Objects.requireNonNull(ping);
        Objects.requireNonNull(mail);
    }

    /** Whether anybody is. */
    public boolean hasReceivers() {
        return webhook.isPresent() || ping.isPresent() || mail.isPresent();
    }
}
