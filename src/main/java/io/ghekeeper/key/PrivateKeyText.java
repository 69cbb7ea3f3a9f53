package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** A private key as OpenSSH wants to read it: checked, needing no passphrase, and with its final newline. */
final class PrivateKeyText {
    private static final String OPENSSH_MAGIC = "openssh-key-v1\0";
    private static final int ED25519_BITS = 256;

    private final byte[] bytes;
    private final KeyDescription description;

    private PrivateKeyText(byte[] bytes, KeyDescription description) {
        this.bytes = bytes;
        this.description = description;
    }

    /** With line feeds only, and one at the end: OpenSSH refuses a key without it. */
    byte[] bytes() {
        return bytes;
    }

    KeyDescription description() {
        return description;
    }

    /**
     * Checks a private key.
     *
     * @param place says in messages where it came from; the key itself is never in a message
     * @throws Failure KEY_NOT_A_PRIVATE_KEY or KEY_HAS_PASSPHRASE
     */
    static PrivateKeyText check(byte[] raw, String place) {
        String text = new String(raw, StandardCharsets.UTF_8)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .strip()
                .concat("\n");
        requirePrivate(text, place);
        requireWhole(text, place);
        requireNoPassphrase(text, place);
        return new PrivateKeyText(text.getBytes(StandardCharsets.UTF_8), describe(publicPart(text, place)));
    }

    private static void requirePrivate(String text, String place) {
        if (text.startsWith("ssh-")
                || text.startsWith("ecdsa-")
                || text.startsWith("---- BEGIN SSH2 PUBLIC")
                || text.startsWith("-----BEGIN PUBLIC KEY")) {
            throw notAKey(place, "is a public key, not the private one", "Give the file without .pub.");
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            throw notAKey(place, "is in PuTTY's format", "Convert it with: puttygen key.ppk -O private-openssh");
        }
        if (!text.startsWith("-----BEGIN ") || !text.contains("PRIVATE KEY-----")) {
            throw notAKey(
                    place,
                    "is no private key (" + text.length() + " characters, no BEGIN ... PRIVATE KEY line)",
                    "Make one with: ssh-keygen -t ed25519 -N '' -f id_ed25519");
        }
    }

    /** sshj reads a key whose end is missing; OpenSSH does not. */
    private static void requireWhole(String text, String place) {
        String label =
                text.substring("-----BEGIN ".length(), text.indexOf('\n')).strip();
        if (!text.endsWith("-----END " + label + "\n")) {
            throw notAKey(place, "is cut off: its END line is missing", "Copy the whole key again.");
        }
    }

    private static void requireNoPassphrase(String text, String place) {
        if (text.startsWith("-----BEGIN ENCRYPTED")
                || text.contains("\nProc-Type: 4,ENCRYPTED")
                || isEncryptedOpenSsh(text)) {
            throw new Failure(
                    FailureKind.KEY_HAS_PASSPHRASE,
                    place + " needs a passphrase, and nobody is there to type it",
                    "Take it off with: ssh-keygen -p -N '' -f FILE; KMS is what protects the key.");
        }
    }

    /** The format's first field behind its magic word is the cipher's name; {@code none} is a key without passphrase. */
    private static boolean isEncryptedOpenSsh(String text) {
        if (!text.startsWith("-----BEGIN OPENSSH PRIVATE KEY-----")) {
            return false;
        }
        try {
            String body = text.lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat);
            ByteBuffer fields = ByteBuffer.wrap(Base64.getDecoder().decode(body.strip()));
            byte[] magic = new byte[OPENSSH_MAGIC.length()];
            fields.get(magic);
            byte[] cipher = new byte[Math.min(fields.getInt(), 64)];
            fields.get(cipher);
            return !new String(cipher, StandardCharsets.US_ASCII).equals("none");
        } catch (RuntimeException damaged) {
            return false; // told as damaged when it is parsed
        }
    }

    private static PublicKey publicPart(String text, String place) {
        try (SSHClient parser = new SSHClient(new DefaultConfig())) {
            KeyProvider provider = parser.loadKeys(text, null, null);
            provider.getPrivate();
            return provider.getPublic();
        } catch (IOException | RuntimeException e) {
            // Its message may cite the key.
            throw notAKey(
                    place,
                    "cannot be read as a private key: it is damaged, cut off or of an unknown type",
                    "Copy the whole key again; ssh-keygen -y -f FILE must print its public key.");
        }
    }

    private static KeyDescription describe(PublicKey key) {
        byte[] wire = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(wire);
            String fingerprint =
                    "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
            if (key instanceof RSAPublicKey rsa) {
                return new KeyDescription("RSA", rsa.getModulus().bitLength(), fingerprint);
            }
            if (key instanceof ECPublicKey ec) {
                return new KeyDescription(
                        "ECDSA", ec.getParams().getCurve().getField().getFieldSize(), fingerprint);
            }
            boolean ed25519 = KeyType.fromKey(key) == KeyType.ED25519;
            return new KeyDescription(ed25519 ? "ED25519" : KeyType.fromKey(key).toString(), ED25519_BITS, fingerprint);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Failure notAKey(String place, String why, String hint) {
        return new Failure(FailureKind.KEY_NOT_A_PRIVATE_KEY, place + " " + why, hint);
    }
}
