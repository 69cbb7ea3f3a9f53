package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyFormat;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;

/** Reads a private key: found in what it came in, checked, needing no passphrase, and folded again as OpenSSH reads it. */
final class PrivateKeyText {
    private static final String OPENSSH = "OPENSSH PRIVATE KEY";

    private PrivateKeyText() {}

    /**
     * Checks the first private key in a text. A key as {@code ssh-keygen} writes it never becomes a String; what people
     * wrapped around others can only be undone in one.
     *
     * @param words says in messages where it came from; the key itself is never in a message
     * @param plain whether the configured value was the key itself, not encrypted
     * @throws Failure KEY_NOT_A_PRIVATE_KEY or KEY_HAS_PASSPHRASE
     */
    static UnlockedKey check(byte[] raw, String words, boolean plain) {
        KeyPlace place = new KeyPlace(words);
        byte[] content = PemText.plain(raw).orElseGet(() -> unwrapped(raw, place));
        byte[] text = new byte[0];
        try {
            String comment = "";
            if (OpenSshKey.isOne(content)) {
                OpenSshKey key = OpenSshKey.read(content, place);
                if (!key.needsNoPassphrase()) {
                    throw place.hasPassphrase();
                }
                text = PemText.fold(OPENSSH, key.bytes());
                comment = key.comment();
                Arrays.fill(key.bytes(), (byte) 0);
            } else {
                text = ofOpenSsl(content, place);
            }
            return new UnlockedKey(text, KeyDescription.of(publicHalf(text, place), comment, place), plain);
        } catch (Failure refused) {
            Arrays.fill(text, (byte) 0);
            throw refused;
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] unwrapped(byte[] raw, KeyPlace place) {
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
        return pem.bytes(place);
    }

    private static byte[] ofOpenSsl(byte[] content, KeyPlace place) {
        DerKey key = DerKey.read(content, place);
        byte[] seed = key.ed25519();
        try {
            return seed.length == 0
                    ? PemText.fold(key.label(), key.bytes())
                    : PemText.fold(OPENSSH, OpenSshKey.ed25519(seed, place));
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(key.bytes(), (byte) 0);
        }
    }

    private static PublicKey publicHalf(byte[] text, KeyPlace place) {
        try {
            KeyPair pair = pair(text);
            if (!isPair(pair.getPrivate(), pair.getPublic())) {
                throw place.damaged("its private half does not fit its public half");
            }
            return pair.getPublic();
        } catch (Failure refused) {
            throw refused;
        } catch (RuntimeException e) {
            // Its message may cite the key.
            throw place.refusal(
                    "cannot be read as a private key: it is damaged or of a kind that SSH does not use",
                    "Copy the whole key again; ssh-keygen -y -f FILE must print its public key.");
        }
    }

    /**
     * Both halves, as sshj reads them. Here and nowhere else the key passes through Strings: sshj reads it line by line.
     *
     * @throws IllegalArgumentException without its cause, whose message may cite the key
     */
    static KeyPair pair(byte[] text) {
        try {
            KeyFormat format = KeyProviderUtil.detectKeyFileFormat(reader(text), false);
            FileKeyProvider provider =
                    Factory.Named.Util.create(new DefaultConfig().getFileKeyProviderFactories(), format.toString());
            provider.init(reader(text));
            return new KeyPair(provider.getPublic(), provider.getPrivate());
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("sshj cannot read the private key");
        }
    }

    private static Reader reader(byte[] text) {
        return new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.US_ASCII);
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
