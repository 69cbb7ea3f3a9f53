package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.FilterProgram;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Encrypts with the program age(1), for recipients, whose public keys are all that is here. Each can decrypt it; this machine
 * cannot.
 */
public final class AgeEncryption implements Encryption {
    private static final String PROGRAM = "age";

    private final List<String> command;
    private final String recipients;

    /** @param recipients at least one, each once */
    @SuppressWarnings("MissingSummary")
    public AgeEncryption(List<AgeRecipient> recipients) {
        this(PROGRAM, recipients);
    }

    AgeEncryption(String program, List<AgeRecipient> recipients) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipient");
        }
        List<String> words = new ArrayList<>(List.of(program, "--encrypt"));
        for (AgeRecipient recipient : recipients) {
            words.add("--recipient");
            words.add(recipient.text());
        }
        this.command = List.copyOf(words);
        this.recipients = digest(recipients);
    }

    /** In whatever order they are configured. */
    private static String digest(List<AgeRecipient> recipients) {
        String sorted = recipients.stream().map(AgeRecipient::text).sorted().collect(Collectors.joining("\n"));
        return HexFormat.of().formatHex(Sha256.digest().digest(sorted.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String recipients() {
        return recipients;
    }

    @Override
    public String suffix() {
        return ".age";
    }

    @Override
    public EncryptedStream begin(OutputStream to, Runnable goOn) {
        AgeFormatCheck checked = new AgeFormatCheck(to);
        try {
            return new AgeStream(FilterProgram.start(command, checked, goOn), checked);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Failure failed(IOException e) {
        return new Failure(
                FailureKind.ENCRYPTION_FAILED,
                "cannot encrypt: " + e.getMessage(),
                "Check that Debian's package age is installed, and that there is memory for it: age --version",
                e);
    }

    /** An object that age encrypts. */
    private static final class AgeStream extends EncryptedStream {
        private final FilterProgram age;
        private final AgeFormatCheck checked;
        private long plain;

        AgeStream(FilterProgram age, AgeFormatCheck checked) {
            this.age = age;
            this.checked = checked;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            plain += length;
            run(() -> age.write(bytes, offset, length));
        }

        @Override
        public void finish() throws IOException {
            run(() -> {
                age.finish();
                checked.require(plain);
            });
        }

        @Override
        public void close() {
            age.close();
        }

        private static void run(AgeAction action) throws IOException {
            try {
                action.run();
            } catch (IOException e) {
                throw failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
    }

    private interface AgeAction {
        void run() throws IOException, InterruptedException;
    }
}
