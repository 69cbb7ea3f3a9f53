package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A decrypted key, for as long as it is open; closed, its file is overwritten and gone. Any thread may close it. */
public final class SshKey implements AutoCloseable {
    private final Path file;
    private final KeyDescription description;
    private final boolean plain;
    private final Wiping wiping;
    private final AtomicBoolean closed = new AtomicBoolean();

    SshKey(Path file, KeyDescription description, boolean plain, Wiping wiping) {
        this.file = file;
        this.description = description;
        this.plain = plain;
        this.wiping = wiping;
    }

    /** The private key, mode 0600, as OpenSSH reads it. */
    public Path file() {
        return file;
    }

    public KeyDescription description() {
        return description;
    }

    /** Whether the configured value was the key itself, not encrypted. */
    public boolean plain() {
        return plain;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                wiping.wipe();
            } catch (IOException e) {
                throw new Failure(
                        FailureKind.KEY_DIRECTORY_UNSAFE,
                        "the decrypted key " + file + " could not be removed: " + FileError.words(e),
                        "Remove it by hand.",
                        e);
            }
        }
    }

    interface Wiping {
        void wipe() throws IOException;
    }
}
