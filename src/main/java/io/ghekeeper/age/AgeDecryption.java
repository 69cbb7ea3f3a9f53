package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.FilterProgram;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Decrypts with the program age(1). It reads the identity from a pipe, and the object from a file. What it writes counts only
 * when it has ended well: age authenticates each chunk of 64 KiB, and the last one. Several threads use it.
 */
public final class AgeDecryption {
    private static final String PROGRAM = "age";

    /** The words of age 1.0 to 1.2. */
    private static final String NO_MATCH = "no identity matched any of the recipients";

    private final String program;
    private final ArchiveIdentity identity;

    /** @param identity is closed by others, after the last object */
    @SuppressWarnings("MissingSummary")
    public AgeDecryption(ArchiveIdentity identity) {
        this(PROGRAM, identity);
    }

    AgeDecryption(String program, ArchiveIdentity identity) {
        this.program = program;
        this.identity = identity;
    }

    /**
     * Decrypts a file.
     *
     * @param object its key, for messages
     * @param to gets the plain bytes from another thread, and is not closed
     * @param goOn is asked every few milliseconds
     * @throws UnfittingIdentityException when no identity fits
     * @throws UnreadableObjectException when it is not a whole file of age
     * @throws Failure ENCRYPTION_FAILED when the program is not there; what {@code goOn} throws
     */
    public void decrypt(String object, Path file, OutputStream to, Runnable goOn) throws IOException {
        List<String> command = List.of(program, "--decrypt", "--identity", "-", "--", file.toString());
        try (FilterProgram age = FilterProgram.start(command, to, goOn)) {
            byte[] text = identity.text();
            age.write(text, 0, text.length);
            finish(age, object);
        } catch (UnreadableObjectException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.ENCRYPTION_FAILED,
                    "cannot decrypt " + object + ": " + e.getMessage(),
                    "Check that Debian's package age is installed, and that there is memory for it: age --version",
                    e);
        }
    }

    private static void finish(FilterProgram age, String object) throws IOException, InterruptedException {
        try {
            age.finish();
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            if (words.contains(NO_MATCH)) {
                throw new UnfittingIdentityException(object, e);
            }
            if (words.contains(" ended with 1: ")) {
                throw new UnreadableObjectException(object, "cannot be decrypted: " + words, e);
            }
            throw e;
        }
    }
}
