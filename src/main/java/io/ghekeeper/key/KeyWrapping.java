package io.ghekeeper.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a private key or a ciphertext in what was put around it: base64, hex, quotes, a variable's name, JSON or YAML, the
 * output of the AWS CLI.
 */
final class KeyWrapping {
    private static final int DEEPEST = 5;

    /** Letters of base64. What KMS encrypts has some 200 and more; a key's line has 64 or 70. */
    private static final int SHORTEST_CIPHERTEXT = 100;

    private static final int SHORTEST_LINE = 16;
    private static final int LETTERS_IN_STEP = 4;

    private static final Pattern PREFIX = Pattern.compile("(?i)(?:aws:kms:\\s*)+");
    private static final Pattern PREFIX_INSIDE = Pattern.compile("(?<![\\w:])aws:kms:[A-Za-z0-9+/_-]{40,}={0,2}");
    private static final Pattern CIPHERTEXT_BLOB =
            Pattern.compile("(?i)CiphertextBlob[\"'\\s:|=>-]+([A-Za-z0-9+/_-]{40,}={0,2})");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}[0-9a-fA-F\\s:]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/_-]{80,}={0,2}");
    private static final Pattern KMS_ARN = Pattern.compile("arn:aws[\\w-]*:kms:");
    private static final Pattern NAMED = Pattern.compile("(?s)(?!arn:)(?:export |set )?[\\w.-]+ ?[:=]\\s*(\\S.*)");

    /** The beginnings of what somebody wrapped, each at a line's or the text's: elsewhere chance may make them. */
    private static final Pattern WRAPPED =
            Pattern.compile("(?m)^\\W*-+ ?BEGIN [A-Z0-9 ]+-|\\A\\W*(?:aws:kms:|PuTTY-User-Key|"
                    + "ssh-\\w+ AAAA|ecdsa-\\S+ AAAA|b3BlbnNzaC1rZXktdjE|LS0tLS1CRUdJTi|2d2d2d2d2d424547)");

    private KeyWrapping() {}

    /** Bytes as text; a key or ciphertext in binary form gets the form that it has in a text. */
    static String text(byte[] bytes) {
        if (OpenSshKey.isOne(bytes)) {
            return folded("OPENSSH PRIVATE KEY", bytes);
        }
        if (DerKey.isOne(bytes)) {
            return folded(DerKey.PKCS8, bytes); // its own label is found when it is read
        }
        // The beginning of each ciphertext by a symmetric KMS key.
        boolean ofKms = bytes.length > 3 && bytes[0] == 1 && bytes[1] == 2 && bytes[3] == 0;
        return ofKms ? KeyValue.PREFIX + Base64.getEncoder().encodeToString(bytes) : CopiedText.decode(bytes);
    }

    private static String folded(String label, byte[] key) {
        return new String(PemText.fold(label, key), StandardCharsets.US_ASCII);
    }

    /**
     * What is in the wrapping.
     *
     * @return a text with a private key in it; or {@code aws:kms:} and a ciphertext; or, where neither is found, the text
     */
    static String open(String text) {
        return open(text, DEEPEST);
    }

    private static String open(String text, int depth) {
        String clean = CopiedText.clean(text);
        if (depth == 0 || clean.isEmpty()) {
            return clean;
        }
        Matcher prefix = PREFIX.matcher(clean);
        if (prefix.lookingAt()) {
            String value = clean.substring(prefix.end());
            if (PemText.isIn(value) || isDamagedKey(value)) {
                return value;
            }
            return decoded(value).map(inner -> open(inner, depth - 1)).orElse(KeyValue.PREFIX + value);
        }
        if (PemText.isIn(clean)) {
            return clean;
        }
        return decoded(clean)
                .or(() -> group(CIPHERTEXT_BLOB, clean, 1).map(KeyValue.PREFIX::concat))
                .or(() -> group(PREFIX_INSIDE, clean, 0))
                .or(() -> onlyWord(clean))
                .or(() -> bareCiphertext(clean))
                .or(() -> named(clean, depth))
                .map(inner -> open(inner, depth - 1))
                .orElse(clean);
    }

    private static Optional<String> group(Pattern pattern, String text, int group) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(group)) : Optional.empty();
    }

    /** What hex or base64 encodes, where that is a key, a value or a wrapping again. */
    private static Optional<String> decoded(String text) {
        try {
            if (HEX.matcher(text).matches()) {
                Optional<String> inner = wrapped(HexFormat.of().parseHex(text.replaceAll("[\\s:]", "")));
                if (inner.isPresent()) {
                    return inner;
                }
            }
            return isBase64(text) ? wrapped(KeyValue.base64(text)) : Optional.empty();
        } catch (IllegalArgumentException neither) {
            return Optional.empty();
        }
    }

    /** Broken into lines or not; words of a sentence are shorter than any line. */
    private static boolean isBase64(String text) {
        String[] lines = text.split("\\s+");
        return BASE64.matcher(String.join("", lines)).matches()
                && Arrays.stream(lines).limit(lines.length - 1L).noneMatch(line -> line.length() < SHORTEST_LINE);
    }

    private static Optional<String> wrapped(byte[] bytes) {
        String text = text(bytes);
        return WRAPPED.matcher(CopiedText.clean(text)).find() ? Optional.of(text) : Optional.empty();
    }

    /** The one word of a document that encodes a key or a value, as in a Kubernetes secret. */
    private static Optional<String> onlyWord(String text) {
        List<String> words = WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .flatMap(word -> decoded(word).stream())
                .toList();
        return words.size() == 1 ? Optional.of(words.get(0)) : Optional.empty();
    }

    /** The earlier appliance took ciphertexts without their prefix; the AWS CLI prints them so, or beside the key's ARN. */
    private static Optional<String> bareCiphertext(String text) {
        boolean bare = text.length() >= SHORTEST_CIPHERTEXT && isBase64(text) && !ForeignText.isKnown(text);
        if (bare) {
            return Optional.of(KeyValue.PREFIX + text);
        }
        return KMS_ARN.matcher(text).find() ? group(WORD, text, 0).map(KeyValue.PREFIX::concat) : Optional.empty();
    }

    /** The base64 of a key that lost letters before or within its BEGIN line: no ciphertext, and never to be sent. */
    private static boolean isDamagedKey(String base64) {
        String letters = base64.replaceAll("[^A-Za-z0-9+/_-]", "");
        for (int lost = 0; lost < Math.min(LETTERS_IN_STEP, letters.length()); lost++) {
            int whole = lost + (letters.length() - lost) / LETTERS_IN_STEP * LETTERS_IN_STEP;
            String text = new String(KeyValue.base64(letters.substring(lost, whole)), StandardCharsets.ISO_8859_1);
            boolean edge = text.contains("PRIVATE KEY-") || text.startsWith("-----BEGIN");
            if (edge && (lost > 0 || !PemText.isIn(text))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> named(String text, int depth) {
        Matcher named = NAMED.matcher(text);
        return named.matches()
                ? Optional.of(open(named.group(1), depth - 1)).filter(KeyWrapping::isFound)
                : Optional.empty();
    }

    private static boolean isFound(String text) {
        return PemText.isIn(text) || text.startsWith(KeyValue.PREFIX);
    }
}
