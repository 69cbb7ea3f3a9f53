package io.ghekeeper.notify;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How mail is sent.
 *
 * @param user the account at the server; empty where the server asks for no login
 * @param to at least one
 */
public record MailSettings(
        String host,
        int port,
        MailEncryption encryption,
        Optional<String> user,
        Optional<Secret> password,
        String from,
        List<String> to) {
    /** What protects the connection. */
    public enum MailEncryption {
        /** It begins in the clear and must change to TLS before anything is said. */
        STARTTLS,
        /** From its first byte. */
        TLS,
        NONE
    }

    public MailSettings {
        Objects.requireNonNull(host);
        Objects.requireNonNull(encryption);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(from);
        to = List.copyOf(to);
    }
}
