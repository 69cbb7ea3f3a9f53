package io.ghekeeper.key;

import io.ghekeeper.text.PlainText;
import io.ghekeeper.text.Sha256;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Objects;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/**
 * What may be said of a private key.
 *
 * @param type as {@code ED25519}, {@code RSA} or {@code ECDSA}
 * @param fingerprint as {@code SHA256:...}, the one that {@code ssh-keygen -l} prints
 * @param publicLine the public half as {@code ssh-keygen -y} prints it, which lets the key in on an appliance
 */
public record KeyDescription(String type, int bits, String fingerprint, String publicLine) {
    private static final int ED25519_BITS = 256;

    /** What OpenSSH takes at least. */
    private static final int SMALLEST_RSA = 1024;

    public KeyDescription {
        Objects.requireNonNull(type);
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(publicLine);
    }

    /** @throws io.ghekeeper.failure.Failure KEY_NOT_A_PRIVATE_KEY for a kind of key that OpenSSH does not use */
    static KeyDescription of(PublicKey key, String comment, KeyPlace place) {
        KeyType type = KeyType.fromKey(key);
        byte[] wire = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        String line = type + " " + Base64.getEncoder().encodeToString(wire) + visible(comment);
        return switch (type) {
            case RSA -> new KeyDescription("RSA", rsaBits((RSAPublicKey) key, place), Sha256.fingerprint(wire), line);
            case ECDSA256, ECDSA384, ECDSA521 ->
                new KeyDescription(
                        "ECDSA",
                        ((ECPublicKey) key).getParams().getCurve().getField().getFieldSize(),
                        Sha256.fingerprint(wire),
                        line);
            case ED25519 -> new KeyDescription("ED25519", ED25519_BITS, Sha256.fingerprint(wire), line);
            default -> throw place.refusal("is of a kind that OpenSSH does not use", KeyPlace.MAKE_ANOTHER);
        };
    }

    private static int rsaBits(RSAPublicKey key, KeyPlace place) {
        int bits = key.getModulus().bitLength();
        if (bits < SMALLEST_RSA) {
            throw place.refusal(
                    "is an RSA key of " + bits + " bits, and OpenSSH takes at least " + SMALLEST_RSA,
                    KeyPlace.MAKE_ANOTHER);
        }
        return bits;
    }

    private static String visible(String comment) {
        String visible = PlainText.of(comment);
        return visible.isEmpty() ? "" : " " + visible;
    }

    @Override
    public String toString() {
        return type + " " + bits + " bits " + fingerprint;
    }
}
