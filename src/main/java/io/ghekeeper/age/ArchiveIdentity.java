package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Identities of age, which decrypt the archive. They are in memory only: the program age reads them from a pipe. They never
 * stand in a text, an argument, the environment or a file that this program writes. Closing overwrites them.
 */
public final class ArchiveIdentity implements AutoCloseable {
    /** Longer files are something else. */
    public static final int LONGEST = 64 << 10;

    private static final String HINT =
            "Give the file that ghe-keeper archive keygen or age-keygen printed, with a line" + " AGE-SECRET-KEY-1...";
    private static final Pattern LINE = Pattern.compile("AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}");

    private final byte[] text;
    private volatile boolean closed;

    private ArchiveIdentity(byte[] text) {
        this.text = text;
    }

    /**
     * Checks it. No message has any of the text.
     *
     * @param text lines as age-keygen prints them: it belongs to this object from now on, and is overwritten where it is no
     *     identity
     * @param place where it came from, for messages
     * @throws Failure CONFIGURATION_INVALID
     */
    public static ArchiveIdentity of(byte[] text, String place) {
        try {
            check(new String(text, StandardCharsets.ISO_8859_1), place);
            return new ArchiveIdentity(text);
        } catch (Failure e) {
            Arrays.fill(text, (byte) 0);
            throw e;
        }
    }

    private static void check(String text, String place) {
        if (text.length() > LONGEST) {
            throw invalid(place + " is larger than " + LONGEST / 1024 + " KiB, so it is not an identity", HINT);
        }
        if (text.startsWith("age-encryption.org/") || text.contains("BEGIN AGE ENCRYPTED FILE")) {
            throw invalid(
                    place + " is an identity that a passphrase encrypts",
                    "Decrypt it, and pass it on: age -d IDENTITY | ghe-keeper ... --identity -");
        }
        int found = 0;
        for (String line : text.split("\n", -1)) {
            String word = line.strip();
            if (word.isEmpty() || word.startsWith("#")) {
                continue;
            }
            if (!LINE.matcher(word).matches() || !Bech32.isValid(word.toLowerCase(Locale.ROOT))) {
                throw invalid(place + " has a line that is no identity of age", HINT);
            }
            found++;
        }
        if (found == 0) {
            throw invalid(place + " has no identity of age", HINT);
        }
    }

    private static Failure invalid(String message, String hint) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, message, hint);
    }

    /** Not a copy: it is overwritten when this is closed. */
    byte[] text() {
        if (closed) {
            throw new IllegalStateException("the identity was used after it was closed");
        }
        return text;
    }

    /** Hands the identity on to a process of this program, for its standard input. */
    public void writeTo(OutputStream pipe) throws IOException {
        pipe.write(text());
        pipe.flush();
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(text, (byte) 0);
    }

    @Override
    public String toString() {
        return "an identity of the archive";
    }
}
