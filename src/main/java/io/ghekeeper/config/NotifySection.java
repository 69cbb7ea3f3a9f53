package io.ghekeeper.config;

import io.ghekeeper.notify.MailSettings;
import io.ghekeeper.notify.NotifySettings;
import io.ghekeeper.notify.Secret;
import java.util.List;
import java.util.Optional;

/** The keys of the section {@code notify}, and the {@link NotifySettings} that they build. */
final class NotifySection {
    static final Section SECTION =
            new Section("notify", "Whom ghe-keeper notifies when backups fail, recover or do not run.");

    static final Key<Secret> WEBHOOK_URL = SECTION.optional(
            "webhook-url",
            new ValueType.Hidden<>(Types.secretUrl()),
            "file:/meta/ghe-backup-notify/webhook_url",
            "Where messages are posted as JSON, with a `text` as Slack and what is like it take it. A URL, or `file:` and"
                    + " the path of a file that holds it: who knows the URL can write there.");
    static final Key<Secret> PING_URL = SECTION.optional(
            "ping-url",
            new ValueType.Hidden<>(Types.secretUrl()),
            "file:/meta/ghe-backup-notify/ping_url",
            "A check of healthchecks.io or a similar dead man's switch. It gets each backup's begin, success and failure,"
                    + " and alerts when they stop. A URL, or `file:` and the path of a file that"
                    + " holds it.");
    static final Key<List<String>> MAIL_TO = SECTION.optional(
            "mail-to",
            new ValueType.ListOf<>(Addresses.mail(), 1),
            "[ghe-admins@example.com]",
            "Who gets messages by mail.");
    static final Key<String> MAIL_FROM =
            SECTION.optional("mail-from", Addresses.mail(), "ghe-backup@example.com", "Who the mail is from.");
    static final Key<String> SMTP_HOST = SECTION.optional(
            "smtp-host", Addresses.mailHost(), "smtp.example.com", "The server that the mail is handed to.");
    static final Key<Integer> SMTP_PORT = SECTION.defaulted("smtp-port", Addresses.port(), "587", "Its port.");
    static final Key<MailSettings.MailEncryption> SMTP_ENCRYPTION = SECTION.defaulted(
            "smtp-encryption",
            Types.word(MailSettings.MailEncryption.values()),
            "starttls",
            "What protects the way to it. `starttls` and `tls` send nothing where it cannot be had, or where the"
                    + " server's certificate is not for its name; `none` protects nothing.");
    static final Key<String> SMTP_USER = SECTION.optional(
            "smtp-user",
            Types.text("user", "a text without blanks", "\\S{1,256}"),
            "ghe-backup",
            "The user of the mail server. Without it, ghe-keeper does not log in.");
    static final Key<Secret> SMTP_PASSWORD = SECTION.optional(
            "smtp-password",
            new ValueType.Hidden<>(Types.secretText()),
            "file:/meta/ghe-backup-notify/smtp_password",
            "The password of that user, or `file:` and the path of a file that holds it.");
    static final Key<Integer> DAYS_LEFT = SECTION.defaulted(
            "days-left",
            Types.number(1, 365),
            "14",
            "ghe-keeper notifies when the volume will be full, or out of inodes, in fewer days at its present growth.");

    private NotifySection() {}

    static NotifySettings settings(Settings settings) {
        return new NotifySettings(
                settings.find(WEBHOOK_URL), settings.find(PING_URL), mail(settings), settings.get(DAYS_LEFT));
    }

    private static Optional<MailSettings> mail(Settings settings) {
        return settings.find(MAIL_TO)
                .map(to -> new MailSettings(
                        settings.get(SMTP_HOST),
                        settings.get(SMTP_PORT),
                        settings.get(SMTP_ENCRYPTION),
                        settings.find(SMTP_USER),
                        settings.find(SMTP_PASSWORD),
                        settings.get(MAIL_FROM),
                        to));
    }

    /** Mail needs more than somebody to get it; and without them, the rest would be for nothing, without a word. */
    static void check(Settings settings, Problems problems) {
        together(settings, problems, MAIL_TO, MAIL_FROM);
        together(settings, problems, MAIL_TO, SMTP_HOST);
        together(settings, problems, SMTP_HOST, MAIL_TO);
        together(settings, problems, SMTP_USER, SMTP_PASSWORD);
        together(settings, problems, SMTP_PASSWORD, SMTP_USER);
    }

    private static void together(Settings settings, Problems problems, Key<?> given, Key<?> needed) {
        boolean is =
                settings.find(given).filter(value -> !List.of().equals(value)).isPresent();
        if (is && settings.written(needed) instanceof Value.Nothing) {
            problems.add(
                    needed.path(), settings.place(given), "nothing", "a value, because " + given.path() + " is set");
        }
    }
}
