package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes identities by the program {@code age-keygen}. What it makes is in memory only. */
public final class AgeKeygen {
    private static final String PROGRAM = "age-keygen";
    private static final int LONGEST = 4096;
    private static final long LIMIT_SECONDS = 20;

    /** As {@code age-keygen} of age 1.0 and 1.1 prints it, beside the comments. */
    private static final Pattern FORM = Pattern.compile(
            "(?s)(?:#[^\n]*\n)*# public key: (age1[02-9ac-hj-np-z]{58})\n(AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58})\n?");

    /**
     * A new identity.
     *
     * @param text what the program printed: comments with its time and its recipient, and the identity
     * @param identity its line alone, without a line break
     * @param recipient its public key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record GeneratedIdentity(byte[] text, byte[] identity, String recipient) implements AutoCloseable {
        /** Overwrites it. */
        @Override
        public void close() {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(identity, (byte) 0);
        }
    }

    /**
     * Makes one.
     *
     * @throws Failure ENCRYPTION_FAILED when the program is not there, does not end, or prints something else
     */
    public GeneratedIdentity generate() {
        byte[] text = printed();
        Matcher form = FORM.matcher(new String(text, StandardCharsets.US_ASCII));
        if (!form.matches()) {
            Arrays.fill(text, (byte) 0);
            throw failed("printed what is no identity", null);
        }
        return new GeneratedIdentity(text, Arrays.copyOfRange(text, form.start(2), form.end(2)), form.group(1));
    }

    private static byte[] printed() {
        try {
            Process process = new ProcessBuilder(PROGRAM)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            byte[] text = process.getInputStream().readNBytes(LONGEST);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("does not end", null);
            }
            if (process.exitValue() != 0) {
                throw failed("ended with " + process.exitValue(), null);
            }
            return text;
        } catch (IOException e) {
            throw failed("cannot be started: " + FileError.words(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for", e);
        }
    }

    private static Failure failed(String why, Exception cause) {
        return new Failure(
                FailureKind.ENCRYPTION_FAILED,
                PROGRAM + " " + why,
                "Install the package age, which has age-keygen; or make the identity on another machine.",
                cause);
    }
}
