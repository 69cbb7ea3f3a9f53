package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** A private key as OpenSSH reads it: found in what it came in, checked, needing no passphrase, and folded again. */
final class PrivateKeyText {
    private static final String OPENSSH = "OPENSSH PRIVATE KEY";

    private final byte[] bytes;
    private final KeyDescription description;

    private PrivateKeyText(byte[] bytes, KeyDescription description) {
        this.bytes = bytes;
        this.description = description;
    }

    /** The key's lines and nothing else, each with its line feed. */
    byte[] bytes() {
        return bytes;
    }

    KeyDescription description() {
        return description;
    }

    /**
     * Checks the first private key in a text.
     *
     * @param words says in messages where it came from; the key itself is never in a message
     * @throws Failure KEY_NOT_A_PRIVATE_KEY or KEY_HAS_PASSPHRASE
     */
    static PrivateKeyText check(byte[] raw, String words) {
        KeyPlace place = new KeyPlace(words);
        String text = KeyWrapping.open(KeyWrapping.text(raw));
        if (text.startsWith(KeyValue.PREFIX)) {
            throw place.refusal(
                    "is a value that KMS has encrypted, not a private key", "Give the private key's own file.");
        }
        if (!PemText.isIn(text)) {
            throw ForeignText.refusal(text, place);
        }
        PemText pem = PemText.first(text, place);
        if (pem.label().startsWith("SSH2")) {
            throw ForeignText.refusal(text, place);
        }
        if (pem.saysEncrypted()) {
            throw place.hasPassphrase();
        }
        byte[] content = pem.bytes(place);
        return OpenSshKey.isOne(content) ? ofOpenSsh(content, place) : ofOpenSsl(content, place);
    }

    private static PrivateKeyText ofOpenSsh(byte[] content, KeyPlace place) {
        OpenSshKey key = OpenSshKey.read(content, place);
        if (!key.needsNoPassphrase()) {
            throw place.hasPassphrase();
        }
        return of(PemText.fold(OPENSSH, key.bytes()), key.comment(), place);
    }

    private static PrivateKeyText ofOpenSsl(byte[] content, KeyPlace place) {
        DerKey key = DerKey.read(content, place);
        byte[] seed = key.ed25519();
        return seed.length == 0
                ? of(PemText.fold(key.label(), key.bytes()), "", place)
                : of(PemText.fold(OPENSSH, OpenSshKey.ed25519(seed, place)), "", place);
    }

    private static PrivateKeyText of(String text, String comment, KeyPlace place) {
        KeyDescription description = KeyDescription.of(publicHalf(text, place), comment, place);
        return new PrivateKeyText(text.getBytes(StandardCharsets.US_ASCII), description);
    }

    private static PublicKey publicHalf(String text, KeyPlace place) {
        try (SSHClient parser = new SSHClient(new DefaultConfig())) {
            KeyProvider provider = parser.loadKeys(text, null, null);
            PublicKey publicHalf = provider.getPublic();
            if (!isPair(provider.getPrivate(), publicHalf)) {
                throw place.damaged("its private half does not fit its public half");
            }
            return publicHalf;
        } catch (Failure refused) {
            throw refused;
        } catch (IOException | RuntimeException e) {
            // Its message may cite the key.
            throw place.refusal(
                    "cannot be read as a private key: it is damaged or of a kind that SSH does not use",
                    "Copy the whole key again; ssh-keygen -y -f FILE must print its public key.");
        }
    }

    /** ssh reads a key whose halves do not belong together, and every host refuses it. */
    private static boolean isPair(PrivateKey privateHalf, PublicKey publicHalf) {
        String algorithm = switch (privateHalf.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            byte[] message = algorithm.getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateHalf);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicHalf);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException damaged) {
            return false;
        }
    }
}
