package io.ghekeeper.appliance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.common.Buffer;

/**
 * A line of a known_hosts file that pins or revokes a key, taken apart as ssh(1) does it. sshj's own reader is not used:
 * to it a negated pattern matches every other host, which accepts keys that ssh refuses.
 *
 * @param file where it stands
 * @param number counts from 1
 * @param names the first field: patterns between commas, or one hashed name
 */
record KnownHostsLine(Path file, int number, String names, HostKey key, boolean revoked) {
    private static final String HASHED = "|1|";

    /** Nothing for comments, certificate authorities, and what ssh(1) passes over as garbage. */
    static Optional<KnownHostsLine> read(Path file, int number, String line) {
        String text = line.replaceFirst("^[ \t]+", "");
        if (text.startsWith("#")) {
            return Optional.empty();
        }
        String[] words = text.split("[ \t]+", 5);
        boolean revoked = words[0].equals("@revoked");
        int names = revoked ? 1 : 0;
        if (words.length < names + 3 || words[names].startsWith("@")) {
            return Optional.empty();
        }
        return key(words[names + 1], words[names + 2].replaceFirst("\r$", ""))
                .map(key -> new KnownHostsLine(file, number, words[names], key, revoked));
    }

    /** ssh also takes a type's short name, as ECDSA, which no tool writes; here such a line pins nothing. */
    static Optional<HostKey> key(String type, String base64) {
        try {
            HostKey key = HostKey.of(new Buffer.PlainBuffer(Base64.getDecoder().decode(base64)).readPublicKey());
            boolean whole = key.base64().equals(base64);
            boolean typed = key.type().equals(type) || key.algorithms().contains(type);
            return whole && typed ? Optional.of(key) : Optional.empty();
        } catch (Buffer.BufferException | RuntimeException garbage) {
            return Optional.empty();
        }
    }

    /** For people: {@code /etc/ghe-keeper/known_hosts line 3}. */
    String place() {
        return file + " line " + number;
    }

    /** Whether it speaks of a host, called as {@link HostKey#nameOf} does it. */
    boolean names(String host) {
        return matches(names, host);
    }

    /** Whether a first field matches a host: a pattern matches, and no negated one does. */
    static boolean matches(String names, String host) {
        if (names.startsWith("|")) {
            return names.startsWith(HASHED) && hashes(names, host);
        }
        boolean matches = false;
        for (String pattern : names.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (pattern.startsWith("!")) {
                if (wildcard(pattern.substring(1), host)) {
                    return false;
                }
            } else {
                matches |= wildcard(pattern, host);
            }
        }
        return matches;
    }

    private static boolean hashes(String names, String host) {
        String[] parts = names.substring(HASHED.length()).split("\\|", -1);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
            String hash = Base64.getEncoder().encodeToString(mac.doFinal(host.getBytes(StandardCharsets.UTF_8)));
            return parts.length == 2 && parts[1].equals(hash);
        } catch (GeneralSecurityException | IllegalArgumentException garbage) {
            return false;
        }
    }

    /** Star and question mark, all else by the letter: the brackets of {@code [host]:port} are no set of letters. */
    private static boolean wildcard(String pattern, String text) {
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
