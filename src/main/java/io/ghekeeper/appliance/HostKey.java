package io.ghekeeper.appliance;

import io.ghekeeper.text.Sha256;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/**
 * A host's public key, in the words of OpenSSH.
 *
 * @param type as {@code ssh-ed25519}
 * @param base64 the key itself
 */
public record HostKey(String type, String base64) {
    static final int SSH_PORT = 22;

    public HostKey {
        Objects.requireNonNull(type);
        Objects.requireNonNull(base64);
    }

    static HostKey of(PublicKey key) {
        byte[] wire = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        return new HostKey(KeyType.fromKey(key).toString(), Base64.getEncoder().encodeToString(wire));
    }

    /** The names under which a host offers it; an RSA key is offered under those of its signatures. */
    List<String> algorithms() {
        return type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(type);
    }

    /** As {@code ssh-keygen -l} prints it: {@code SHA256:...}. */
    public String fingerprint() {
        return Sha256.fingerprint(Base64.getDecoder().decode(base64));
    }

    /** The line that pins it in a known_hosts file. */
    public String line(String host, int port) {
        return nameOf(host, port) + " " + type + " " + base64;
    }

    /** How known_hosts calls a host: {@code host}, or {@code [host]:port} when the port is not 22; in small letters. */
    static String nameOf(String host, int port) {
        String small = host.toLowerCase(Locale.ROOT);
        return port == SSH_PORT ? small : "[" + small + "]:" + port;
    }
}
