package io.ghekeeper.appliance;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;

/** Fresh host keys without a host. */
final class SomeKeys {
    private SomeKeys() {}

    static HostKey ecdsa() {
        return make("EC", 256);
    }

    static HostKey ed25519() {
        return make("Ed25519", 255);
    }

    static HostKey rsa() {
        return make("RSA", 2048);
    }

    private static HostKey make(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return HostKey.of(generator.generateKeyPair().getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
