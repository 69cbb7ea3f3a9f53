package io.ghekeeper.key;

import java.util.Objects;

/**
 * What may be said of a private key.
 *
 * @param type as {@code ED25519}, {@code RSA} or {@code ECDSA}
 * @param fingerprint as {@code SHA256:...}, the one that {@code ssh-keygen -l} prints
 */
public record KeyDescription(String type, int bits, String fingerprint) {
    public KeyDescription {
        Objects.requireNonNull(type);
        Objects.requireNonNull(fingerprint);
    }

    @Override
    public String toString() {
        return type + " " + bits + " bits " + fingerprint;
    }
}
